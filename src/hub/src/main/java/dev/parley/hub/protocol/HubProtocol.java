package dev.parley.hub.protocol;

import dev.parley.hub.Disconnect;
import dev.parley.hub.Hub;
import dev.parley.hub.access.Access;
import dev.parley.hub.access.Login;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import dev.parley.hub.spi.RemoteMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * The client protocol {@code parley.v1.json} on the channels of a hub: what the sessions of all connections share. Safe
 * for any thread.
 */
public final class HubProtocol {
    /** Name of the subprotocol (RFC 6455 section 1.9). */
    public static final String SUBPROTOCOL = "parley.v1.json";

    /** Version in {@code hello}. */
    static final int VERSION = 1;

    private static final int ID_BYTES = 16;
    private static final int LEAST_SPREAD = 300;
    private static final int MOST_SPREAD = 10_000;

    private final Channels channels;
    private final ProtocolLimits limits;
    private final String node;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final JsonText json;
    private final MethodCommands methods;
    private final Map<String, Command> commands = new HashMap<>(); // not changed after the constructor
    private final ConcurrentHashMap<String, ClientSession> sessions = new ConcurrentHashMap<>(); // by sid
    private final Map<ErrorCode, LongAdder> refusals =
            new EnumMap<>(ErrorCode.class); // not changed after the constructor
    private final Map<Begun, LongAdder> begun = new EnumMap<>(Begun.class); // not changed after the constructor
    private final Object mode = new Object(); // held to tell of it, so that nobody is told the last one first
    private volatile boolean degraded; // written under mode

    /**
     * Begins without sessions.
     *
     * @param channels those that clients may use
     * @param node names this server to clients
     * @param clock for the time in messages
     * @param random for the names of sessions: unpredictable, safe for any thread
     */
    public HubProtocol(
            Channels channels, ProtocolLimits limits, String node, InstantSource clock, RandomGenerator random) {
        this.channels = channels;
        this.limits = limits;
        this.node = node;
        this.clock = clock;
        this.random = random;
        this.json = new JsonText(limits.depth());
        this.methods = new MethodCommands(json, limits.message());
        for (ErrorCode code : ErrorCode.values()) {
            refusals.put(code, new LongAdder());
        }
        for (Begun how : Begun.values()) {
            begun.put(how, new LongAdder());
        }
        PresenceCommands presence = new PresenceCommands(this, channels);
        LogCommands log = new LogCommands(this, presence);
        StateCommands state = new StateCommands(this, channels.states(), presence);
        commands.put("sub", byKind(log::subscribe, state::subscribe));
        commands.put("unsub", log::unsubscribe);
        commands.put("pub", byKind(log::publish, state::publish));
        commands.put("hist", byKind(log::history, HubProtocol::keepsNoMessages));
        commands.put("ack", byKind(log::acknowledge, HubProtocol::keepsNoMessages));
        commands.put("pres", presence::list);
        commands.put("me", presence::tell);
        commands.put("typing", presence::typing);
        commands.put("rpc", methods::call);
        commands.put("refresh", LoginCommands::refresh);
        commands.put(
                "ping",
                (session, request) -> session.reply(ServerMessages.pong(request.idOrNothing(), clock.millis())));
    }

    /** Makes a command that is another one for each kind of channel. */
    private Command byKind(Command log, Command state) {
        return (session, request) -> {
            (channels.isLog(request.channel()) ? log : state).run(session, request);
        };
    }

    private static void keepsNoMessages(ClientSession session, Request request) throws RequestException {
        throw new RequestException(ErrorCode.WRONG_KIND, "the channel keeps values, not messages: subscribe to it");
    }

    /** Begins a session for a connection that has just been opened, for a stranger who may do everything. */
    public ClientSession open(ClientConnection connection, long nowNanos) {
        return open(connection, Access.open(clock).login(Optional.empty(), ""), nowNanos);
    }

    /** Begins a session for a connection that has just been opened. */
    public ClientSession open(ClientConnection connection, Login login, long nowNanos) {
        ClientSession session = new ClientSession(this, connection, login, nowNanos);
        login.opened(reason -> session.end(Disconnect.ENDED, reason), connection::readOn);
        return session;
    }

    /**
     * Adds a method of the application, which clients call by {@code rpc}.
     *
     * @param name what it is called, not blank
     * @return takes it away again
     * @throws IllegalStateException if there is one of that name
     */
    public Runnable method(String name, RemoteMethod method) {
        return methods.add(name, method);
    }

    /** Gives up calls that no method answers; to be called twice a second. */
    public void sweep() {
        methods.sweep();
    }

    /** Returns how many calls of methods are not answered yet. */
    public int calls() {
        return methods.open();
    }

    /** Returns the length in bytes beyond which a connection must not take messages from clients. */
    public int maxMessageSize() {
        return limits.message();
    }

    /** Returns how many sessions have said hello and are not over. */
    public int sessions() {
        return sessions.size();
    }

    boolean keepsValues(String channel) {
        return channels.isState(channel);
    }

    Hub hub() {
        return channels.logs();
    }

    /** Returns how many requests were refused with this code. */
    public long refusals(ErrorCode code) {
        LongAdder counted = refusals.get(code);
        return counted == null ? 0 : counted.sum();
    }

