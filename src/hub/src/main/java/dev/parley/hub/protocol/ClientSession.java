package dev.parley.hub.protocol;

import dev.parley.hub.Disconnect;
import dev.parley.hub.Format;
import dev.parley.hub.PublisherHold;
import dev.parley.hub.access.Login;
import dev.parley.hub.json.Parsed;
import dev.parley.hub.spi.Outbound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One client on one connection, from open to end. Messages come on one thread at a time; everything else may be called
 * on any.
 *
 * <p>Before {@code hello} there is only a deadline. After it, the session is known by its {@code sid}: a later
 * connection of the same client that names it takes it over, and this one is over at that moment, whatever its socket
 * believes: it takes no more messages and is sent no more data.
 */
public final class ClientSession {
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._~-]{16,64}");
    private static final int LONGEST_BATCH = 32 << 10;

    private final HubProtocol protocol;
    private final ClientConnection connection;
    private final Login login;
    private final Feed feed;
    private final long openedNanos;

    private volatile String cid = ""; // empty before hello
    private volatile String sid = "";
    private volatile boolean patches;
    private volatile boolean asked; // whether it is there, and it has not answered yet
    private final Object lock = new Object();
    private final Map<String, Attached> attached = new LinkedHashMap<>(0); // guarded by lock; by channel
    private long numbers; // guarded by lock; subscriptions ever made
    private @Nullable List<Outbound> answers; // guarded by lock; those to a batch, while it is read
    private volatile boolean over; // written under lock
    private final PublisherHold hold;

    ClientSession(HubProtocol protocol, ClientConnection connection, Login login, long openedNanos) {
        this.protocol = protocol;
        this.connection = connection;
        this.login = login;
        this.feed = new Feed(connection);
        this.openedNanos = openedNanos;
        this.hold = new PublisherHold(protocol.hub(), connection::readOn);
    }

    /** Takes a message: one JSON object, or an array of them. */
    public void message(String text) {
        List<Parsed> all = protocol.read(text);
        boolean gathers = all.size() > 1 && feed.batchBytes() > 0;
        if (gathers) {
            synchronized (lock) {
                answers = new ArrayList<>();
            }
        }
        try {
            for (Parsed parsed : all) {
                if (isOver()) {
                    return;
                }
                handle(protocol.request(parsed), parsed);
            }
        } finally {
            if (gathers) {
                answer();
            }
        }
    }

    /** Sends the answers to a batch as one. */
    private void answer() {
        List<Outbound> all;
        synchronized (lock) {
            all = answers == null ? List.of() : answers;
            answers = null;
        }
        if (!all.isEmpty() && !isOver()) {
            int bytes = all.stream().mapToInt(Outbound::size).sum();
            connection.reply(all.size() == 1 ? all.get(0) : encoding().join(all, bytes));
        }
    }

    /** Takes a message that is not text and not UTF-8. */
    public void garbage() {
        if (!isOver()) {
            refuse("", new RequestException(ErrorCode.MALFORMED, "binary messages are JSON as UTF-8"));
        }
    }

    private void handle(Request request, Parsed parsed) {
        try {
            if (!isAnswer(request)) {
                Permission.pace(login, request);
            }
            if (parsed instanceof Parsed.Malformed malformed) {
                throw new RequestException(ErrorCode.of(malformed.fault()), malformed.reason());
            }
            handle(request.string("t"), request);
        } catch (RequestException e) {
            refuse(request.idOrNothing(), e);
        }
    }

    /** Returns whether a message is the first answer to a question of ours; any other {@code pong} counts as a message. */
    private boolean isAnswer(Request request) {
        boolean answer = asked && request.is("pong");
        if (answer) {
            asked = false;
        }
        return answer;
    }

    private void handle(String type, Request request) throws RequestException {
        switch (type) {
            case "hello" -> hello(request);
            case "pong" -> {} // the connection has seen that something came
            case "bye" -> {
                answer(); // what the same batch asked for before
                connection.disconnect(Disconnect.NORMAL, Disconnect.NORMAL.reason());
            }
            default -> {
                Optional<Command> command = protocol.command(type);
                if (cid.isEmpty()) {
                    throw new RequestException(ErrorCode.HELLO_FIRST, "say hello first");
                } else if (command.isPresent()) {
                    Permission.check(this, type, request);
                    command.get().run(this, request);
                } else if (!request.idOrNothing().isEmpty()) { // somebody waits for an answer
                    throw new RequestException(ErrorCode.UNKNOWN_TYPE, "no request has this \"t\"");
                }
            }
        }
    }

    private void hello(Request request) throws RequestException {
        if (!cid.isEmpty()) {
            throw new RequestException(ErrorCode.HELLO_AGAIN, "hello was said already");
        }
        if (request.integer("v", 0, Request.MAX_INTEGER) != HubProtocol.VERSION) {
            refuse(
                    request.idOrNothing(),
                    new RequestException(ErrorCode.BAD_VERSION, "\"v\" is " + HubProtocol.VERSION));
            end(Disconnect.BAD_PROTOCOL, "version " + HubProtocol.VERSION + " is spoken");
            return;
        }
        String client = request.string("cid");
        if (!CLIENT_ID.matcher(client).matches()) {
            throw new RequestException(
                    ErrorCode.MALFORMED, "\"cid\" has 16 to 64 characters: letters A-Z, digits and . _ ~ -");
        }
        String resumed = request.has("sid") ? request.string("sid") : "";
        if (!LoginCommands.begin(this, request, client)) {
            return;
        }
        boolean binary = request.lists("caps", "binary");
        int longest = binary ? LONGEST_BATCH : Math.min(LONGEST_BATCH, connection.longestText());
        feed.begin(binary ? Encoding.BINARY : Encoding.TEXT, request.lists("caps", "batch") ? longest : 0);
        patches = request.lists("caps", "delta");
        begin(client, resumed);
    }

    private void begin(String client, String resumed) {
        cid = client;
        sid = protocol.register(this, resumed);
        if (over) { // ended meanwhile
            protocol.unregister(this, sid);
        }
        reply(protocol.welcome(this));
        protocol.tellMode(this);
    }

    /** Looks after the session; to be called often compared to the time that hello may take. */
    public void sweep(long nowNanos) {
        if (cid.isEmpty()
                && !isOver()
                && nowNanos - openedNanos >= protocol.limits().hello().toNanos()) {
            end(Disconnect.NO_HELLO, Disconnect.NO_HELLO.reason());
        } else if (!isOver()) {
            LoginCommands.sweep(this);
        }
    }

    /** Returns the question whether the client is there. */
    public Outbound ping() {
        asked = true;
        return encoding().of(ServerMessages.ping(protocol.clock().millis()));
    }

    /** The connection has room again. */
    public void ready() {
        feed.ready();
    }

    /** The connection is over. */
    public void ended() {
        List<Attached> all;
        synchronized (lock) {
            over = true;
            all = new ArrayList<>(attached.values());
            attached.clear();
        }
        login.closed();
        if (!sid.isEmpty()) {
            protocol.unregister(this, sid);
        }
        all.forEach(Attached::close);
    }

    /** Another connection continues this session. */
    void takenOver() {
        ended();
        connection.disconnect(Disconnect.TAKEN_OVER, Disconnect.TAKEN_OVER.reason());
    }

    /** Ends the connection, and says so in a message too. */
    void end(Disconnect why, String reason) {
        reply(ServerMessages.bye(why, reason));
        answer();
        connection.disconnect(why, reason);
    }

    boolean isOver() {
        return over || connection.isOver();
    }

    boolean isOfSameClient(ClientSession other) {
        return cid.equals(other.cid) && user().equals(other.user());
    }

    Login login() {
        return login;
    }

    String cid() {
        return cid;
    }

    String sid() {
        return sid;
    }

    /** Returns what others know the client by. */
    String user() {
        return login.identity().name();
    }

    /** Returns what its messages are known by, so that a repeated one is known. */
    String publisher() {
        return login.publisher(cid);
    }

    /** Returns whether the channel is one of values, not of messages. */
    boolean keepsValues(String channel) {
        return protocol.keepsValues(channel);
    }

    Encoding encoding() {
        return feed.encoding();
    }

    /** Returns the format of what state channels tell. */
    Format stateFormat() {
        if (!patches) {
            return encoding();
        }
        return encoding() == Encoding.TEXT ? PatchEncoding.TEXT : PatchEncoding.BINARY;
    }

    /** Returns the length of arrays that the client takes, in bytes; 0: it takes none. */
    int batchBytes() {
        return feed.batchBytes();
    }

    /** Offers data of what the client follows; {@code false}: it has no room, and {@code from} will be resumed. */
    boolean offer(Attached from, Outbound message) {
        return !isOver() && feed.offer(from, message);
    }

    /** Adds a long answer behind the data that waits; {@code false} if there is no room. */
    boolean queue(String json) {
        return !isOver() && connection.queue(encoding().of(json));
    }

    /**
     * Returns whether the client publishes faster than others can read, or than it may: then its connection should not be
     * read from, until {@link ClientConnection#readOn()}; to be asked after each message.
     */
    public boolean isHeld() {
        return hold.isHeld() || login.isHeld();
    }

    /** Something was published in a channel: is it too much? */
    void published(String channel) {
        hold.published(channel);
    }

    /** Answers a request. */
    void reply(String json) {
        Outbound message = encoding().of(json);
        synchronized (lock) {
            if (answers != null) {
                answers.add(message);
                return;
            }
        }
        if (!isOver()) {
            connection.reply(message);
        }
    }

    /** Answers behind the data that waits. */
    void replyInOrder(String json) {
        if (!isOver()) {
            feed.answerInOrder(encoding().of(json));
        }
    }

    /** Refuses a request; {@code id} is empty if it had none. */
    void refuse(String id, RequestException why) {
        protocol.refused(why.code());
        if (why.code().isLimit()) {
            login.offended(why.reason());
        }
        reply(ServerMessages.error(id, why));
    }

    /** Makes room for a subscription; returns its number, which rises. */
    long attach(String channel, Attached subscription) throws RequestException {
        synchronized (lock) {
            if (attached.containsKey(channel)) {
                throw new RequestException(ErrorCode.ALREADY_SUBSCRIBED, "already subscribed to " + channel);
            }
            int most = protocol.limits().subscriptions();
            if (attached.size() >= most) {
                throw new RequestException(
                        ErrorCode.TOO_MANY_SUBSCRIPTIONS, "a connection has at most " + most + " subscriptions");
            }
            attached.put(channel, subscription);
            return ++numbers;
        }
    }

    /** Closes a subscription that was made while the session ended. */
    void closeIfOver(Attached subscription) {
        if (over) {
            subscription.close();
        }
    }

    Optional<Attached> attached(String channel) {
        synchronized (lock) {
            return Optional.ofNullable(attached.get(channel));
        }
    }

    Optional<Attached> detach(String channel) {
        synchronized (lock) {
            return Optional.ofNullable(attached.remove(channel));
        }
    }

    boolean detach(String channel, Attached subscription) {
        synchronized (lock) {
            return attached.remove(channel, subscription);
        }
    }

    /** Ends the subscriptions to channels that the client may follow no longer. */
    void revoke() {
        Map<String, Attached> lost;
        synchronized (lock) {
            lost = new LinkedHashMap<>(attached);
        }
        lost.entrySet().removeIf(each -> Permission.holds(login, each.getKey(), each.getValue()));
        for (String channel : lost.keySet()) {
            detach(channel).ifPresent(Attached::close);
            replyInOrder(ServerMessages.unsubscribed(channel, ErrorCode.FORBIDDEN, "you may follow it no longer"));
        }
    }

    /** A subscription has failed; the client is told that it has ended. */
    void lost(String channel, Attached subscription, ErrorCode code, String reason) {
        if (detach(channel, subscription)) {
            subscription.close(); // what goes with it has not failed, but ends
            replyInOrder(ServerMessages.unsubscribed(channel, code, reason));
        }
    }
}
