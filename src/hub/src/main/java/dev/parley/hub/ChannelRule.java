package dev.parley.hub;

import dev.parley.hub.spi.Durability;
import java.time.Duration;
import java.util.Optional;

/** What holds for the channels whose names match a pattern. Immutable. */
public sealed interface ChannelRule {
    /** Returns the pattern: the name of a channel, or the beginning of names and a {@code *}. */
    String pattern();

    /** Returns how many members a channel may have; 0: nobody can be a member. */
    int members();

    /** Returns when something counts as kept; empty: as in all channels for which no rule says it. */
    Optional<Durability> durability();

    /**
     * Channels that keep messages.
     *
     * @param pattern {@code namespace:name}, {@code namespace:*} or {@code namespace:beginning*}
     * @param members most members; 0: nobody can be a member
     * @param messages publications that are kept; 0: none can be read, and the last are kept for half a minute, so that who
     *     was away for a moment gets them
     * @param bytes memory that they may take; at least 1
     * @param age after which a publication is not kept; empty: as long as any is
     * @param durability when a message counts as kept; empty: as elsewhere
     */
    record Log(
            String pattern,
            int members,
            int messages,
            long bytes,
            Optional<Duration> age,
            Optional<Durability> durability)
            implements ChannelRule {
        /** Makes a rule that says nothing of ages, and of how durable messages are. */
        public Log(String pattern, int members, int messages, long bytes) {
            this(pattern, members, messages, bytes, Optional.empty(), Optional.empty());
        }

        /** Checks the ranges. */
        public Log {
            check(pattern, members);
            if (messages < 0 || bytes < 1) {
                throw new IllegalArgumentException("channels " + pattern + ": messages " + messages
                        + ", at least 0; bytes " + bytes + ", at least 1");
            }
        }
    }

    /**
     * Channels that keep values.
     *
     * @param pattern {@code namespace:name}, {@code namespace:*} or {@code namespace:beginning*}
     * @param members most members; 0: nobody can be a member
     * @param limits bounds of each
     * @param durability when a change counts as kept; empty: as elsewhere
     */
    record State(String pattern, int members, StateLimits limits, Optional<Durability> durability)
            implements ChannelRule {
        /** Makes a rule that does not say how durable values are. */
        public State(String pattern, int members, StateLimits limits) {
            this(pattern, members, limits, Optional.empty());
        }

        /** Checks the ranges. */
        public State {
            check(pattern, members);
        }
    }

    private static void check(String pattern, int members) {
        if (!ChannelRules.isPattern(pattern) || members < 0) {
            throw new IllegalArgumentException(
                    "a rule for channels \"" + pattern + "\" with at most " + members + " members");
        }
    }
}
