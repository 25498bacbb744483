package dev.parley.hub.spi;

import java.util.List;

/**
 * What is kept of a state channel. Immutable.
 *
 * @param version of the last change, 0 if there was none
 * @param forgotten highest version of a deletion that is no longer remembered, 0 if all are
 * @param values the newest of each key, deletions included, in the order of their versions
 * @param sent changes that clients made, in the order of their versions
 */
public record StateContent(long version, long forgotten, List<StateValue> values, List<SentChange> sent) {
    /** Nothing. */
    public static final StateContent NONE = new StateContent(0, 0, List.of(), List.of());

    /** Copies the lists. */
    public StateContent {
        values = List.copyOf(values);
        sent = List.copyOf(sent);
    }
}
