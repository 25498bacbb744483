package dev.parley.bench.check;

import java.io.IOException;
import java.util.Random;
import java.util.Set;

/** What can be done to the server and its store. For one thread. */
interface ServerControl {
    /** The faults that there can be. */
    Set<Fault> faults();

    /** Whether what is in the store outlives the server's process. */
    boolean isDurable();

    /**
     * Lets something go wrong, and returns when it is over and the server listens.
     *
     * @param atMostMillis how long it lasts at most, beside what it takes to begin and to end
     * @param killed run when the server's process has ended, before there is another one
     */
    void suffer(Fault fault, long atMostMillis, Random random, Runnable killed)
            throws IOException, InterruptedException;
}
