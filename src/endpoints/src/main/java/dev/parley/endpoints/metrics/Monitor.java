package dev.parley.endpoints.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Some of the numbers as a JSON object, for people who look on. Costs nothing while nobody asks. Safe for any thread. */
final class Monitor {
    /** What is shown: numbers that only rise, numbers of now, and times in milliseconds. */
    private static final List<Figure> FIGURES = List.of(
            Figure.sum("connections", "parley.connections"),
            Figure.sum("opened", "parley.connections.opened"),
            Figure.sum("closed", "parley.connections.closed"),
            Figure.sum("slow", "parley.connections.closed", "reason", "slow"),
            Figure.sum("handshakesRefused", "parley.handshakes.refused"),
            Figure.sum("received", "parley.messages.received"),
            Figure.sum("sent", "parley.frames.sent"),
            Figure.sum("bytes", "parley.bytes.sent"),
            Figure.sum("outbox", "parley.outbox"),
            Figure.sum("subscriptions", "parley.subscriptions"),
            Figure.sum("channels", "parley.channels"),
            Figure.sum("publications", "parley.publications", "outcome", "accepted"),
            Figure.sum("deliveries", "parley.deliveries"),
            Figure.sum("conflated", "parley.conflated"),
            Figure.sum("recoveredWhole", "parley.recoveries", "outcome", "whole"),
            Figure.sum("recoveredPartly", "parley.recoveries", "outcome", "partial"),
            Figure.sum("recoveriesRefused", "parley.recoveries", "outcome", "refused"),
            Figure.sum("gaps", "parley.gaps"),
            Figure.sum("refusals", "parley.refusals"),
            Figure.sum("tooFast", "parley.rate.exceeded"),
            Figure.percentile("roundTrip50", "parley.round.trip", 0.5),
            Figure.percentile("roundTrip99", "parley.round.trip", 0.99),
            Figure.percentile("store50", "parley.store.latency", 0.5),
            Figure.percentile("store99", "parley.store.latency", 0.99),
            Figure.sum("heap", "jvm.memory.used", "area", "heap"),
            Figure.sum("heapMax", "jvm.memory.max", "area", "heap"));

    private final MeterRegistry registry;
    private final InstantSource clock;

    private record Figure(String name, ToDoubleFunction<MeterRegistry> value) {
        static Figure sum(String name, String meter, String... tags) {
            return new Figure(name, registry -> {
                double sum = 0;
                for (Meter each : registry.find(meter).tags(tags).meters()) {
                    sum += each.measure().iterator().next().getValue();
                }
                return sum;
            });
        }

        static Figure percentile(String name, String meter, double percentile) {
            return new Figure(name, registry -> {
                Timer timer = registry.find(meter).timer();
                ValueAtPercentile[] values = timer == null
                        ? new ValueAtPercentile[0]
                        : timer.takeSnapshot().percentileValues();
                return Arrays.stream(values)
                        .filter(each -> each.percentile() == percentile)
                        .mapToDouble(each -> each.value(TimeUnit.MILLISECONDS))
                        .findFirst()
                        .orElse(Double.NaN);
            });
        }
    }

    /** Reads the meters of {@code registry}. */
    Monitor(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Returns the numbers now; {@code null} for one that is not known. */
    String json() {
        return FIGURES.stream()
                .map(figure ->
                        "\"" + figure.name() + "\":" + number(figure.value().applyAsDouble(registry)))
                .collect(Collectors.joining(",", "{\"at\":" + clock.millis() + ",", "}"));
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "null";
        }
        long whole = Math.round(value);
        return whole == value ? Long.toString(whole) : Double.toString(Math.round(value * 1000) / 1000.0);
    }
}
