package dev.parley.wire;

import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link Connection} is made of, beside its role. Immutable, but for the extension that it may carry.
 *
 * @param limits what the connection is willing to receive
 * @param maxFramePayload bytes of payload in one frame sent, at least 1: longer messages are fragmented
 * @param maxPendingOutput bytes that may wait to be written, at least 1: what would make it more is refused, but for a
 *     message that finds nothing waiting, which is taken whatever its size
 * @param closeTimeoutNanos nanoseconds that the peer has to finish the closing handshake, at least 1
 * @param extension negotiated in the opening handshake; the connection owns and closes it
 */
public record ConnectionSettings(
        Limits limits,
        int maxFramePayload,
        int maxPendingOutput,
        long closeTimeoutNanos,
        Optional<MessageExtension> extension) {
    /** {@link Limits#DEFAULT}, no fragmenting, 1 MiB of pending output, 5 seconds to close, no extension. */
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(Limits.DEFAULT, Integer.MAX_VALUE, 1 << 20, 5_000_000_000L, Optional.empty());

    /** Checks the ranges. */
    public ConnectionSettings {
        Objects.requireNonNull(limits);
        Objects.requireNonNull(extension);
        if (maxFramePayload < 1) {
            throw new IllegalArgumentException("maxFramePayload " + maxFramePayload + " is below 1 byte");
        }
        if (maxPendingOutput < 1) {
            throw new IllegalArgumentException("maxPendingOutput " + maxPendingOutput + " is below 1 byte");
        }
        if (closeTimeoutNanos < 1) {
            throw new IllegalArgumentException("closeTimeoutNanos " + closeTimeoutNanos + " is below 1");
        }
    }

    /** These settings with other limits for what is received. */
    public ConnectionSettings withLimits(Limits other) {
        return new ConnectionSettings(other, maxFramePayload, maxPendingOutput, closeTimeoutNanos, extension);
    }

    /** These settings with another bound for the payload of a frame sent, in bytes. */
    public ConnectionSettings withMaxFramePayload(int bytes) {
        return new ConnectionSettings(limits, bytes, maxPendingOutput, closeTimeoutNanos, extension);
    }

    /** These settings with another bound for the output that waits, in bytes. */
    public ConnectionSettings withMaxPendingOutput(int bytes) {
        return new ConnectionSettings(limits, maxFramePayload, bytes, closeTimeoutNanos, extension);
    }

    /** These settings with another time for the closing handshake, in nanoseconds. */
    public ConnectionSettings withCloseTimeoutNanos(long nanos) {
        return new ConnectionSettings(limits, maxFramePayload, maxPendingOutput, nanos, extension);
    }

    /** These settings with an extension, which one connection then owns. */
    public ConnectionSettings withExtension(MessageExtension one) {
        return new ConnectionSettings(limits, maxFramePayload, maxPendingOutput, closeTimeoutNanos, Optional.of(one));
    }
}
