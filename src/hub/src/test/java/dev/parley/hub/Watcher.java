package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelEvent.Counted;
import dev.parley.hub.ChannelEvent.Moved;
import dev.parley.hub.ChannelEvent.Present;
import dev.parley.hub.ChannelEvent.Typists;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reader of who is in a channel, with room for so many events, which checks that nobody comes or goes twice. For one
 * thread.
 */
final class Watcher implements Subscriber {
    int room;
    private final Map<String, String> members = new TreeMap<>();
    private final List<String> words = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private boolean listed;
    private int count = -1;
    private long version;

    Watcher(int room) {
        this.room = room;
    }

    @Override
    public boolean accept(Delivery delivery) {
        if (room == 0) {
            return false;
        }
        room -= room == Inbox.WIDE ? 0 : 1;
        ChannelEvent event = delivery.event();
        if (event instanceof Present present) {
            take(present);
        } else if (event instanceof Moved moved) {
            take(moved);
        } else if (event instanceof Counted counted) {
            listed = false;
            members.clear();
            count = counted.count();
            words.add("#" + count);
        } else {
            Typists typists = (Typists) event;
            words.add(typists.names() + (typists.count() > typists.names().size() ? " of " + typists.count() : ""));
        }
        return true;
    }

    private void take(Present present) {
        members.clear();
        present.members().forEach(member -> assertEquals(null, members.put(member.name(), member.state())));
        listed = true;
        count = members.size();
        version = present.version();
        words.add(shown(present.members()).toString());
    }

    private void take(Moved moved) {
        assertTrue(listed, "a diff without a list");
        moved.came().forEach(member -> assertEquals(null, members.put(member.name(), member.state()), "came twice"));
        moved.changed()
                .forEach(member -> assertTrue(
                        members.put(member.name(), member.state()) != null,
                        () -> member.name() + " changed before it came"));
        moved.left().forEach(name -> assertTrue(members.remove(name) != null, () -> name + " left twice"));
        count = moved.count();
        assertEquals(count, members.size());
        version = moved.version();
        List<String> all = new ArrayList<>();
        shown(moved.came()).forEach(member -> all.add("+" + member));
        shown(moved.changed()).forEach(member -> all.add("~" + member));
        moved.left().forEach(name -> all.add("-" + name));
        assertFalse(all.isEmpty());
        words.add(String.join(" ", all));
    }

    private static List<String> shown(List<Attendee> members) {
        return members.stream()
                .map(member -> member.name() + (member.state().equals("null") ? "" : ":" + member.state()))
                .toList();
    }

    @Override
    public void failed(Throwable cause) {
        failures.add(cause);
    }

    List<Throwable> failures() {
        return failures;
    }

    /** Returns who it knows is there, with what each tells of itself; nobody if it has been told no more than a count. */
    Map<String, String> members() {
        return members;
    }

    boolean isListed() {
        return listed;
    }

    int count() {
        return count;
    }

    /** Returns the version that it can come back with. */
    long version() {
        return version;
    }

    /** Returns what it was told since the last call: lists, {@code +ann ~bob:1 -cat}, counts as {@code #7}, those who type. */
    String words() {
        String all = String.join(", ", words);
        words.clear();
        return all;
    }
}
