package dev.parley.hub.protocol;

import static dev.parley.hub.json.JsonText.quote;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.ChannelEvent.Batch;
import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Live;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.Disconnect;
import dev.parley.hub.Hub;
import dev.parley.hub.spi.Publication;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the server says, as JSON. Data of publications is JSON already and passes through as it is. */
final class ServerMessages {
    private ServerMessages() {}

    static String event(String channel, ChannelEvent event) {
        if (event instanceof Published published) {
            return message(quote(channel), published.publication());
        } else if (event instanceof Batch batch) {
            return batch(quote(channel), batch.publications());
        } else if (event instanceof Gap gap) {
            String to = gap.to() == Gap.UNKNOWN ? "" : ",\"to\":" + gap.to();
            return "{\"t\":\"gap\",\"ch\":" + quote(channel) + ",\"from\":" + gap.from() + to + ",\"why\":\""
                    + gap.why().name().toLowerCase(Locale.ROOT) + "\"}";
        } else if (event instanceof Live live) {
            return "{\"t\":\"live\",\"ch\":" + quote(channel) + ",\"o\":" + live.offset() + "}";
        }
        return StateMessages.event(channel, event, false);
    }

    private static String message(String quotedChannel, Publication publication) {
        return "{\"t\":\"msg\",\"ch\":" + quotedChannel + "," + fields(publication) + "}";
    }

    private static String batch(String quotedChannel, List<Publication> publications) {
        StringBuilder messages = new StringBuilder();
        for (Publication publication : publications) {
            messages.append(messages.isEmpty() ? '[' : ',').append(message(quotedChannel, publication));
        }
        return messages.append(']').toString();
    }

    private static String fields(Publication publication) {
        String mid = publication.id().map(id -> ",\"mid\":" + id).orElse("");
        return "\"o\":" + publication.offset() + ",\"ts\":" + publication.time() + ",\"from\":"
                + quote(publication.sender()) + mid + ",\"d\":" + publication.data();
    }

    static String subscribed(
            String id, String channel, long number, Hub.Following following, Optional<PresenceFeed> presence) {
        return "{\"t\":\"ok\",\"id\":" + id + ",\"ch\":" + quote(channel) + ",\"s\":" + number + ",\"e\":"
                + quote(following.top().epoch()) + ",\"o\":" + following.top().offset() + ",\"from\":"
                + following.from() + PresenceMessages.position(presence) + "}";
    }

    static String unsubscribed(String id, String channel) {
        return "{\"t\":\"ok\",\"id\":" + id + ",\"ch\":" + quote(channel) + "}";
    }

    /** Tells of the end of a subscription that the client did not ask for. */
    static String unsubscribed(String channel, ErrorCode code, String reason) {
        return "{\"t\":\"unsub\",\"ch\":" + quote(channel) + "," + why(new RequestException(code, reason)) + "}";
    }

    static String stored(String id, Hub.Stored stored) {
        return "{\"t\":\"ok\",\"id\":" + id + ",\"o\":" + stored.offset() + (stored.duplicate() ? ",\"dup\":true" : "")
                + "}";
    }

    /** Tells of past publications: {@code from} to {@code to} (exclusive) of the page. */
    static String history(String id, String channel, Hub.Page page, int from, int to, boolean more) {
        StringBuilder message = new StringBuilder("{\"t\":\"ok\",\"id\":" + id + ",\"ch\":" + quote(channel) + ",\"e\":"
                + quote(page.top().epoch()) + ",\"o\":" + page.top().offset() + ",\"msgs\":[");
        for (int i = from; i < to; i++) {
            message.append(i > from ? ",{" : "{")
                    .append(fields(page.publications().get(i)))
                    .append('}');
        }
        return message.append("],\"more\":").append(more).append('}').toString();
    }

    /** Refuses a request. {@code id} is empty if it had none that could be read. */
    static String error(String id, RequestException refused) {
        return "{\"t\":\"err\"," + (id.isEmpty() ? "" : "\"id\":" + id + ",") + why(refused) + "}";
    }

    private static String why(RequestException refused) {
        ErrorCode code = refused.code();
        return "\"code\":\"" + code.code() + "\",\"reason\":" + quote(refused.reason()) + ",\"retry\":" + code.retry()
                + (code.retry() ? ",\"after\":" + refused.afterMillis() : "");
    }

    /** Answers a call; {@code data} is JSON. */
    static String answer(String id, String data) {
        return "{\"t\":\"ok\",\"id\":" + id + ",\"d\":" + data + "}";
    }

    static String pong(String id, long now) {
        return "{\"t\":\"pong\"," + (id.isEmpty() ? "" : "\"id\":" + id + ",") + "\"now\":" + now + "}";
    }

    static String ping(long now) {
        return "{\"t\":\"ping\",\"now\":" + now + "}";
    }

    static String mode(boolean degraded) {
        return "{\"t\":\"mode\",\"degraded\":" + degraded + "}";
    }

    static String drain(long afterMillis, Optional<String> url) {
        return "{\"t\":\"drain\",\"after\":" + afterMillis
                + url.map(other -> ",\"url\":" + quote(other)).orElse("") + "}";
    }

    /** Says why the connection ends, for clients that see no close code. */
    static String bye(Disconnect why, String reason) {
        return "{\"t\":\"bye\",\"code\":" + why.code() + ",\"reason\":" + quote(reason) + ",\"retry\":"
                + why.reconnect() + (why.reconnect() ? ",\"after\":" + why.afterMillis() : "") + "}";
    }
}
