package dev.parley.bench.check;

import java.util.EnumSet;
import java.util.Set;

/** What is done to a connection, or to the server, so that things go wrong. */
enum Fault {
    /** The client resets TCP. */
    RESET,
    /** The network is cut: nothing is read or written, TCP stays; after up to 40 s the client comes back elsewhere. */
    CUT,
    /** The client reads nothing for up to 15 s. */
    PAUSE,
    /** The client reads and writes byte by byte for up to 5 s. */
    DRIP,
    /** The client's clock jumps: it asks whether the server is there, and comes back elsewhere if no answer comes in 3 s. */
    CLOCK,
    /** The client says bye and comes back. */
    BYE,
    /** The client ends a subscription and makes it again at once, from where it is. */
    RESUBSCRIBE,
    /** The server's process is stopped for up to 5 s, and goes on. This and the following need a server of the checker. */
    STOP,
    /** The server's process is killed, and started again on the same port with the same store. */
    KILL,
    /** The database is stopped, in order or at once, and started again after up to 5 s. */
    DATABASE,
    /** The disk of the store is full for up to 5 s. */
    DISK,
    /** What forces the store's data to the disk takes up to a second each time, for up to 5 s. */
    FSYNC;

    /** All that clients can do. */
    static Set<Fault> ofClients() {
        return EnumSet.range(RESET, RESUBSCRIBE);
    }

    /** Whether it happens to the server or its store. */
    boolean isOfServer() {
        return compareTo(STOP) >= 0;
    }
}
