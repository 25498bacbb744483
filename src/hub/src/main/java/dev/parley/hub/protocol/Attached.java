package dev.parley.hub.protocol;

import java.util.function.BooleanSupplier;

/** Something that a session follows: its subscription to one channel. Safe for any thread. */
interface Attached extends BooleanSupplier {
    /** Returns whether it has not been closed: what it has for the client is wanted. */
    @Override
    boolean getAsBoolean();

    /** The connection has room again. */
    void resume();

    /** Ends it, without a word to the client. Nothing of it comes to the client after what is said then. */
    void close();
}
