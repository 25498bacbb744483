package dev.parley.hub.protocol;

import static dev.parley.hub.json.JsonText.quote;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Snapshot;
import dev.parley.hub.ChannelEvent.UpToDate;
import dev.parley.hub.StateEntry;
import dev.parley.hub.spi.StreamPosition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the server says of state channels, as JSON. Values are JSON already and pass through as they are. */
final class StateMessages {
    private StateMessages() {}

    /**
     * Makes the message for an event.
     *
     * @param patches whether the client understands merge patches
     */
    static String event(String channel, ChannelEvent event, boolean patches) {
        if (event instanceof Snapshot snapshot) {
            StringBuilder message = begin("snap", channel);
            version(message, snapshot.version());
            message.append(snapshot.first() ? ",\"first\":true" : "").append(",\"keys\":");
            entries(message, snapshot.entries(), entry -> true, StateMessages::value);
            return message.append(snapshot.more() ? ",\"more\":true}" : "}").toString();
        } else if (event instanceof Changed changed) {
            return changed(channel, changed, patches);
        } else if (event instanceof UpToDate upToDate) {
            return begin("live", channel)
                    .append(",\"v\":")
                    .append(upToDate.version())
                    .append('}')
                    .toString();
        }
        return PresenceMessages.event(channel, event);
    }

    private static String changed(String channel, Changed changed, boolean patches) {
        StringBuilder message = begin("upd", channel);
        version(message, changed.version());
        Predicate<StateEntry> patched = entry -> patches && changed.isPatch(entry);
        Predicate<StateEntry> set = entry -> !entry.isDeleted() && !patched.test(entry);
        part(message, "set", changed.entries(), set, StateMessages::value);
        part(
                message,
                "patch",
                changed.entries(),
                patched,
                entry -> entry.patch().orElseThrow());
        deleted(message, changed.entries());
        if (changed.skipped() > 0) {
            message.append(",\"skipped\":").append(changed.skipped());
        }
        return message.append('}').toString();
    }

    private static StringBuilder begin(String type, String channel) {
        return new StringBuilder("{\"t\":\"").append(type).append("\",\"ch\":").append(quote(channel));
    }

    private static void version(StringBuilder message, long version) {
        if (version > 0) {
            message.append(",\"v\":").append(version);
        }
    }

    private static void part(
            StringBuilder message,
            String name,
            List<StateEntry> entries,
            Predicate<StateEntry> which,
            Function<StateEntry, String> what) {
        if (entries.stream().anyMatch(which)) {
            message.append(",\"").append(name).append("\":");
            entries(message, entries, which, what);
        }
    }

    private static void entries(
            StringBuilder message,
            List<StateEntry> entries,
            Predicate<StateEntry> which,
            Function<StateEntry, String> what) {
        char separator = '{';
        for (StateEntry entry : entries) {
            if (which.test(entry)) {
                message.append(separator).append(quote(entry.key())).append(':').append(what.apply(entry));
                separator = ',';
            }
        }
        message.append(separator == '{' ? "{}" : "}");
    }

    private static void deleted(StringBuilder message, List<StateEntry> entries) {
        String separator = ",\"del\":[";
        for (StateEntry entry : entries) {
            if (entry.isDeleted()) {
                message.append(separator).append(quote(entry.key()));
                separator = ",";
            }
        }
        message.append(separator.equals(",") ? "]" : "");
    }

    private static String value(StateEntry entry) {
        return entry.value().orElseThrow();
    }

    static String subscribed(
            String id, String channel, long number, StreamPosition position, Optional<PresenceFeed> presence) {
        return "{\"t\":\"ok\",\"id\":" + id + ",\"ch\":" + quote(channel) + ",\"s\":" + number + ",\"e\":"
                + quote(position.epoch()) + ",\"v\":" + position.offset()
                + PresenceMessages.position(presence) + "}";
    }

    static String done(String id, long version, boolean duplicate) {
        return "{\"t\":\"ok\",\"id\":" + id + ",\"v\":" + version + (duplicate ? ",\"dup\":true" : "") + "}";
    }
}
