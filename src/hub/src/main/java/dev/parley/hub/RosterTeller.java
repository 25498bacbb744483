package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Moved;
import dev.parley.hub.ChannelEvent.Present;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells keys as members that come, go and change. A reader is told of a going only if it knew the member, of a coming only
 * if it did not. Called under the lock of the table.
 */
final class RosterTeller implements StateTeller {
    private final StateTable roster;

    RosterTeller(StateTable roster) {
        this.roster = roster;
    }

    static Attendee attendee(StateEntry entry) {
        return new Attendee(entry.key(), entry.value().orElse(Attendee.NOTHING));
    }

    @Override
    public boolean canTell(long after, List<StateEntry> entries) {
        return entries.stream().allMatch(entry -> entry.hadValueAt(after).isPresent());
    }

    @Override
    public ChannelEvent snapshot(long version, List<StateEntry> entries, boolean first, boolean more) {
        return new Present(version, entries.stream().map(RosterTeller::attendee).toList());
    }

    @Override
    public Optional<ChannelEvent> changes(long after, long version, List<StateEntry> entries, long skipped) {
        List<Attendee> came = new ArrayList<>();
        List<Attendee> changed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (StateEntry entry : entries) {
            boolean known = entry.hadValueAt(after).orElseThrow();
            if (!entry.isDeleted()) {
                (known ? changed : came).add(attendee(entry));
            } else if (known) {
                left.add(entry.key());
            }
        }
        boolean nothing = came.isEmpty() && changed.isEmpty() && left.isEmpty();
        return nothing ? Optional.empty() : Optional.of(new Moved(version, came, changed, left, roster.size()));
    }
}
