package dev.parley.hub;

import java.util.List;

/**
 * Some of the members of a channel. Immutable.
 *
 * @param members in order of names
 * @param more whether there are more after the last of them
 * @param count how many members the channel has in all
 */
public record Attendance(List<Attendee> members, boolean more, int count) {
    /** Of a channel in which nobody is. */
    static final Attendance NONE = new Attendance(List.of(), false, 0);

    /** Copies the list. */
    public Attendance {
        members = List.copyOf(members);
    }
}
