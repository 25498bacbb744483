package dev.parley.hub.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who is at the other end of a connection. Immutable.
 *
 * <p>The name of a stranger begins with {@value #STRANGER}; no other name does, so that nobody can pass for somebody who
 * is known.
 *
 * @param name what others know it by; see {@link #isName}, or that of a stranger
 * @param roles what it was given by whoever vouches for it; none for a stranger
 * @param expires when it is to be proven anew; empty: never
 */
public record Identity(String name, Set<String> roles, Optional<Instant> expires) {
    /** Longest name in characters. */
    public static final int MAX_NAME = 128;

    private static final String STRANGER = "~";

    /**
     * Checks the name and copies the roles.
     *
     * @throws IllegalArgumentException if the name is neither a stranger's nor keeps the rule
     */
    public Identity {
        if (!name.startsWith(STRANGER) && !isName(name)) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME
                    + " characters, no control characters, and does not begin with " + STRANGER);
        }
        roles = Set.copyOf(roles);
    }

    /** Returns somebody who is not known; {@code suffix} tells one stranger from another, if it can. */
    public static Identity stranger(String suffix) {
        return new Identity(STRANGER + suffix, Set.of(), Optional.empty());
    }

    /** Returns whether somebody who is known can be called that. */
    public static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= MAX_NAME
                && !name.startsWith(STRANGER)
                && name.codePoints().noneMatch(Identity::isForbidden);
    }

    private static boolean isForbidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE // half of a pair
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** Returns whether nobody vouches for it. */
    public boolean isStranger() {
        return name.startsWith(STRANGER);
    }
}
