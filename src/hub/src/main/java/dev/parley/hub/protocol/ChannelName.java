package dev.parley.hub.protocol;

/** What the name of a channel may be: a namespace, a colon, the rest. */
public final class ChannelName {
    /** Longest name in characters, all of which are one byte. */
    public static final int MAX_LENGTH = 200;

    /** The rule, for errors. */
    public static final String RULE =
            "a channel is namespace:name, at most " + MAX_LENGTH + " visible ASCII characters without \" \\ *";

    private ChannelName() {}

    /** Returns whether {@code name} keeps the {@link #RULE}. */
    public static boolean isOne(String name) {
        int colon = name.indexOf(':');
        return name.length() <= MAX_LENGTH
                && colon > 0
                && colon < name.length() - 1
                && name.chars().allMatch(ChannelName::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '*';
    }
}
