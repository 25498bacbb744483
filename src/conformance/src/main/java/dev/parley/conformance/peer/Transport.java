package dev.parley.conformance.peer;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Moves bytes over a connected socket without ever blocking. Confined to one thread. */
interface Transport {
    /** Whether a read may give bytes that the kernel has handed over already: no selector tells of them. */
    default boolean holdsBytes() {
        return false;
    }

    /** Reads into {@code to}; 0 if there is nothing now, -1 at the clean end; an abrupt end is an exception. */
    int read(ByteBuffer to) throws IOException;

    /** Takes bytes of {@code from}, perhaps none. */
    void write(ByteBuffer from) throws IOException;

    /** Moves on what was taken; whether all of it is with the kernel. */
    boolean flush() throws IOException;

    /** Whether bytes of the script can be written. */
    boolean isEstablished();

    /** Ends our direction. */
    void shutdownOutput() throws IOException;

    /** What is known of the TLS session, or the empty string. */
    String session();

    /** What was chosen by ALPN, or the empty string. */
    default String applicationProtocol() {
        return "";
    }

    /** Asks for new keys; only under TLS. */
    void renewKeys() throws IOException;

    /** Writes bytes that no TLS changes, behind all others. */
    void pass(byte[] bytes) throws IOException;
}
