package dev.parley.hub;

/**
 * A member of a channel, as others see it. Immutable.
 *
 * @param name its name
 * @param state JSON text of what it tells of itself; {@code null} as text if that is nothing
 */
public record Attendee(String name, String state) {
    /** What a member tells of itself that tells nothing. */
    public static final String NOTHING = "null";
}
