package dev.parley.hub.protocol;

import static dev.parley.hub.json.JsonText.quote;

import dev.parley.hub.Attendance;
import dev.parley.hub.Attendee;
import dev.parley.hub.ChannelEvent;
import dev.parley.hub.ChannelEvent.Counted;
import dev.parley.hub.ChannelEvent.Moved;
import dev.parley.hub.ChannelEvent.Present;
import dev.parley.hub.ChannelEvent.Typists;
import dev.parley.hub.json.JsonText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the server says of members, as JSON. What they tell of themselves is JSON already and passes through as it is. */
final class PresenceMessages {
    private PresenceMessages() {}

    static String event(String channel, ChannelEvent event) {
        if (event instanceof Present present) {
            return begin("pres", channel) + ",\"v\":" + present.version() + ",\"all\":" + members(present.members())
                    + count(present.members().size());
        } else if (event instanceof Moved moved) {
            return begin("pres", channel) + ",\"v\":" + moved.version()
                    + (moved.came().isEmpty() ? "" : ",\"join\":" + members(moved.came()))
                    + (moved.changed().isEmpty() ? "" : ",\"upd\":" + members(moved.changed()))
                    + (moved.left().isEmpty() ? "" : ",\"leave\":" + names(moved.left()))
                    + count(moved.count());
        } else if (event instanceof Counted counted) {
            return begin("pres", channel) + count(counted.count());
        } else if (event instanceof Typists typists) {
            return begin("typing", channel) + ",\"users\":" + names(typists.names()) + count(typists.count());
        }
        throw new IllegalArgumentException("clients are not told of " + event);
    }

    private static String begin(String type, String channel) {
        return "{\"t\":\"" + type + "\",\"ch\":" + quote(channel);
    }

    private static String count(int count) {
        return ",\"count\":" + count + "}";
    }

    private static String names(List<String> names) {
        return names.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
    }

    private static String members(List<Attendee> members) {
        return members.stream().map(PresenceMessages::member).collect(Collectors.joining(",", "[", "]"));
    }

    private static String member(Attendee member) {
        String state = member.state().equals(Attendee.NOTHING) ? "" : ",\"state\":" + member.state();
        return "{\"user\":" + quote(member.name()) + state + "}";
    }

    /** Answers a request for a page of members. */
    static String page(String id, String channel, Attendance page) {
        return "{\"t\":\"ok\",\"id\":" + id + ",\"ch\":" + quote(channel) + ",\"members\":" + members(page.members())
                + ",\"more\":" + page.more() + count(page.count());
    }

    /** Returns what is added to the answer to a subscription by which the client has become a member, if it has. */
    static String position(Optional<PresenceFeed> presence) {
        return presence.map(PresenceFeed::position)
                .map(position ->
                        ",\"presence\":{\"e\":" + quote(position.epoch()) + ",\"v\":" + position.offset() + "}")
                .orElse("");
    }

    static String done(String id) {
        return "{\"t\":\"ok\",\"id\":" + id + "}";
    }
}
