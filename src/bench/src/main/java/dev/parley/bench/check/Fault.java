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
    /** The server's process is stopped for up to 5 s, and goes on. Only of a server that the checker started. */
    STOP;

    /** All that clients can do. */
    static Set<Fault> ofClients() {
        return EnumSet.complementOf(EnumSet.of(STOP));
    }
}
