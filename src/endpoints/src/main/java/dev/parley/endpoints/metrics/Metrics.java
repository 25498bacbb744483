package dev.parley.endpoints.metrics;

import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.push.Push;
import dev.parley.endpoints.session.ConnectionEvents;
import dev.parley.endpoints.session.ConnectionRegistry;
import dev.parley.hub.Hub;
import dev.parley.hub.States;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.protocol.HubProtocol;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.StateStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an application tells of itself in numbers, for Prometheus and for whatever registry is {@link
 * #registry() added}. Safe for any thread.
 *
 * <p>What happens for each message is counted by adders and only read here when somebody asks. No tag has a value that
 * comes from a client, so that their number is bounded.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final ConnectionMeters connections;
    private final Timer stored;
    private final Monitor monitor = new Monitor(prometheus, InstantSource.system());
    private final LongSupplier nanoTime;
    private final Map<Refusal.Why, LongAdder> handshakesRefused =
            new EnumMap<>(Refusal.Why.class); // not changed once made
    private final Map<Push.Outcome, LongAdder> pushes = new EnumMap<>(Push.Outcome.class); // not changed once made

    /** Begins to count; {@code nanoTime} is monotonic. */
    public Metrics(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        registry.add(prometheus);
        this.connections = new ConnectionMeters(registry, nanoTime);
        this.stored = Timer.builder("parley.store.latency")
                .description("from giving a message or a value to the database to its answer")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        for (Refusal.Why why : Refusal.Why.values()) {
            handshakesRefused.put(
                    why,
                    adder("parley.handshakes.refused", "opening handshakes that were refused", "reason", word(why)));
        }
        for (Push.Outcome outcome : Push.Outcome.values()) {
            pushes.put(outcome, adder("parley.pushes", "requests to publish from outside", "outcome", word(outcome)));
        }
    }

    /** Returns what hears of connections. */
    public ConnectionEvents connections() {
        return connections;
    }

    /** Returns {@code logs}, with the time measured that they take to keep a message. */
    public ChannelLogs measured(ChannelLogs logs) {
        return channel -> new MeasuredLog(logs.open(channel), stored, nanoTime);
    }

    /** Returns {@code states}, with the time measured that they take to keep a change. */
    public StateStore measured(StateStore states) {
        return new MeasuredStates(states, stored, nanoTime);
    }

    private LongAdder adder(String name, String description, String tag, String value) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .tag(tag, value)
                .register(registry);
        return adder;
    }

    /** Returns how a constant is called as the value of a tag. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Does not count the messages that pass. To be called before there are any. */
    public void leaveMessagesOut() {
        connections.leaveMessagesOut();
    }

    /** An opening handshake was refused. */
    public void handshakeRefused(Refusal.Why why) {
        increment(handshakesRefused.get(why));
    }

    /** A request to publish from outside was answered. */
    public void pushed(Push.Outcome outcome) {
        increment(pushes.get(outcome));
    }

    private static void increment(@Nullable LongAdder adder) {
        if (adder != null) {
            adder.increment();
        }
    }

    /** Counts who does something too often; to be called once. */
    public void watch(Limiter limiter) {
        FunctionCounter.builder("parley.rate.exceeded", limiter, Limiter::refused)
                .description("requests refused because they came too fast")
                .register(registry);
        FunctionCounter.builder("parley.rate.holds", limiter, Limiter::holds)
                .description("connections not read from for a while since their clients went on too fast")
                .register(registry);
    }

    /**
     * Names what is only looked at when somebody asks; to be called once.
     *
     * @param ready whether the application takes connections and messages
     */
    public void watch(ConnectionRegistry open, Hub hub, States states, HubProtocol protocol, BooleanSupplier ready) {
        Gauge.builder("parley.connections", open, ConnectionRegistry::size)
                .description("connections that are open or about to be")
                .register(registry);
        Gauge.builder("parley.outbox", open, ConnectionRegistry::queuedBytes)
                .baseUnit("bytes")
                .description("what waits to be sent to all connections")
                .register(registry);
        Gauge.builder("parley.ready", ready, each -> each.getAsBoolean() ? 1 : 0)
                .description("1 while connections and messages are taken")
                .strongReference(true) // nobody else holds it
                .register(registry);
        new HubMeters(registry).bind(hub, states, protocol);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Looks at what is measured over time; to be called every few seconds or more often. */
    public void tick() {
        connections.tick();
    }

    /** Returns where an application may add a registry of its own, and read single numbers. */
    public CompositeMeterRegistry registry() {
        return registry;
    }

    /** Returns some of the numbers as a JSON object, for the monitor page. */
    public String monitor() {
        return monitor.json();
    }

    /** Returns all numbers in the text format of Prometheus, version 0.0.4. */
    public String text() {
        return prometheus.scrape();
    }

    @Override
    public void close() {
        registry.close();
        prometheus.close();
    }
}
