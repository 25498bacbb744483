package dev.parley.hub.protocol;

import dev.parley.hub.StateChange;
import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Deed;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What clients ask of state channels. Stateless. */
final class StateCommands {
    private static final long SHORTEST_LIFE = 500;
    private static final long LONGEST_LIFE = Duration.ofDays(1).toMillis();

    private final HubProtocol protocol;
    private final States states;
    private final PresenceCommands presences;

    StateCommands(HubProtocol protocol, States states, PresenceCommands presences) {
        this.protocol = protocol;
        this.presences = presences;
        this.states = states;
    }

    void subscribe(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String channel = protocol.channelToUse(session, request);
        request.refuse("history", "channels that keep messages");
        Optional<StreamPosition> since = request.position("since", "v");
        Set<String> keys = Set.copyOf(request.strings("keys"));
        PresenceCommands.Wish wish = presences.wish(channel, request);
        StateFeed feed = new StateFeed(session, channel);
        long number = session.attach(channel, feed);
        States.Subscribed subscribed = states.subscribe(channel, feed, since, keys);
        if (subscribed instanceof States.Accepted accepted) {
            feed.placed(accepted.subscription());
            Optional<PresenceFeed> presence = presences.enter(feed, channel, wish);
            session.replyInOrder(StateMessages.subscribed(id, channel, number, accepted.position(), presence));
            accepted.subscription().start();
            presence.ifPresent(PresenceFeed::start);
            session.closeIfOver(feed);
        } else {
            session.detach(channel, feed);
            throw refused(channel, ((States.Rejected) subscribed).why());
        }
    }

    void publish(ClientSession session, Request request) throws RequestException {
        String id = request.id();
        String channel = protocol.channelToUse(session, request);
        long mid = request.integer("mid", 1, Request.MAX_INTEGER);
        StateChange change = lasting(request, change(request).when(condition(request)));
        states.change(channel, change, Optional.of(new MessageId(session.publisher(), mid)), outcome -> {
            if (outcome instanceof Done done) {
                session.reply(StateMessages.done(id, done.version(), false));
            } else if (outcome instanceof Repeated repeated) {
                session.reply(StateMessages.done(id, repeated.version(), true));
            } else {
                session.refuse(id, refused(channel, outcome));
            }
        });
    }

    private RequestException refused(String channel, Outcome outcome) {
        if (outcome instanceof Conflict conflict) {
            return new RequestException(
                    ErrorCode.CONFLICT,
                    conflict.version() == 0
                            ? "nobody knows whether the key has changed since"
                            : "the key has changed at version " + conflict.version());
        }
        return refused(channel, ((Refused) outcome).why());
    }

    private static StateChange change(Request request) throws RequestException {
        String key = request.string("key");
        boolean delete = request.flag("del");
        if ((delete ? 1 : 0) + (request.states("d") ? 1 : 0) + (request.states("patch") ? 1 : 0) != 1) {
            throw new RequestException(
                    ErrorCode.MALFORMED, "one of \"d\", the value, \"patch\", a merge patch, and \"del\":true");
        }
        if (delete) {
            return StateChange.delete(key);
        }
        return request.states("d")
                ? StateChange.set(key, request.value("d"))
                : new StateChange(key, Deed.PATCH, request.value("patch"), new Condition.Always());
    }

    private static StateChange lasting(Request request, StateChange change) throws RequestException {
        return request.has("ttl")
                ? change.lasting(Duration.ofMillis(request.integer("ttl", SHORTEST_LIFE, LONGEST_LIFE)))
                : change;
    }

    private static Condition condition(Request request) throws RequestException {
        if (!request.has("ifVersion")) {
            return new Condition.Always();
        }
        long version = request.integer("ifVersion", 0, Request.MAX_INTEGER);
        return version == 0
                ? new Condition.Absent()
                : new Condition.Unchanged(new StreamPosition(request.epoch("e"), version));
    }

    private RequestException refused(String channel, Why why) {
        StateLimits limits = states.limits(channel);
        return switch (why) {
            case BAD_KEY ->
                new RequestException(
                        ErrorCode.BAD_KEY, "a key has 1 to " + limits.keyBytes() + " bytes of UTF-8, and no U+0000");
            case TOO_MANY_KEYS ->
                new RequestException(
                        ErrorCode.TOO_MANY_KEYS, "a subscription names at most " + limits.readKeys() + " keys");
            case VALUE_TOO_BIG ->
                new RequestException(
                        ErrorCode.VALUE_TOO_BIG, "a value has at most " + limits.valueBytes() + " bytes of UTF-8");
            case FUTURE_VERSION ->
                new RequestException(ErrorCode.FUTURE_POSITION, "\"ifVersion\" is after the last change");
            case MESSAGE_ID_REUSED ->
                new RequestException(ErrorCode.MID_REUSED, "that \"mid\" was used for another change");
            case MESSAGE_ID_FORGOTTEN ->
                new RequestException(
                        ErrorCode.MID_FORGOTTEN, "that \"mid\" is so old that it may have been done already");
            case CHANNEL_FULL ->
                new RequestException(ErrorCode.CHANNEL_FULL, "the channel has all keys or bytes that it may have");
            case MEMORY_FULL -> new RequestException(ErrorCode.MEMORY_FULL, "the server has no memory for more values");
            case TOO_MANY_CHANNELS ->
                new RequestException(ErrorCode.TOO_MANY_CHANNELS, "the server has all channels that it may have");
            case UNAVAILABLE ->
                new RequestException(ErrorCode.UNAVAILABLE, "what keeps the channel cannot be reached, try again");
        };
    }
}