    /** How clients came to their session. */
    public enum Begun {
        /** They had none before. */
        NEW,
        /** They took their own over from a connection that seemed to be open. */
        RESUMED,
        /** They had one that there is not any more, since its connection was over; or say so. */
        RETURNED
    }

    /** Returns how many clients came so to their session. */
    public long begun(Begun how) {
        LongAdder counted = begun.get(how);
        return counted == null ? 0 : counted.sum();
    }

    private void count(Begun how) {
        LongAdder counted = begun.get(how);
        if (counted != null) {
            counted.increment();
        }
    }

    void refused(ErrorCode code) {
        LongAdder counted = refusals.get(code);
        if (counted != null) {
            counted.increment();
        }
    }

    ProtocolLimits limits() {
        return limits;
    }

    InstantSource clock() {
        return clock;
    }

    Optional<Command> command(String type) {
        return Optional.ofNullable(commands.get(type));
    }

    List<Parsed> read(String text) {
        return json.readAll(text, limits.batch());
    }

    Request request(Parsed parsed) {
        return new Request(parsed, json);
    }

    /** Returns a channel's name that a request gave. */
    String channel(Request request) throws RequestException {
        String channel = request.channel();
        channels.check(channel);
        return channel;
    }

    /** Returns the name that a request gave of a channel that will be made if it is not there, which the client may be let do. */
    String channelToUse(ClientSession session, Request request) throws RequestException {
        String channel = channel(request);
        if (!channels.has(channel)) {
            Optional<String> tooMany = session.login().make(channel);
            if (tooMany.isPresent()) {
                throw new RequestException(ErrorCode.TOO_MANY_CHANNELS, tooMany.get());
            }
        }
        return channel;
    }

    /**
     * Registers a session: as the one that it continues, or under a new id.
     *
     * @param sid id that the client asks for, nothing if it has none
     * @return the id
     */
    String register(ClientSession session, String sid) {
        ClientSession old = sessions.get(sid);
        if (old != null && old.isOfSameClient(session) && sessions.replace(sid, old, session)) {
            count(Begun.RESUMED);
            old.takenOver();
            return sid;
        }
        count(sid.isEmpty() ? Begun.NEW : Begun.RETURNED);
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String fresh = HexFormat.of().formatHex(bytes);
        sessions.put(fresh, session);
        return fresh;
    }

    /**
     * Tells every client, those that come later too, whether something is out of order for a while: messages may be
     * refused, and subscriptions; what is subscribed stays. To be called when that changes.
     */
    public void degraded(boolean is) {
        synchronized (mode) {
            if (degraded == is) {
                return;
            }
            degraded = is;
            sessions.values().forEach(session -> session.reply(ServerMessages.mode(is)));
        }
    }

    /** Tells a client that has just been registered, if there is something to tell. */
    void tellMode(ClientSession session) {
        if (degraded) {
            synchronized (mode) {
                if (degraded) { // else it has been told otherwise meanwhile
                    session.reply(ServerMessages.mode(true));
                }
            }
        }
    }

    /**
     * The end of one session when the server goes. Immutable.
     *
     * @param after when it is to come
     * @param end brings it about, once, on any thread
     */
    public record Farewell(Duration after, Runnable end) {}

    /**
     * Tells every client that the server goes, and when: each at its own time, so that they do not all come back at once.
     *
     * @param most time over which to spread the ends; with few clients it is shorter
     * @param url where they are to connect then; empty: where they did
     * @return how to end the sessions, the first one first
     */
    public List<Farewell> drain(Duration most, Optional<String> url) {
        List<ClientSession> all = new ArrayList<>(sessions.values());
        long spread = Math.min(most.toMillis(), spread());
        List<Farewell> farewells = new ArrayList<>(all.size());
        for (ClientSession session : all) {
            long after = spread * (farewells.size() + 1) / all.size();
            session.reply(ServerMessages.drain(after, url));
            farewells.add(new Farewell(
                    Duration.ofMillis(after),
                    () -> session.end(Disconnect.SERVICE_RESTART, Disconnect.SERVICE_RESTART.reason())));
        }
        return farewells;
    }

    void unregister(ClientSession session, String sid) {
        sessions.remove(sid, session);
    }

    String welcome(ClientSession session) {
        return "{\"t\":\"welcome\",\"sid\":\"" + session.sid() + "\",\"cid\":\"" + session.cid() + "\",\"user\":"
                + JsonText.quote(session.user()) + ",\"node\":" + JsonText.quote(node) + ",\"ping\":"
                + limits.ping().toMillis() + ",\"dead\":" + limits.dead().toMillis() + ",\"spread\":" + spread()
                + ",\"limits\":{\"message\":" + limits.message() + ",\"batch\":" + limits.batch() + ",\"depth\":"
                + limits.depth() + ",\"channels\":" + limits.subscriptions() + ",\"recovery\":" + limits.recovery()
                + "},\"now\":" + clock.millis() + LoginCommands.expires(session) + "}";
    }

    /** Returns the milliseconds over which clients should come back after a crash of this node: 1,000 in a second. */
    private int spread() {
        return Math.min(MOST_SPREAD, Math.max(LEAST_SPREAD, sessions.size()));
    }
}
