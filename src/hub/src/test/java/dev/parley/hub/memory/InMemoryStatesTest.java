package dev.parley.hub.memory;

import dev.parley.hub.contract.StateStoreContract;
import dev.parley.hub.spi.StateStore;
import java.util.Random;

class InMemoryStatesTest extends StateStoreContract {
    private final Random random = new Random(1);

    @Override
    protected StateStore store() {
        return new InMemoryStates(random);
    }

    @Override
    protected StateStore restarted() {
        return store();
    }
}
