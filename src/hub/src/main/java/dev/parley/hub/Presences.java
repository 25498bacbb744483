package dev.parley.hub;

import dev.parley.hub.memory.ChannelMemory;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Makes the presence of each channel. Immutable.
 *
 * @param limits bounds of each
 * @param memory what all members may take together
 * @param epochs names for lives of a presence, each unlike any other
 * @param executor takes deliveries over that last
 */
record Presences(
        PresenceLimits limits, ChannelMemory memory, Supplier<String> epochs, InstantSource clock, Executor executor) {
    /** Returns the same for channels with at most so many members. */
    Presences withMembers(int most) {
        return new Presences(limits.withMembers(most), memory, epochs, clock, executor);
    }

    /** Makes a presence without members; {@code lock} guards it and what the listener does. */
    Presence of(String channel, Object lock, Presence.Listener listener) {
        return new Presence(channel, this, lock, listener);
    }
}
