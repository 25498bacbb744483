package dev.parley.endpoints.local;

import dev.parley.hub.protocol.ChannelName;

/**
 * Names of channels: one, or all with the same beginning. Immutable.
 *
 * @param text a name, or the beginning of names
 * @param isPrefix whether names may go on
 */
public record ChannelPattern(String text, boolean isPrefix) {
    /** What a pattern is, for errors. */
    public static final String RULE =
            "a channel such as news:all, or the beginning of names and *, such as news:* or *";

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ChannelPattern of(String pattern) {
        if (!isOne(pattern)) {
            throw new IllegalArgumentException("\"" + pattern + "\" is no pattern; a pattern is " + RULE);
        }
        boolean isPrefix = pattern.endsWith("*");
        return new ChannelPattern(isPrefix ? pattern.substring(0, pattern.length() - 1) : pattern, isPrefix);
    }

    /** Returns whether a text is a pattern. */
    public static boolean isOne(String pattern) {
        if (!pattern.endsWith("*")) {
            return ChannelName.isOne(pattern);
        }
        String start = pattern.substring(0, pattern.length() - 1);
        return start.isEmpty() || ChannelName.isOne(start.contains(":") ? start + "x" : start + "x:x");
    }

    /** Returns whether a channel has such a name. */
    public boolean matches(String channel) {
        return isPrefix ? channel.startsWith(text) : channel.equals(text);
    }
}
