package dev.parley.endpoints.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.session.Bench;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.FakeSession;
import dev.parley.hub.json.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeartbeatTest {
    private final FakeSession session = new FakeSession("s");
    private final Heartbeat heartbeat = new Heartbeat(new JsonText());
    private final Connection connection = new Bench().open(session, heartbeat);

    record Case(String message, String answer) {}

    private static String malformed(String reason) {
        return "{\"type\":\"error\",\"code\":\"malformed\",\"reason\":\"" + reason + "\"}";
    }

    static Stream<Case> cases() {
        String long1 = "x".repeat(64);
        return Stream.of(
                new Case("{\"type\":\"ping\"}", "{\"type\":\"pong\"}"),
                new Case("{\"type\":\"ping\",\"id\":null}", "{\"type\":\"pong\"}"),
                new Case("{\"type\":\"ping\",\"id\":7}", "{\"type\":\"pong\",\"id\":7}"),
                new Case("{\"type\":\"ping\",\"id\":-1.50e3}", "{\"type\":\"pong\",\"id\":-1.50e3}"),
                new Case("{\"id\":\"a\\\"b\",\"type\":\"ping\"}", "{\"type\":\"pong\",\"id\":\"a\\\"b\"}"),
                new Case(
                        "{\"type\":\"ping\",\"id\":\"" + long1 + "\"}", "{\"type\":\"pong\",\"id\":\"" + long1 + "\"}"),
                new Case(
                        "{\"type\":\"ping\",\"id\":\"" + long1 + "x\"}",
                        malformed("\\\"id\\\" has at most 64 characters")),
                new Case(
                        "{\"type\":\"ping\",\"id\":" + "1".repeat(65) + "}",
                        malformed("a number has more than 64 characters")),
                new Case(
                        "{\"type\":\"ping\",\"id\":[]}",
                        malformed("\\\"id\\\" is a string or a number; it is an array")),
                new Case(
                        "{\"type\":\"ping\",\"id\":true}", malformed("\\\"id\\\" is a string or a number; it is true")),
                new Case("{}", malformed("\\\"type\\\" is a string; it is null")),
                new Case("{\"type\":1}", malformed("\\\"type\\\" is a string; it is a number")),
                new Case("[]", malformed("a message is a JSON object")),
                new Case(
                        "{\"type\":\"pong\"}",
                        "{\"type\":\"error\",\"code\":\"unknown-type\",\"reason\":\"\\\"type\\\" is \\\"ping\\\"\"}"));
    }

    @BeforeEach
    void open() {
        heartbeat.opened(connection);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersTextHoweverItIsSplit(Case c) {
        for (int split = 0; split <= c.message().length(); split++) {
            heartbeat.text(connection, c.message().substring(0, split), false);
            heartbeat.text(connection, c.message().substring(split), true);
            assertEquals(List.of("text " + c.answer()), session.drain());
        }
        assertFalse(connection.isOver());
    }

    @Test
    void answersBinaryWithAnError() {
        heartbeat.binary(connection, false);
        heartbeat.binary(connection, true);
        assertEquals(List.of("text " + malformed("messages are text, not binary")), session.drain());
    }

    @Test
    void closesWith1009BeyondFourKibibytes() {
        heartbeat.text(connection, " ".repeat(4096), false);
        assertEquals(List.of(), session.drain());
        heartbeat.text(connection, "", false);
        heartbeat.text(connection, " ", false);
        heartbeat.text(connection, " ", true);
        assertEquals(List.of("close 1009 message of 4097 bytes or more exceeds limit 4096"), session.drain());
    }

    @Test
    void reportsRoundTripTimes() {
        heartbeat.roundTrip(Duration.ofNanos(1_234_567));
        heartbeat.roundTrip(Duration.ofMillis(3));
        assertEquals(
                List.of(
                        "text {\"type\":\"rtt\",\"ms\":1.235,\"min\":1.235,\"mean\":1.235,\"p99\":1.235}",
                        "text {\"type\":\"rtt\",\"ms\":3.0,\"min\":1.235,\"mean\":2.117,\"p99\":3.0}"),
                session.drain());
    }

    @Test
    void computesFiguresAsTheNaiveWayDoes() {
        Random random = new Random(7);
        RoundTripTimes times = new RoundTripTimes();
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < 3 * RoundTripTimes.WINDOW; i++) {
            long micros = random.nextInt(5_000_000);
            all.add(micros);
            RoundTripTimes.Report report = times.add(Duration.ofNanos(micros * 1000));
            List<Long> sorted = all.subList(Math.max(0, all.size() - RoundTripTimes.WINDOW), all.size()).stream()
                    .sorted()
                    .toList();
            int rank = (99 * sorted.size() + 99) / 100; // the smallest with at least 99 % at or below it
            double mean = sorted.stream().mapToLong(Long::longValue).average().orElseThrow();
            assertEquals(micros / 1000.0, report.last());
            assertEquals(sorted.get(0) / 1000.0, report.min());
            assertEquals(sorted.get(rank - 1) / 1000.0, report.p99());
            assertEquals(mean / 1000.0, report.mean(), 0.001);
        }
    }

    @Test
    void takesNoTimeForZero() {
        assertEquals(new RoundTripTimes.Report(0, 0, 0, 0), new RoundTripTimes().add(Duration.ZERO));
    }

    @Test
    void answersTenThousandPingsInOrder() {
        IntStream.range(0, 10_000)
                .forEach(i -> heartbeat.text(connection, "{\"type\":\"ping\",\"id\":" + i + "}", true));
        List<String> answers = session.drain();
        assertEquals(10_000, answers.size());
        assertTrue(answers.get(9_999).endsWith(":9999}"));
    }
}
