package dev.parley.bench.stores;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Where a server of Parley keeps its channels. For one thread. Closing it deletes what is kept. */
public interface Store extends AutoCloseable {
    /** The options of the server's JVM that name it. */
    List<String> options();

    /** Whether what is kept outlives the server's process. */
    boolean isDurable();

    /** What can go wrong with it. */
    Set<Trouble> troubles();

    /** Lets something of that go wrong for so long, and sees to it that the store can be used again. */
    void suffer(Trouble trouble, long millis, Random random) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
