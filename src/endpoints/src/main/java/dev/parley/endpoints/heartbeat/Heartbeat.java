package dev.parley.endpoints.heartbeat;

import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.ConnectionListener;
import dev.parley.endpoints.session.TextMessages;
import dev.parley.hub.json.Field;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import dev.parley.hub.spi.Outbound;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The heartbeat of one connection: answers pings that come as text, for clients that cannot send Ping frames, and
 * reports the round-trip times of its own pings.
 */
public final class Heartbeat implements ConnectionListener {
    /** Longest message from a client in bytes. */
    public static final int MAX_MESSAGE_SIZE = 4096;

    private static final int MAX_ID = 64;

    private final JsonText json;
    private final TextMessages messages = new TextMessages(MAX_MESSAGE_SIZE);
    private final RoundTripTimes times = new RoundTripTimes();
    private final AtomicReference<Connection> connection = new AtomicReference<>();

    /** Begins without times. */
    public Heartbeat(JsonText json) {
        this.json = json;
    }

    /** Tells the connection to report to. */
    public void opened(Connection opened) {
        connection.set(opened);
    }

    /** Takes a part of a text message. */
    public void text(Connection from, String part, boolean last) {
        messages.add(from, part, last).ifPresent(message -> {
            from.reply(Outbound.Text.of(answer(message)));
            from.holdBack();
        });
    }

    /** Answers a message that is not text. */
    public void binary(Connection from, boolean last) {
        from.received();
        if (last && !from.isOver()) {
            from.reply(Outbound.Text.of(error("malformed", "messages are text, not binary")));
            from.holdBack();
        }
    }

    @Override
    public void roundTrip(Duration time) {
        RoundTripTimes.Report report = times.add(time);
        Connection to = connection.get();
        if (to != null) {
            to.reply(Outbound.Text.of("{\"type\":\"rtt\",\"ms\":" + report.last() + ",\"min\":" + report.min()
                    + ",\"mean\":" + report.mean() + ",\"p99\":" + report.p99() + "}"));
        }
    }

    private String answer(String message) {
        Parsed parsed = json.read(message);
        if (parsed instanceof Parsed.Malformed malformed) {
            return error("malformed", malformed.reason());
        }
        Parsed.Fields fields = (Parsed.Fields) parsed;
        Field type = fields.get("type").orElse(Field.NONE);
        if (type.kind() != Field.Kind.STRING) {
            return error(
                    "malformed", "\"type\" is a string; it is " + type.kind().words());
        }
        if (!type.text().equals("ping")) {
            return error("unknown-type", "\"type\" is \"ping\"");
        }
        Field id = fields.get("id").orElse(Field.NONE);
        return switch (id.kind()) {
            case STRING, NUMBER ->
                id.text().length() > MAX_ID
                        ? error("malformed", "\"id\" has at most " + MAX_ID + " characters")
                        : "{\"type\":\"pong\",\"id\":"
                                + (id.kind() == Field.Kind.NUMBER ? id.text() : JsonText.quote(id.text())) + "}";
            case NULL -> "{\"type\":\"pong\"}";
            default ->
                error(
                        "malformed",
                        "\"id\" is a string or a number; it is " + id.kind().words());
        };
    }

    private static String error(String code, String reason) {
        return "{\"type\":\"error\",\"code\":\"" + code + "\",\"reason\":" + JsonText.quote(reason) + "}";
    }
}
