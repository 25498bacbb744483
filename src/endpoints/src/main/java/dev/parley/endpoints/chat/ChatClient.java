package dev.parley.endpoints.chat;

import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.ConnectionListener;
import dev.parley.endpoints.session.TextMessages;
import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Delivery;
import dev.parley.hub.Disconnect;
import dev.parley.hub.Hub;
import dev.parley.hub.HubError;
import dev.parley.hub.Membership;
import dev.parley.hub.PublisherHold;
import dev.parley.hub.Subscriber;
import dev.parley.hub.access.Deed;
import dev.parley.hub.access.Excess;
import dev.parley.hub.access.Login;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Authorizer.Decision;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.TokenVerifier;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a chat room: a member of it between {@code join} and {@code leave}. What comes from the client is
 * confined to the thread that delivers messages; what the room delivers may come on any thread.
 */
public final class ChatClient implements ConnectionListener {
    private static final Logger LOG = System.getLogger(ChatClient.class.getName());
    private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final String ROOM_RULE = "a room has 1 to 64 characters: letters A-Z, digits and . _ ~ -";
    private static final String CHANNELS = "chat:";

    private final Chat chat;
    private final String room;
    private final Login login;
    private final TextMessages messages;
    private final Object lock = new Object();
    private volatile @Nullable Connection opened; // null until it is open
    private @Nullable Membership subscription; // guarded by lock
    private boolean over; // guarded by lock
    private boolean answered; // whether the last pong answered a ping; confined to the thread that delivers messages
    private final PublisherHold hold;

    /** Begins outside of {@code room}, whose name is checked when the connection opens. */
    public ChatClient(Chat chat, String room, Login login) {
        this.chat = chat;
        this.room = room;
        this.login = login;
        this.messages = new TextMessages(chat.settings().maxMessageSize());
        this.hold = new PublisherHold(chat.hub(), this::readOn);
    }

    /** The connection is open. */
    public void opened(Connection connection) {
        opened = connection;
        login.opened(reason -> connection.disconnect(Disconnect.ENDED, reason), connection::readOn);
        if (connection.isOver()) { // ended meanwhile
            login.closed();
        }
        if (!ROOM.matcher(room).matches()) {
            refuse(connection, "bad-room", ROOM_RULE, Optional.empty());
            connection.disconnect(Disconnect.BAD_CHANNEL, ROOM_RULE);
        }
    }

    /** Takes a part of a text message. */
    public void text(Connection connection, String part, boolean last) {
        messages.add(connection, part, last).ifPresent(message -> {
            handle(connection, chat.decode(message));
            connection.holdBack();
        });
    }

    /** Answers a message that is not text. */
    public void binary(Connection connection, boolean last) {
        connection.received();
        if (last && !connection.isOver()) {
            refuse(connection, "malformed", "messages are text, not binary", Optional.empty());
            connection.holdBack();
        }
    }

    @Override
    public void ready() {
        Membership current = current();
        if (current != null) {
            current.resume();
        }
    }

    @Override
    public void ended() {
        synchronized (lock) {
            over = true;
        }
        login.closed();
        if (leave().isPresent()) {
            LOG.log(Level.DEBUG, () -> "a member left " + CHANNELS + room + " with its connection");
        }
    }

    private void handle(Connection connection, ChatRequest request) {
        Optional<String> id = request instanceof ChatRequest.Say say ? say.id() : Optional.empty();
        Optional<Excess> excess = login.count(Deed.REQUEST);
        if (excess.isEmpty() && request instanceof ChatRequest.Say) {
            excess = login.count(Deed.PUBLISH);
        }
        if (excess.isPresent()) {
            connection.reply(chat.encode(new ChatEvent.Limited(excess.get(), id)));
        } else if (request instanceof ChatRequest.Malformed malformed) {
            refuse(connection, malformed.code(), malformed.reason(), malformed.id());
        } else if (login.isExpired()
                && !(request instanceof ChatRequest.Join || request instanceof ChatRequest.Refresh)) {
            refuse(connection, "token-expired", "the token has expired", id);
        } else if (request instanceof ChatRequest.Join join) {
            join(connection, join);
        } else if (request instanceof ChatRequest.Refresh refresh) {
            refresh(connection, refresh.token());
        } else if (current() == null) {
            refuse(connection, "not-joined", "join the room first", id);
        } else if (request instanceof ChatRequest.Say say) {
            say(connection, say);
        } else if (request instanceof ChatRequest.Typing typing) {
            Membership current = current();
            if (current != null) {
                current.typing(typing.on());
            }
        } else {
            goOut(connection);
        }
    }

