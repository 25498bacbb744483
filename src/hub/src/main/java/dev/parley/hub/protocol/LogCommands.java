package dev.parley.hub.protocol;

import dev.parley.hub.Hub;
import dev.parley.hub.HubError;
import dev.parley.hub.Message;
import dev.parley.hub.Start;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What clients ask of log channels. Stateless. */
final class LogCommands {
    /** Most bytes of data in a page of history, if it is more than one message. */
    private static final int MAX_PAGE = 64 << 10;

    private static final int DEFAULT_PAGE = 50;

    private final HubProtocol protocol;
    private final PresenceCommands presences;

    LogCommands(HubProtocol protocol, PresenceCommands presences) {
        this.protocol = protocol;
        this.presences = presences;
    }

    void subscribe(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String channel = protocol.channelToUse(session, request);
        request.refuse("keys", "channels that keep values");
        int most = protocol.limits().recovery();
        Start start = start(session, request);
        PresenceCommands.Wish wish = presences.wish(channel, request);
        ChannelSubscription subscription = new ChannelSubscription(session, channel);
        long number = session.attach(channel, subscription);
        Hub.Followed followed = protocol.hub().follow(channel, start, most, subscription);
        if (followed instanceof Hub.Following following) {
            subscription.placed(following.subscription());
            Optional<PresenceFeed> presence = presences.enter(subscription, channel, wish);
            session.replyInOrder(ServerMessages.subscribed(id, channel, number, following, presence));
            following.subscription().start();
            presence.ifPresent(PresenceFeed::start);
            session.closeIfOver(subscription);
        } else {
            session.detach(channel, subscription);
            throw refused(((Hub.Rejected) followed).error());
        }
    }

    private Start start(ClientSession session, Request request) throws RequestException {
        int history = (int) request.integer("history", 0, protocol.limits().recovery(), 0);
        if (request.isWord("since", "acked")) {
            return Start.acknowledgedBy(session.publisher());
        }
        return request.position("since").map(Start::after).orElseGet(() -> Start.with(history));
    }

    /** Remembers how far a client has handled what it got. */
    void acknowledge(ClientSession session, Request request) throws RequestException {
        String channel = protocol.channel(request);
        long offset = request.integer("o", 0, Request.MAX_INTEGER);
        Optional<String> epoch = request.has("e") ? Optional.of(request.epoch("e")) : Optional.empty();
        Attached attached = session.attached(channel).orElseThrow(() -> notSubscribed(channel));
        if (attached instanceof ChannelSubscription subscription && !subscription.acknowledge(epoch, offset)) {
            throw new RequestException(ErrorCode.FUTURE_POSITION, "\"o\" is after the last message");
        }
        String id = request.idOrNothing();
        if (!id.isEmpty()) {
            session.reply(PresenceMessages.done(id));
        }
    }

    private static RequestException notSubscribed(String channel) {
        return new RequestException(ErrorCode.NOT_SUBSCRIBED, "this connection is not subscribed to " + channel);
    }

    void unsubscribe(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String channel = request.channel();
        Attached attached = session.detach(channel).orElseThrow(() -> notSubscribed(channel));
        attached.close();
        session.replyInOrder(ServerMessages.unsubscribed(id, channel));
    }

    void publish(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String channel = protocol.channelToUse(session, request);
        request.refuse("key", "channels that keep values");
        request.refuse("ttl", "channels that keep values");
        long mid = request.integer("mid", 1, Request.MAX_INTEGER);
        Message message = new Message(
                session.user(),
                Optional.of(Long.toString(mid)),
                Optional.of(new MessageId(session.publisher(), mid)),
                request.value("d"));
        protocol.hub().publish(channel, message, sent -> {
            if (sent instanceof Hub.Stored stored) {
                session.reply(ServerMessages.stored(id, stored));
                session.published(channel);
            } else {
                session.refuse(id, refused(((Hub.Rejected) sent).error()));
            }
        });
    }

    void history(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String channel = protocol.channelToUse(session, request);
        int limit = (int) request.integer("limit", 1, protocol.limits().recovery(), DEFAULT_PAGE);
        if (request.has("since") && request.has("before")) {
            throw new RequestException(ErrorCode.MALFORMED, "\"since\" or \"before\", not both");
        }
        boolean forward = request.has("since");
        Hub.Past past = forward
                ? protocol.hub().readAfter(channel, request.integer("since", 0, Request.MAX_INTEGER), limit)
                : protocol.hub().readBefore(channel, before(request), limit);
        if (past instanceof Hub.Rejected rejected) {
            throw refused(rejected.error());
        }
        Hub.Page page = (Hub.Page) past;
        if (!session.queue(page(id, channel, page, forward))) {
            throw new RequestException(ErrorCode.BUSY, "read what was sent before you ask for more");
        }
    }

    private static OptionalLong before(Request request) throws RequestException {
        return request.has("before")
                ? OptionalLong.of(request.integer("before", 1, Request.MAX_INTEGER))
                : OptionalLong.empty();
    }

    /** Makes a page of what fits: the oldest if it goes forward, else the newest. */
    private static String page(String id, String channel, Hub.Page page, boolean forward) {
        List<Publication> all = page.publications();
        int from = 0;
        int to = all.size();
        long bytes = 0;
        if (forward) {
            for (to = 0; to < all.size() && fits(bytes, to > 0); to++) {
                bytes += all.get(to).weight();
            }
        } else {
            for (from = all.size(); from > 0 && fits(bytes, from < all.size()); from--) {
                bytes += all.get(from - 1).weight();
            }
        }
        boolean more = from < to
                && (forward
                        ? all.get(to - 1).offset() < page.top().offset()
                        : all.get(from).offset() > page.first());
        return ServerMessages.history(id, channel, page, from, to, more);
    }

    private static boolean fits(long bytes, boolean one) {
        return !one || bytes < MAX_PAGE;
    }

    private RequestException refused(HubError error) {
        return switch (error) {
            case TOO_MANY_CHANNELS ->
                new RequestException(ErrorCode.TOO_MANY_CHANNELS, "the server has all channels that it may have");
            case FUTURE_POSITION ->
                new RequestException(
                        ErrorCode.FUTURE_POSITION, "\"since\" is after the last message: subscribe without it");
            case MESSAGE_ID_REUSED ->
                new RequestException(ErrorCode.MID_REUSED, "that \"mid\" was used for other data");
            case MESSAGE_ID_FORGOTTEN ->
                new RequestException(
                        ErrorCode.MID_FORGOTTEN, "that \"mid\" is so old that it may have been published already");
            case LOG_UNAVAILABLE ->
                new RequestException(ErrorCode.UNAVAILABLE, "what keeps the channel cannot be reached, try again");
            case NAME_TAKEN, CHANNEL_FULL -> new RequestException(ErrorCode.INTERNAL, ""); // said to members alone
        };
    }
}
