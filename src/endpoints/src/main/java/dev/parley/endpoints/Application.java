package dev.parley.endpoints;

import dev.parley.endpoints.chat.Chat;
import dev.parley.endpoints.echo.MemoryBudget;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.HandshakePolicy;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.handshake.RefusalLog;
import dev.parley.endpoints.hub.HubClient;
import dev.parley.endpoints.identity.JwtVerifier;
import dev.parley.endpoints.local.LocalHub;
import dev.parley.endpoints.local.Policies;
import dev.parley.endpoints.local.Transactions;
import dev.parley.endpoints.metrics.Metrics;
import dev.parley.endpoints.push.Push;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.ConnectionListener;
import dev.parley.endpoints.session.ConnectionRegistry;
import dev.parley.endpoints.session.Profile;
import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.ChannelRule;
import dev.parley.hub.Hub;
import dev.parley.hub.Outbox;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import dev.parley.hub.access.Access;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.access.Login;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.protocol.Channels;
import dev.parley.hub.protocol.HubProtocol;
import dev.parley.hub.protocol.ProtocolLimits;
import dev.parley.hub.spi.TokenVerifier;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One running Parley: what its endpoints share. A servlet container has one for each web application, in the
 * attribute {@value #ATTRIBUTE} of its context; the embedded server has one in all. Safe for any thread.
 */
public final class Application implements AutoCloseable {
    /** Name of the servlet context's attribute that holds the application. */
    public static final String ATTRIBUTE = "dev.parley.application";

    private static final Logger LOG = System.getLogger(Application.class.getName());
    private static final int REPLY_RESERVE = 64 * 1024;
    /** What one read of a container may hold in tiny messages, which all come before it can be paused. */
    private static final int ECHO_RESERVE = 4 * 1024 * 1024;

    private static final Duration ACCESS_SWEEP = Duration.ofSeconds(4); // with four ticks in it
    private static final int NODE_BYTES = 4;
    private static final int MAX_MESSAGES = Integer.MAX_VALUE / 2; // the bytes of each message bound their number
    private static final Duration CHANNEL_SWEEP = Duration.ofSeconds(2); // with four ticks in it
    private static final Duration CHANNEL_IDLE = Duration.ofMinutes(10);

    private final Settings settings;
    private final AppThreads threads;
    private final ConnectionRegistry connections;
    private final HandshakePolicy policy;
    private final RefusalLog refusals = new RefusalLog();
    private final MessageStore store;
    private final Metrics metrics = new Metrics(System::nanoTime);
    private final OffenceLog offences = new OffenceLog(metrics.connections(), System::nanoTime);
    private final Hub hub;
    private final States states;
    private final JsonText json = new JsonText();
    private final Chat chat;
    private final HubProtocol protocol;
    private final Optional<JwtVerifier> tokens;
    private final Access access;
    private final LocalHub local;
    private final MonitorChannel monitor;
    private final Optional<Push> push;
    private final MemoryBudget echoMemory;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Application(Settings settings) {
        this.settings = settings;
        this.tokens = settings.auth().takesTokens()
                ? Optional.of(JwtVerifier.of(settings.auth(), InstantSource.system(), System::nanoTime))
                : Optional.empty();
        Policies policies = new Policies(settings.auth().rules());
        this.access = new Access(
                tokens.isPresent() ? tokens.get() : TokenVerifier.NONE,
                policies,
                InstantSource.system(),
                settings.auth().expiryNotice(),
                new Limiter(settings.rates(), settings.quotas(), System::nanoTime, offences::offended),
                MonitorChannel.channels(settings.monitor(), settings.auth().rules()));
        SecureRandom random = new SecureRandom();
        this.store = MessageStore.open(settings, random, metrics); // first: it may fail
        this.threads = new AppThreads(settings.connections().max());
        this.connections = new ConnectionRegistry(
                settings, threads.workers(), threads.closers(), System::nanoTime, random, offences);
        this.policy = new HandshakePolicy(settings, connections::size, connections::size, System::nanoTime);
        this.hub = new Hub(
                new Hub.Limits(
                        settings.chat().maxRooms(),
                        settings.chat().maxMembers(),
                        settings.chat().historyMessages(),
                        settings.chat().historyBytes(),
                        settings.chat().historyMemory(),
                        CHANNEL_IDLE),
                store.logs(),
                settings.hub().channels(),
                InstantSource.system(),
                random,
                threads.walkers());
        this.states = new States(
                new States.Limits(
                        settings.hub().maxStateChannels(),
                        StateLimits.DEFAULTS,
                        settings.hub().stateMemory(),
                        CHANNEL_IDLE),
                store.states(),
                settings.hub().channels(),
                InstantSource.system(),
                random,
                threads.walkers());
        this.chat = new Chat(hub, settings.chat(), json);
        this.protocol = new HubProtocol(
                new Channels(hub, states, settings.hub().channels()),
                limits(settings),
                node(random),
                InstantSource.system(),
                random);
        if (settings.metrics() == Settings.MetricsAccess.OFF) {
            metrics.leaveMessagesOut();
            hub.traffic().leaveDeliveriesOut();
            states.traffic().leaveDeliveriesOut();
        }
        metrics.watch(access.limiter());
        metrics.watch(connections, hub, states, protocol, this::ready);
        this.echoMemory = new MemoryBudget(settings.echo().memory());
        this.local = new LocalHub(
                new LocalHub.Core(hub, states, this::kind, access, policies, protocol::method),
                new LocalHub.Limits(
                        settings.hub().maxMessageSize(), settings.hub().recovery()),
                threads.applications(),
                Transactions.ofServer());
        this.monitor = new MonitorChannel(access.own(), local::state, metrics::monitor);
        this.push = settings.auth().push().keys().isEmpty()
                ? Optional.empty()
                : Optional.of(new Push(local, settings, System::nanoTime, closed::get, metrics::pushed));
    }

    /** Returns the kind of a channel; empty if there may be none of that name. */
    private Optional<LocalHub.Kind> kind(String channel) {
        return settings.hub()
                .channels()
                .of(channel)
                .map(rule -> rule instanceof ChannelRule.Log ? LocalHub.Kind.MESSAGES : LocalHub.Kind.VALUES);
    }

    private static ProtocolLimits limits(Settings settings) {
        return new ProtocolLimits(
                settings.hub().maxMessageSize(),
                ProtocolLimits.DEFAULTS.batch(),
                ProtocolLimits.DEFAULTS.depth(),
                settings.hub().maxSubscriptions(),
                settings.hub().recovery(),
                settings.hub().helloTimeout(),
                settings.heartbeat().interval(),
                settings.heartbeat().timeout());
    }

    private static String node(SecureRandom random) {
        byte[] bytes = new byte[NODE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Starts an application; its few daemon threads end with {@link #close()}. */
    public static Application start(Settings settings) {
        Application application = new Application(settings);
        application.threads.startSweep(settings.heartbeat().interval(), application.connections::sweep);
        application.threads.startSweep(CHANNEL_SWEEP, application.hub::sweep);
        application.threads.startSweep(CHANNEL_SWEEP, application.states::sweep);
        application.threads.startSweep(CHANNEL_SWEEP, application.metrics::tick);
        application.threads.startSweep(CHANNEL_SWEEP, application.protocol::sweep);
        application.store.listen(usable -> application.protocol.degraded(!usable));
        application.tokens.ifPresent(tokens ->
                application.threads.startSweep(ACCESS_SWEEP, () -> tokens.sweep(application.threads.workers())));
        application.threads.startSweep(ACCESS_SWEEP, application.policy::sweep);
        application.threads.startSweep(ACCESS_SWEEP, application.access.limiter()::sweep);
        application.threads.startSweep(
                ACCESS_SWEEP,
                () -> application
                        .access
                        .limiter()
                        .sweepChannels(name -> application.hub.has(name) || application.states.has(name)));
        application.threads.startSweep(ACCESS_SWEEP, application.monitor::tick);
        LOG.log(Level.DEBUG, "started");
        return application;
    }

    /** Returns the classes of its endpoints, for containers that do not find them by themselves. */
    public static List<Class<?>> endpoints() {
        return List.of(EchoEndpoint.class, HeartbeatEndpoint.class, ChatEndpoint.class, HubEndpoint.class);
    }

    /** Returns whether {@code path}, below the context, belongs to one of the endpoints. */
    public static boolean isEndpoint(String path) {
        return path.equals("/echo") || path.equals("/heartbeat") || path.equals("/hub") || path.startsWith("/chat/");
    }

    /** Returns the settings it was started with. */
    public Settings settings() {
        return settings;
    }

    /**
     * Decides upon an opening handshake and binds decision and handshake to the calling thread until {@link
     * #release()}: the endpoint's configurator, called on the same thread, finds them there. One that is let in counts as
     * a connection from now on.
     *
     * @return why it is refused; empty if it may go on
     */
    public Optional<Refusal> admit(Handshake handshake) {
        Optional<Refusal> refusal = closed.get() ? Optional.of(HandshakePolicy.stopping()) : policy.check(handshake);
        if (refusal.isEmpty() && !connections.reserve(handshake)) {
            refusal = Optional.of(HandshakePolicy.full());
        }
        refusal.map(Refusal::why).ifPresent(metrics::handshakeRefused);
        refusal.flatMap(why -> refusals.line(handshake, why, System.nanoTime()))
                .ifPresent(line -> LOG.log(Level.INFO, line));
        Admission.bind(Admission.of(this, handshake, refusal));
        return refusal;
    }

    /**
     * Undoes the binding that {@link #admit} made on the calling thread; without one it does nothing. If the handshake has
     * not got as far as to be accepted by its endpoint, it counts no longer.
     */
    public static void release() {
        Admission.bound()
                .filter(admission -> !admission.isAccepted())
                .ifPresent(admission -> admission.application().connections.giveBack(admission.handshake()));
        Admission.unbind();
    }

    /** Returns whether it takes connections and messages; {@code false} once {@link #close()} has begun. */
    public boolean ready() {
        return !closed.get() && store.isUsable();
    }

    /** Returns whether messages can be kept where the settings say. */
    public boolean keepsMessages() {
        return store.isUsable();
    }

    /** Returns how many connections are open or about to be. */
    public int connections() {
        return connections.size();
    }

    /** Returns how many channels there are. */
    public int channels() {
        return hub.channels() + states.channels();
    }

    /** Returns how many of the channels keep values. */
    public int stateChannels() {
        return states.channels();
    }

    /** Returns about how many bytes keys, values and members of these channels take. */
    public long stateMemory() {
        return states.memory();
    }

    /**
     * Refuses new connections, ends those of the hub with 1012, each in its turn, closes the others with 1001, waits a
     * bounded time for them, and ends its threads.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Duration patience = settings.outbox().closeTimeout();
        try {
            local.close();
            drain(patience);
            connections.closeAll();
            if (!connections.awaitEmpty(patience)) {
                LOG.log(Level.INFO, () -> connections.size() + " connections did not close within " + patience);
                connections.abandonAll();
            }
        } finally {
            store.close(); // what was taken is written
            threads.close(patience);
            metrics.close();
        }
        LOG.log(Level.DEBUG, "closed");
    }

    /** Waits until the clients of the hub have been ended, each in its turn. */
    private void drain(Duration patience) {
        List<HubProtocol.Farewell> farewells =
                protocol.drain(settings.hub().drain(), settings.hub().drainUrl());
        CountDownLatch left = new CountDownLatch(farewells.size());
        for (HubProtocol.Farewell farewell : farewells) {
            threads.later(farewell.after(), () -> {
                farewell.end().run();
                left.countDown();
            });
        }
        try {
            Duration most = settings.hub().drain().plus(patience);
            if (!left.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, () -> left.getCount() + " connections could not be drained within " + most);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the rest is closed at once
        }
    }

    /** Returns the hub for the application that it is part of. */
    public dev.parley.endpoints.api.Hub local() {
        return local;
    }

    /** Returns what publishes for programs outside; empty if nobody has a key. */
    public Optional<Push> push() {
        return push;
    }

    Chat chat() {
        return chat;
    }

    /** Makes the protocol part of a connection. */
    HubClient hubClient(Login login) {
        return new HubClient(protocol, login, protocol.maxMessageSize());
    }

    /** Returns who may do what, and who is connected: {@link Access#connections} lists a user's connections. */
    public Access access() {
        return access;
    }

    /** Returns its numbers. */
    public Metrics metrics() {
        return metrics;
    }

    /** Returns whether the container's login counts for a handshake. */
    boolean trusts(Handshake handshake) {
        return policy.trusts(handshake);
    }

    JsonText json() {
        return json;
    }

    MemoryBudget echoMemory() {
        return echoMemory;
    }

    /** Opens a connection whose outbox has the bounds of the settings. */
    Optional<Connection> open(Session session, Handshake handshake, String endpoint, ConnectionListener listener) {
        return open(session, handshake, endpoint, false, listener);
    }

    /** Opens a connection for what many get at once. */
    Optional<Connection> openSubscriber(
            Session session, Handshake handshake, String endpoint, ConnectionListener listener) {
        return open(session, handshake, endpoint, true, listener);
    }

    private Optional<Connection> open(
            Session session, Handshake handshake, String endpoint, boolean direct, ConnectionListener listener) {
        Settings.Outbox outbox = settings.outbox();
        Outbox.Bounds bounds = new Outbox.Bounds(outbox.maxBytes(), outbox.maxMessages(), REPLY_RESERVE);
        return connections.open(session, handshake, new Profile(endpoint, bounds, direct), listener);
    }

    /** Opens a connection whose outbox holds a whole message of the echo and what was read behind it. */
    Optional<Connection> openEcho(Session session, Handshake handshake, ConnectionListener listener) {
        int longest = settings.echo().maxMessageSize();
        int held = Math.min(longest, settings.outbox().maxBytes()); // a few who never read must not use up the budget
        Outbox.Bounds bounds = new Outbox.Bounds(held, MAX_MESSAGES, (long) longest + ECHO_RESERVE);
        return connections.open(session, handshake, new Profile("/echo", bounds), listener);
    }
}