    private void goOut(Connection connection) {
        leave().ifPresent(name ->
                connection.replyInOrder(chat.encode(new ChatEvent.Happened(new ChannelEvent.Left(name)))));
    }

    private void join(Connection connection, ChatRequest.Join join) {
        if (current() != null) {
            refuse(connection, "already-joined", "leave the room first", Optional.empty());
            return;
        }
        Optional<TokenVerifier.Refused> refused =
                join.token().isEmpty() ? Optional.empty() : login.begin("", join.token());
        Identity who = login.identity();
        Optional<Nickname> name = Nickname.of(who.isStranger() ? join.name() : who.name());
        if (refused.isPresent()) {
            refuse(connection, refused.get());
            return;
        }
        Optional<String> crowded = login.crowded();
        if (crowded.isPresent()) {
            tooMany(connection, "too-many-connections", crowded.get());
            connection.disconnect(Disconnect.TRY_AGAIN_LATER, crowded.get());
            return;
        }
        Decision entry = entry();
        if (!entry.allowed()) {
            forbid(connection, entry, "enter this room", Optional.empty());
        } else if (name.isEmpty()) {
            refuse(connection, "bad-name", Nickname.RULE, Optional.empty());
        } else if (mayMakeRoom(connection)) {
            Hub.Subscribed subscribed = chat.hub()
                    .subscribe(
                            CHANNELS + room,
                            name.get().shown(),
                            name.get().key(),
                            login.may(Action.HISTORY, CHANNELS + room)
                                    ? chat.settings().welcomeHistory()
                                    : 0,
                            new Receiver(chat, connection));
            if (subscribed instanceof Hub.Accepted accepted) {
                joined(connection, accepted);
            } else {
                refuse(connection, ((Hub.Rejected) subscribed).error());
            }
        }
    }

    private boolean mayMakeRoom(Connection connection) {
        Optional<String> tooMany = chat.hub().has(CHANNELS + room) ? Optional.empty() : login.make(CHANNELS + room);
        tooMany.ifPresent(reason -> tooMany(connection, "too-many-rooms", reason));
        return tooMany.isEmpty();
    }

    /** Takes a pong; one that answers nothing counts as a message. */
    public void pong(Connection connection, ByteBuffer payload) {
        answered = false;
        connection.pong(payload);
        if (!answered && login.count(Deed.REQUEST).isPresent()) {
            connection.holdBack();
        }
    }

    @Override
    public void roundTrip(Duration time) {
        answered = true;
    }

    private Decision entry() {
        Decision subscribe = login.decide(Attempt.of(Action.SUBSCRIBE, CHANNELS + room));
        return subscribe.allowed() ? login.decide(Attempt.of(Action.PRESENCE, CHANNELS + room)) : subscribe;
    }

    private void joined(Connection connection, Hub.Accepted accepted) {
        Membership joined = accepted.subscription();
        boolean tooLate;
        synchronized (lock) {
            tooLate = over;
            subscription = tooLate ? null : joined;
        }
        if (tooLate) { // the connection ended meanwhile
            joined.close();
            return;
        }
        connection.replyInOrder(chat.encode(new ChatEvent.Welcome(
                room, joined.member(), accepted.position(), accepted.members(), chat.welcome(accepted.history()))));
        joined.start();
    }

    /** Takes what the room delivers to the connection. */
    private record Receiver(Chat chat, Connection connection) implements Subscriber {
        @Override
        public boolean accept(Delivery delivery) {
            return !connection.isOver() && connection.offer(delivery.as(chat.format()));
        }

