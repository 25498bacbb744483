package dev.parley.bench.stores;

import java.util.List;
import java.util.Random;
import java.util.Set;

/** The server's own memory. */
final class MemoryStore implements Store {
    @Override
    public List<String> options() {
        return List.of();
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public Set<Trouble> troubles() {
        return Set.of();
    }

    @Override
    public void suffer(Trouble trouble, long millis, Random random) {
        throw new IllegalArgumentException("there is no " + trouble + " of a memory");
    }

    @Override
    public void close() {
        // it ends with the server
    }
}
