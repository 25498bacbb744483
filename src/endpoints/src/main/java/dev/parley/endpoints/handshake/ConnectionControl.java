package dev.parley.endpoints.handshake;

/**
 * What a server can do to the transport of one connection beyond the Jakarta API. Each method may be called from any
 * thread, any number of times, and never blocks.
 */
public interface ConnectionControl {
    /** Stops reading from the peer, without holding a thread, so that TCP holds the peer back. */
    void pause();

    /** Reads again after {@link #pause()}. */
    void resume();

    /** Ends the connection at once, without a closing handshake; what was not sent is lost. */
    void abort();
}