        @Override
        public void failed(Throwable cause) {
            connection.disconnect(Disconnect.INTERNAL_ERROR);
        }
    }

    private void say(Connection connection, ChatRequest.Say say) {
        Membership current = current();
        if (say.text().isBlank()) {
            refuse(connection, "bad-text", "a text is not empty or blank", say.id());
            return;
        }
        String data = ChatData.of(say.text());
        Decision decision = login.decide(Attempt.publish(CHANNELS + room, data));
        if (!decision.allowed()) {
            forbid(connection, decision, "say something here", say.id());
        } else if (current == null
                || !current.publish(say.id(), data, appended -> said(connection, say.id(), appended))) {
            refuse(connection, "not-joined", "join the room first", say.id());
        }
    }

    /** Tells the member if the others may not see what it said; that they do, it sees itself. */
    private void said(Connection connection, Optional<String> id, Appended appended) {
        if (!(appended instanceof Appended.New)) {
            refuse(connection, "unavailable", "it may not have been stored, try again later", id);
        } else {
            hold.published(CHANNELS + room); // the client waits if the others cannot read as fast as it says things
        }
    }

    private void readOn() {
        Connection connection = opened;
        if (connection != null) {
            connection.readOn();
        }
    }

    @Override
    public boolean isHeld() {
        return hold.isHeld() || login.isHeld();
    }

    /** Leaves the room; returns the name that the member had there. */
    private Optional<String> leave() {
        Membership left;
        synchronized (lock) {
            left = subscription;
            subscription = null;
        }
        if (left == null) {
            return Optional.empty();
        }
        left.close();
        return Optional.of(left.member());
    }

    private @Nullable Membership current() {
        synchronized (lock) {
            return subscription;
        }
    }

    /** Takes a new token of the same user; one who may be here no longer leaves. */
    private void refresh(Connection connection, String token) {
        Optional<TokenVerifier.Refused> refused = login.renew(token);
        if (refused.isPresent()) {
            refuse(connection, refused.get());
            return;
        }
        connection.reply(chat.encode(new ChatEvent.Refreshed(login.leftMillis())));
        if (!login.may(Action.SUBSCRIBE, CHANNELS + room)) {
            goOut(connection);
        }
    }

    @Override
    public void swept(long nowNanos) {
        Connection connection = opened;
        if (connection == null) {
            return;
        }
        switch (login.due()) {
            case NOTHING -> {}
            case NOTICE -> connection.reply(chat.encode(new ChatEvent.Expiring(login.leftMillis())));
            case END -> connection.disconnect(Disconnect.TOKEN_EXPIRED);
        }
    }

    private void forbid(Connection connection, Decision decision, String what, Optional<String> id) {
        String who =
                login.identity().isStranger() ? "strangers" : login.identity().name();
        String reason = decision.reason().isEmpty() ? who + " may not " + what : decision.reason();
        refuse(connection, "forbidden", reason, id);
    }

    private void refuse(Connection connection, TokenVerifier.Refused refused) {
        String code = switch (refused.why()) {
            case BAD -> "bad-token";
            case EXPIRED -> "token-expired";
            case LATER -> "key-pending";
        };
        refuse(connection, code, refused.reason(), Optional.empty());
    }

    private void refuse(Connection connection, HubError error) {
        switch (error) {
            case NAME_TAKEN -> refuse(connection, "name-taken", "another member has that name", Optional.empty());
            case CHANNEL_FULL ->
                tooMany(
                        connection,
                        "room-full",
                        "the room has all " + chat.settings().maxMembers() + " members it may have");
            default -> // too many channels; the rest is not said to members
                tooMany(connection, "too-many-rooms", "there are too many rooms, try again later");
        }
    }

    private void tooMany(Connection connection, String code, String reason) {
        login.offended(reason);
        refuse(connection, code, reason, Optional.empty());
    }

    private void refuse(Connection connection, String code, String reason, Optional<String> id) {
        connection.reply(chat.encode(new ChatEvent.Refused(code, reason, id)));
    }
}
