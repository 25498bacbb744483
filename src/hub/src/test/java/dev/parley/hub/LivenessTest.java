package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Liveness.Verdict;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessTest {
    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(35);

    /** What happens at which second: {@code "sent 5, received 6, PING 26"}; the words in capitals are checks. */
    record Life(String name, String events) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Life> lives() {
        return Stream.of(
                new Life("is alive at once", "ALIVE 0"),
                new Life("wants a ping after the interval, not before", "ALIVE 19, PING 20"),
                new Life("wants one ping an interval", "PING 20, ALIVE 20, ALIVE 34"),
                new Life("is dead after the timeout, not before", "PING 20, ALIVE 34, DEAD 35"),
                new Life("stays dead", "PING 20, DEAD 35, DEAD 36, DEAD 99"),
                new Life("lives on with a pong", "PING 20, received 21, ALIVE 35, PING 41, DEAD 56"),
                new Life("lives on with a pong at the last moment", "PING 20, received 34, ALIVE 35, PING 54, DEAD 69"),
                new Life(
                        "asks a listener that is only sent to",
                        "sent 19, ALIVE 19, sent 20, PING 20, sent 34, DEAD 35"),
                new Life("asks a talker that is not answered", "received 19, PING 20, received 39, PING 40, ALIVE 59"),
                new Life("asks nothing while both directions are busy", "sent 10, received 11, ALIVE 29, PING 30"),
                new Life(
                        "asks nothing ever while both stay busy",
                        "sent 15, received 15, ALIVE 30, sent 30, received 30, ALIVE 45, sent 45, received 45, ALIVE 60"),
                new Life("counts a ping as sent", "PING 20, sent 20, received 21, ALIVE 39, PING 40"),
                new Life("drops nobody unasked when checks were late", "PING 36, ALIVE 36, ALIVE 43, DEAD 44"),
                new Life("forgives a pause of the process", "PING 100, received 101, ALIVE 102, PING 121, DEAD 136"),
                new Life("asks again before it drops", "PING 20, received 25, PING 80, ALIVE 87, DEAD 88"),
                new Life("asks again although it asked when it last heard", "received 20, PING 20, PING 60, DEAD 68"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lives")
    void decidesByTheTimes(Life life) {
        for (long begin :
                new long[] {0, -Duration.ofSeconds(25).toNanos(), Long.MAX_VALUE - 1}) { // nanoTime is any long
            Liveness liveness = new Liveness(INTERVAL, TIMEOUT, begin);
            for (String event : life.events().split(", ", -1)) {
                String[] words = event.split(" ", -1);
                long at = begin + Duration.ofSeconds(Long.parseLong(words[1])).toNanos();
                switch (words[0]) {
                    case "sent" -> liveness.sent(at);
                    case "received" -> liveness.received(at);
                    default -> assertEquals(Verdict.valueOf(words[0]), liveness.check(at), event);
                }
            }
        }
    }

    /** Whatever the step of the checks, a silent peer is asked before it is dropped, and dropped soon enough. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 19, 20, 34, 36, 50})
    void asksBeforeItDrops(int step) {
        Liveness liveness = new Liveness(INTERVAL, TIMEOUT, 0);
        boolean asked = false;
        for (int second = step; ; second += step) {
            Verdict verdict = liveness.check(Duration.ofSeconds(second).toNanos());
            asked |= verdict == Verdict.PING;
            if (verdict == Verdict.DEAD) {
                assertEquals(true, asked);
                assertEquals(true, second >= 35 && second <= 35 + 2 * step, "dropped after " + second + " s");
                return;
            }
        }
    }

    /** Pings that come faster than half the time of grace must not put off the end for ever. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 7, 8, 20, 34})
    void dropsSilentPeerHoweverOftenItIsAsked(int interval) {
        Liveness liveness = new Liveness(Duration.ofSeconds(interval), TIMEOUT, 0);
        int second = 0;
        Verdict verdict = Verdict.ALIVE;
        while (verdict != Verdict.DEAD && second < 100) {
            second++;
            verdict = liveness.check(Duration.ofSeconds(second).toNanos());
        }
        assertEquals(35, second);
    }

    @ParameterizedTest
    @CsvSource({"0, 35", "-1, 35", "20, 20", "20, 19"})
    void refusesTimesThatMakeNoSense(int interval, int timeout) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Liveness(Duration.ofSeconds(interval), Duration.ofSeconds(timeout), 0));
    }

    /** Pings that come more often than an answer may take must not put the end off for ever. */
    @ParameterizedTest(name = "every {0} ms")
    @ValueSource(ints = {1, 50, 100, 200, 399})
    void dropsASilentPeerHoweverOftenItIsAsked(int interval) {
        Duration timeout = Duration.ofMillis(400);
        Liveness liveness = new Liveness(Duration.ofMillis(interval), timeout, 0);
        int millis = 0;
        while (liveness.check(Duration.ofMillis(millis).toNanos()) != Verdict.DEAD) {
            millis++;
            assertTrue(millis <= 600, "alive after " + millis + " ms");
        }
        assertTrue(millis >= 400, "dead after " + millis + " ms");
    }
}
