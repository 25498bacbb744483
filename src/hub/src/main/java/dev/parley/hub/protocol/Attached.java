package dev.parley.hub.protocol;

/** Something that a session follows: its subscription to one channel. Safe for any thread. */
interface Attached {
    /** The connection has room again. */
    void resume();

    /** Ends it, without a word to the client. */
    void close();
}
