package dev.parley.hub;

/** What holds for the channels whose names match a pattern. Immutable. */
public sealed interface ChannelRule {
    /** Returns the pattern: the name of a channel, or the beginning of names and a {@code *}. */
    String pattern();

    /** Returns how many members a channel may have; 0: nobody can be a member. */
    int members();

    /**
     * Channels that keep messages.
     *
     * @param pattern {@code namespace:name}, {@code namespace:*} or {@code namespace:beginning*}
     * @param members most members; 0: nobody can be a member
     * @param messages publications that are kept; at least 1
     * @param bytes memory that they may take; at least 1
     */
    record Log(String pattern, int members, int messages, long bytes) implements ChannelRule {
        /** Checks the ranges. */
        public Log {
            check(pattern, members);
            if (messages < 1 || bytes < 1) {
                throw new IllegalArgumentException(
                        "channels " + pattern + ": messages " + messages + ", bytes " + bytes + ", at least 1 each");
            }
        }
    }

    /**
     * Channels that keep values.
     *
     * @param pattern {@code namespace:name}, {@code namespace:*} or {@code namespace:beginning*}
     * @param members most members; 0: nobody can be a member
     * @param limits bounds of each
     */
    record State(String pattern, int members, StateLimits limits) implements ChannelRule {
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
