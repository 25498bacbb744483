package dev.parley.endpoints.api;

import dev.parley.hub.spi.Identity;
import java.util.Optional;

/**
 * How to publish. Immutable.
 *
 * @param sender who it comes from, for others to see: the name of a user, or one that begins with {@code ~}, which no
 *     user has
 * @param once what names it, 1 to {@value #MAX_ONCE} characters: published again in the same channel under the same name
 *     within 24 hours, it is known and not published again
 */
public record PublishOptions(String sender, Optional<String> once) {
    /** Most characters of {@link #once}. */
    public static final int MAX_ONCE = 200;

    /** From {@code ~server}, each time anew. */
    public static final PublishOptions DEFAULT = new PublishOptions("~server", Optional.empty());

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException if one of them is not allowed
     */
    public PublishOptions {
        boolean named = Identity.isName(sender) || (sender.startsWith("~") && Identity.isName(sender.substring(1)));
        if (!named) {
            throw new IllegalArgumentException(
                    "a sender has 1 to " + Identity.MAX_NAME + " characters and no control characters");
        }
        if (once.isPresent() && (once.get().isEmpty() || once.get().length() > MAX_ONCE)) {
            throw new IllegalArgumentException("once has 1 to " + MAX_ONCE + " characters");
        }
    }

    /** Returns the options with this sender. */
    public PublishOptions from(String name) {
        return new PublishOptions(name, once);
    }

    /** Returns the options with this name of what is published. */
    public PublishOptions once(String name) {
        return new PublishOptions(sender, Optional.of(name));
    }
}
