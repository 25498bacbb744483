package dev.parley.hub.memory;

import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StateWrite;
import dev.parley.hub.spi.StoredState;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Keeps no more than the channels have in memory themselves: each begins anew whenever it is opened. Safe for any thread. */
public final class InMemoryStates implements StateStore {
    private static final int EPOCH_BYTES = 8;

    private final RandomGenerator random; // guarded by itself

    /** Makes one; {@code random} names the epochs, and is called with its own lock held. */
    public InMemoryStates(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public StoredState open(String channel) {
        byte[] epoch = new byte[EPOCH_BYTES];
        synchronized (random) {
            random.nextBytes(epoch);
        }
        return new Kept(HexFormat.of().formatHex(epoch));
    }

    @Override
    public boolean isLasting(String channel) {
        return false;
    }

    private record Kept(String epoch) implements StoredState {
        @Override
        public StateContent content() {
            return StateContent.NONE;
        }

        @Override
        public void listen(Listener listener) {
            // there is never anything to tell
        }

        @Override
        public Taken write(StateWrite write) {
            return Taken.KEPT;
        }

        @Override
        public void forget(String key, long version) {
            // the channel has forgotten it, and nobody else knew it
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
