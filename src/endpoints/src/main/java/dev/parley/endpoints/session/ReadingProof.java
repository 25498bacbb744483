package dev.parley.endpoints.session;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How much of what was sent a peer has read for certain: all that stood before a ping whose pong has come (RFC 6455
 * section 5.5.3). What may be left in the way is at most {@value #WINDOW} bytes as long as {@link #sends} says so, and so
 * much the buffers of a socket take without anybody reading: a blocking send of it does not block. Safe for any
 * thread.
 */
final class ReadingProof {
    /** Less than a socket's buffer for sending, which is some 46 KiB on Linux by default when a connection is new. */
    static final int WINDOW = 16 << 10;

    /** Bytes after which the peer is asked. */
    static final int ASK = WINDOW / 2;

    /** A peer that answers later than this is asked again. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private long sent; // guarded by this; bytes, all that was ever sent
    private long read; // guarded by this; bytes of it that were read for certain
    private @Nullable ByteBuffer asked; // guarded by this; payload of the ping that waits for its pong
    private long sentBefore; // guarded by this; bytes sent before that ping
    private long askedAt; // guarded by this; nanoseconds

    /**
     * Counts what is about to be sent.
     *
     * @return whether a socket with a buffer of the usual size takes it, with all that the peer may not have read yet
     */
    synchronized boolean sends(int bytes) {
        sent += bytes;
        return sent - read <= WINDOW;
    }

    /** Returns whether it is time for a ping. */
    synchronized boolean isDue(long nowNanos) {
        return sent - read >= ASK && (asked == null || nowNanos - askedAt >= PATIENCE_NANOS);
    }

    /** A ping with this payload is about to be sent, behind all that was. */
    synchronized void asks(ByteBuffer payload, long nowNanos) {
        asked = payload.duplicate();
        sentBefore = sent;
        askedAt = nowNanos;
    }

    /** Takes the payload of a pong; without effect if it is not the one that was asked for, for anybody can make up others. */
    synchronized void answered(ByteBuffer payload) {
        if (payload.equals(asked)) {
            read = sentBefore;
            asked = null;
        }
    }
}
