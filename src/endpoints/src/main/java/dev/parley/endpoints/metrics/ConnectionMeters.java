package dev.parley.endpoints.metrics;

import dev.parley.endpoints.session.ConnectionEvents;
import dev.parley.hub.Disconnect;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts connections and what passes through them. Adds a few nanoseconds to a frame. Safe for any thread. */
final class ConnectionMeters implements ConnectionEvents {
    /** Ended by the peer or by the network. */
    private static final String PEER = "peer";

    private final MeterRegistry registry;
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final Timer roundTrips;
    private final Timer opens;
    private final Timer closes;
    private final LastMinute responseTime;
    private final LastMinute closeTime;
    private final Throughput throughput;
    private boolean counting = true; // not changed once there are connections

    ConnectionMeters(MeterRegistry registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.responseTime = new LastMinute(nanoTime);
        this.closeTime = new LastMinute(nanoTime);
        this.throughput = new Throughput(() -> received.sum() + sent.sum(), nanoTime);
        this.roundTrips = Timer.builder("parley.round.trip")
                .description("from a ping to its pong")
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(registry);
        this.opens = Timer.builder("parley.connection.open")
                .description("from the opening handshake to the open session")
                .register(registry);
        this.closes = Timer.builder("parley.connection.close")
                .description("from the server's wish to close to the end of the session")
                .register(registry);
        counter("parley.messages.received", "messages from peers", received);
        counter("parley.frames.sent", "frames to peers, each of one message or several", sent);
        counter("parley.bytes.sent", "bytes of those, about", sentBytes);
        gauge(
                "parley.mean.response.time",
                "seconds",
                "mean time of opening a connection in the last minute",
                responseTime);
        gauge("parley.mean.close.time", "seconds", "mean time of closing a connection in the last minute", closeTime);
        Gauge.builder("parley.throughput", throughput, Throughput::perSecond)
                .description("messages received and frames sent in a second, mean of the last minute")
                .register(registry);
    }

    private void counter(String name, String description, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .register(registry);
    }

    private void gauge(String name, String unit, String description, LastMinute mean) {
        Gauge.builder(name, mean, LastMinute::mean)
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    /** Does not count the messages that pass. To be called before there are any. */
    void leaveMessagesOut() {
        counting = false;
    }

    /** To be called every few seconds or more often. */
    void tick() {
        throughput.look();
    }

    @Override
    public void opened(String endpoint, Optional<Duration> response) {
        registry.counter("parley.connections.opened", "endpoint", endpoint).increment();
        response.ifPresent(time -> {
            opens.record(time);
            responseTime.add(seconds(time));
        });
    }

    @Override
    public void closed(String endpoint, String address, Optional<Disconnect> why, Duration took) {
        String reason = why.map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse(PEER);
        registry.counter("parley.connections.closed", "endpoint", endpoint, "reason", reason)
                .increment();
        if (why.isPresent()) {
            closes.record(took);
            closeTime.add(seconds(took));
        }
    }

    private static double seconds(Duration time) {
        return (double) time.toNanos() / TimeUnit.SECONDS.toNanos(1);
    }

    @Override
    public void received() {
        if (counting) {
            received.increment();
        }
    }

    @Override
    public void sent(int bytes) {
        if (counting) {
            sent.increment();
            sentBytes.add(bytes);
        }
    }

    @Override
    public void roundTrip(Duration time) {
        roundTrips.record(time);
    }
}
