package dev.parley.endpoints.session;

import dev.parley.endpoints.handshake.ConnectionControl;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.Outbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A registry in virtual time, whose workers work when told. */
public final class Bench {
    /** Bounds of most tests: 1,000 bytes, 10 messages, a reserve of 500 bytes. */
    public static final Profile PROFILE = new Profile("/test", new Outbox.Bounds(1000, 10, 500));

    private final AtomicLong now = new AtomicLong(-5_000_000_000L); // nanoTime may be negative
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ConnectionRegistry registry;
    private final HeardEvents events = new HeardEvents();
    private volatile boolean inline = true;

    /** Makes a registry with the default settings. */
    public Bench() {
        this(settings(100, 100, 32));
    }

    /** Makes a registry. */
    public Bench(Settings settings) {
        Executor workers = task -> {
            if (inline) {
                task.run();
            } else {
                tasks.add(task);
            }
        };
        registry = new ConnectionRegistry(settings, workers, workers, now::get, new Random(1), events);
    }

    /** Settings with limits of connections, and of threads that may be held. */
    public static Settings settings(int max, int maxPerAddress, int maxHeldThreads) {
        Settings d = Settings.defaults();
        return new Settings(
                d.origins(),
                new Settings.Connections(max, maxPerAddress, 10, Optional.empty(), Optional.empty(), List.of()),
                d.subprotocols(),
                new Settings.Echo(d.echo().maxMessageSize(), d.echo().memory(), true, maxHeldThreads),
                new Settings.Heartbeat(Duration.ofSeconds(20), Duration.ofSeconds(35)),
                d.outbox(),
                d.chat(),
                d.hub(),
                d.store(),
                d.auth(),
                d.rates(),
                d.metrics(),
                d.monitor(),
                d.server());
    }

    /** Settings with so many bytes that may wait for all connections together. */
    static Settings settingsWithMemory(long memory) {
        Settings d = settings(100, 100, 1);
        Settings.Outbox o = d.outbox();
        return new Settings(
                d.origins(),
                d.connections(),
                d.subprotocols(),
                d.echo(),
                d.heartbeat(),
                new Settings.Outbox(o.maxBytes(), o.maxMessages(), memory, o.writeTimeout(), o.closeTimeout()),
                d.chat(),
                d.hub(),
                d.store(),
                d.auth(),
                d.rates(),
                d.metrics(),
                d.monitor(),
                d.server());
    }

    /** Keeps tasks for {@link #work()}, in place of doing them at once. */
    public Bench workersWait() {
        inline = false;
        return this;
    }

    /** Does what the workers have to do. */
    public int work() {
        ArrayDeque<Runnable> due = new ArrayDeque<>();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            due.add(task);
        }
        due.forEach(Runnable::run);
        return due.size();
    }

    /** Returns what was told of connections. */
    HeardEvents events() {
        return events;
    }

    /** Returns the registry. */
    public ConnectionRegistry registry() {
        return registry;
    }

    /** Lets time pass without a sweep. */
    public void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    /** Lets time pass, with a sweep after each second and one at the end. */
    public void sweepFor(Duration time) {
        long end = now.get() + time.toNanos();
        while (end - now.get() > 1_000_000_000L) {
            now.addAndGet(1_000_000_000L);
            registry.sweep();
        }
        now.set(end);
        registry.sweep();
    }

    /** Opens a connection without control of its transport. */
    public Connection open(FakeSession session, ConnectionListener listener) {
        return open(session, listener, PROFILE);
    }

    /** Opens a connection without control of its transport, with its own bounds. */
    public Connection open(FakeSession session, ConnectionListener listener, Profile profile) {
        return registry.open(session.session(), handshake("192.0.2.1", Optional.empty()), profile, listener)
                .orElseThrow();
    }

    /** Opens a connection whose reading can be paused. */
    public Connection open(FakeSession session, ConnectionListener listener, ConnectionControl control) {
        return open(session, listener, PROFILE, control);
    }

    /** Opens a connection whose reading is paused where others hold the thread, with its own bounds. */
    public Connection openPausable(FakeSession session, ConnectionListener listener, Profile profile) {
        return open(session, listener, profile, new ScriptedControl());
    }

    private Connection open(
            FakeSession session, ConnectionListener listener, Profile profile, ConnectionControl control) {
        return registry.open(session.session(), handshake("192.0.2.1", Optional.of(control)), profile, listener)
                .orElseThrow();
    }

    /** Returns a handshake from an address. */
    public static Handshake handshake(String address, Optional<ConnectionControl> control) {
        return new Handshake("/test", "", "example.org", false, Optional.empty(), address, control);
    }
}
