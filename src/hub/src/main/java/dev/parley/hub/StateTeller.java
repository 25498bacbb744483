package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Snapshot;
import java.util.List;
import java.util.Optional;

/** Puts into words what a view has to tell. Stateless. */
interface StateTeller {
    /** Tells keys and values. */
    StateTeller VALUES = new StateTeller() {
        @Override
        public ChannelEvent snapshot(long version, List<StateEntry> entries, boolean first, boolean more) {
            return new Snapshot(version, entries, first, more);
        }

        @Override
        public Optional<ChannelEvent> changes(long after, long version, List<StateEntry> entries, long skipped) {
            return Optional.of(new Changed(after, version, entries, skipped));
        }
    };

    /** Makes the event for a page of values; the parameters are those of {@link Snapshot}. */
    ChannelEvent snapshot(long version, List<StateEntry> entries, boolean first, boolean more);

    /** Makes the event for changes, if there is anything to tell; the parameters are those of {@link Changed}. */
    Optional<ChannelEvent> changes(long after, long version, List<StateEntry> entries, long skipped);

    /** Returns whether changes can be told to a reader, or only a snapshot helps; the parameters are those of {@link Changed}. */
    default boolean canTell(long after, List<StateEntry> entries) {
        return true;
    }
}
