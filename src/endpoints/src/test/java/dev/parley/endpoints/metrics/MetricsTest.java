package dev.parley.endpoints.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.api.Channel;
import dev.parley.endpoints.api.Following;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.push.Push;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.Publication;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    static Stream<Method> methods() {
        return Arrays.stream(ChannelLog.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == long.class) {
            return 0L;
        } else if (type == int.class) {
            return 0;
        } else if (type == boolean.class) {
            return false;
        } else if (type == List.class) {
            return List.of();
        }
        return type == Optional.class ? Optional.empty() : null;
    }

    /** Tags have a few values, so that the number of series is known beforehand. */
    private static final int MOST_SERIES = 300;

    @Nested
    class OfAnApplication {
        private final Application application = Application.start(Settings.defaults());

        @AfterEach
        void close() {
            application.close();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "parley_connections 0.0",
                    "parley_subscriptions{kind=\"log\"} 0.0",
                    "parley_publications_total{kind=\"log\",outcome=\"accepted\"} 0.0",
                    "parley_deliveries_total{kind=\"state\"} 0.0",
                    "parley_outbox_bytes 0.0",
                    "parley_conflated_total 0.0",
                    "parley_gaps_total{reason=\"trimmed\"} 0.0",
                    "parley_recoveries_total{kind=\"log\",outcome=\"whole\"} 0.0",
                    "parley_recoveries_total{kind=\"log\",outcome=\"partial\"} 0.0",
                    "parley_recoveries_total{kind=\"log\",outcome=\"refused\"} 0.0",
                    "parley_refusals_total{code=\"malformed\"} 0.0",
                    "parley_handshakes_refused_total{reason=\"origin\"} 0.0",
                    "parley_handshakes_refused_total{reason=\"token-in-url\"} 0.0",
                    "parley_handshakes_refused_total{reason=\"address-full\"} 0.0",
                    "parley_pushes_total{outcome=\"accepted\"} 0.0",
                    "parley_pushes_total{outcome=\"rate-limited\"} 0.0",
                    "parley_sessions_total{how=\"new\"} 0.0",
                    "parley_sessions_total{how=\"resumed\"} 0.0",
                    "parley_sessions_total{how=\"returned\"} 0.0",
                    "parley_rate_exceeded_total 0.0",
                    "parley_rate_holds_total 0.0",
                    "parley_round_trip_seconds_count 0",
                    "parley_store_latency_seconds_count 0",
                    "parley_mean_response_time_seconds NaN",
                    "parley_mean_close_time_seconds NaN",
                    "parley_throughput ",
                    "parley_ready 1.0",
                    "jvm_memory_used_bytes{"
                })
        void areAllThereFromTheBeginning(String line) {
            String text = application.metrics().text();
            assertTrue(text.lines().anyMatch(each -> each.startsWith(line)), () -> line + " is not in\n" + text);
        }

        /** Micrometer itself holds what it measures by weak references. */
        @Test
        void outliveACollectionOfGarbage() {
            WeakReference<Object> garbage = new WeakReference<>(new Object());
            while (garbage.get() != null) {
                System.gc();
            }
            List<String> lost = application
                    .metrics()
                    .text()
                    .lines()
                    .filter(line -> line.endsWith(" NaN") && !line.startsWith("parley_mean_"))
                    .toList();
            assertEquals(List.of(), lost);
        }

        @Test
        void areBounded() {
            List<Meter> meters = application.metrics().registry().getMeters();
            assertTrue(meters.size() < MOST_SERIES, () -> meters.size() + " series");
        }

        @Test
        void goToARegistryOfTheApplicationToo() {
            SimpleMeterRegistry own = new SimpleMeterRegistry();
            application.metrics().registry().add(own);
            assertEquals(0, own.get("parley.connections").gauge().value());
        }
    }

    @Nested
    class ThatAreOff {
        private final Application application = Application.start(
                SettingsReader.read(List.of(Source.contextParameters(Map.of("parley.metrics", "off")))));

        @AfterEach
        void close() {
            application.close();
        }

        private double count(String name) {
            return application.metrics().registry().get(name).functionCounters().stream()
                    .mapToDouble(FunctionCounter::count)
                    .sum();
        }

        @Test
        void leaveOutWhatPassesAndNothingElse() throws Exception {
            CountDownLatch delivered = new CountDownLatch(1);
            Channel channel = application.local().channel("news:a");
            try (Following following = channel.subscribe(message -> delivered.countDown())) {
                channel.publish("1").toCompletableFuture().get(30, TimeUnit.SECONDS);
                assertTrue(delivered.await(30, TimeUnit.SECONDS), "was delivered to " + following);
            }
            application.metrics().connections().received();
            application.metrics().connections().sent(1);
            application.metrics().handshakeRefused(Refusal.Why.RATE);
            assertEquals(0, count("parley.deliveries"));
            assertEquals(0, count("parley.messages.received"));
            assertEquals(0, count("parley.frames.sent"));
            assertEquals(1, count("parley.publications"));
            assertEquals(1, count("parley.handshakes.refused"));
        }
    }

    @Nested
    class OfHandshakesAndPushes {
        private final Metrics metrics = new Metrics(() -> 0);

        private double count(String name, String tag, Enum<?> value) {
            return metrics.registry()
                    .get(name)
                    .tag(tag, Metrics.word(value))
                    .functionCounter()
                    .count();
        }

        @ParameterizedTest
        @EnumSource
        void areCountedByReason(Refusal.Why why) {
            metrics.handshakeRefused(why);
            for (Refusal.Why each : Refusal.Why.values()) {
                assertEquals(each == why ? 1 : 0, count("parley.handshakes.refused", "reason", each));
            }
        }

        @ParameterizedTest
        @EnumSource
        void areCountedByOutcome(Push.Outcome outcome) {
            metrics.pushed(outcome);
            for (Push.Outcome each : Push.Outcome.values()) {
                assertEquals(each == outcome ? 1 : 0, count("parley.pushes", "outcome", each));
            }
        }
    }

    @Nested
    class OfConnections {
        private final AtomicLong now = new AtomicLong();
        private final Metrics metrics = new Metrics(now::get);

        private double value(String line) {
            return metrics.text()
                    .lines()
                    .filter(each -> each.startsWith(line + " "))
                    .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(line + " is not in\n" + metrics.text()));
        }

        @Test
        void areMeansOfTheLastMinuteAndSumsOfAll() {
            metrics.connections().opened("/hub", Optional.of(Duration.ofMillis(100)));
            metrics.connections().opened("/hub", Optional.of(Duration.ofMillis(300)));
            metrics.connections().opened("/echo", Optional.empty());
            metrics.connections().closed("/hub", "::1", Optional.of(Disconnect.GOING_AWAY), Duration.ofSeconds(2));
            metrics.connections().closed("/hub", "::1", Optional.empty(), Duration.ZERO);
            assertEquals(0.2, value("parley_mean_response_time_seconds"), 1e-9);
            assertEquals(2, value("parley_mean_close_time_seconds"), 1e-9);
            assertEquals(2, value("parley_connections_opened_total{endpoint=\"/hub\"}"));
            assertEquals(1, value("parley_connections_opened_total{endpoint=\"/echo\"}"));
            assertEquals(1, value("parley_connections_closed_total{endpoint=\"/hub\",reason=\"going-away\"}"));
            assertEquals(1, value("parley_connections_closed_total{endpoint=\"/hub\",reason=\"peer\"}"));
            assertEquals(2, value("parley_connection_open_seconds_count"));
            assertEquals(0.4, value("parley_connection_open_seconds_sum"), 1e-9);
        }

        @Test
        void areWhatPassesInASecond() {
            now.addAndGet(Duration.ofSeconds(10).toNanos());
            for (int i = 0; i < 50; i++) {
                metrics.connections().received();
                metrics.connections().sent(100);
            }
            metrics.tick();
            assertEquals(10, value("parley_throughput"));
            assertEquals(5000, value("parley_bytes_sent_total"));
            assertEquals(50, value("parley_messages_received_total"));
        }

        @Test
        void haveTheReasonsThatThereAre() {
            Set<String> reasons = new TreeSet<>();
            for (Disconnect why : Disconnect.values()) {
                metrics.connections().closed("/hub", "::1", Optional.of(why), Duration.ZERO);
            }
            metrics.registry()
                    .find("parley.connections.closed")
                    .meters()
                    .forEach(meter ->
                            Optional.ofNullable(meter.getId().getTag("reason")).ifPresent(reasons::add));
            assertEquals(Disconnect.values().length, reasons.size());
        }
    }

    @Nested
    class OfAStore {
        private final AtomicLong now = new AtomicLong();
        private final Metrics metrics = new Metrics(now::get);
        private final List<Consumer<Appended>> waiting = new ArrayList<>();
        private final ChannelLog slow = new ChannelLog() {
            @Override
            public void listen(Listener listener) {}

            @Override
            public String epoch() {
                return "e";
            }

            @Override
            public long top() {
                return 0;
            }

            @Override
            public long first() {
                return 1;
            }

            @Override
            public Optional<Appended> append(Draft draft, Consumer<Appended> later) {
                waiting.add(later);
                return Optional.empty();
            }

            @Override
            public List<Publication> read(long after, int limit) {
                return List.of();
            }
        };

        /** A default of the interface would hide what the log itself does. */
        @ParameterizedTest
        @MethodSource("dev.parley.endpoints.metrics.MetricsTest#methods")
        void areTakenOfALogThatDoesAllThatItDid(Method method) throws ReflectiveOperationException {
            List<String> called = new ArrayList<>();
            ChannelLog real = (ChannelLog) Proxy.newProxyInstance(
                    ChannelLog.class.getClassLoader(), new Class<?>[] {ChannelLog.class}, (proxy, asked, arguments) -> {
                        called.add(asked.getName());
                        return nothing(asked.getReturnType());
                    });
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(MetricsTest::nothing)
                    .toArray();
            method.invoke(metrics.measured(channel -> real).open("chat:a"), arguments);
            assertEquals(List.of(method.getName()), called);
        }

        @Test
        void areTheTimesOfItsAnswers() {
            List<Appended> told = new ArrayList<>();
            metrics.measured(channel -> slow)
                    .open("chat:a")
                    .append(new Draft(Optional.empty(), Optional.empty(), 0, "ann", "1"), told::add);
            now.addAndGet(Duration.ofMillis(20).toNanos());
            waiting.forEach(each -> each.accept(new Appended.Unavailable()));
            Timer latency = metrics.registry().get("parley.store.latency").timer();
            assertEquals(1, latency.count());
            assertEquals(20, latency.totalTime(TimeUnit.MILLISECONDS));
            assertEquals(List.of(new Appended.Unavailable()), told);
        }
    }
}
