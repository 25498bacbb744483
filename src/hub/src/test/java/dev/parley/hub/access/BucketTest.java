package dev.parley.hub.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
    private static final long MILLI = 1_000_000L;
    private static final long START = Duration.ofNanos(Long.MAX_VALUE - 1).toNanos(); // monotonic time may run over

    @Test
    void givesItsBurstAndThenAtItsRate() {
        Bucket bucket = new Bucket(new Rate(10, 3), START);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, bucket.take(START));
        }
        assertEquals(100 * MILLI, bucket.take(START));
        assertEquals(1 * MILLI, bucket.take(START + 99 * MILLI), "a refusal takes nothing");
        assertEquals(0, bucket.take(START + 100 * MILLI));
        assertEquals(100 * MILLI, bucket.take(START + 100 * MILLI));
    }

    @Test
    void isFullAfterAWhileAndHoldsNoMoreThanItsBurst() {
        Bucket bucket = new Bucket(new Rate(10, 3), START);
        assertTrue(bucket.isFull(START));
        bucket.take(START);
        bucket.take(START);
        assertFalse(bucket.isFull(START + 199 * MILLI));
        assertTrue(bucket.isFull(START + 200 * MILLI));
        long later = START + 3_600_000 * MILLI;
        assertEquals(
                3, LongStream.range(0, 100).filter(i -> bucket.take(later) == 0).count());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 20", "1000, 1", "1000000, 1000000"})
    void givesNoMoreThanItsRateInTheLongRun(int perSecond, int burst) {
        Bucket bucket = new Bucket(new Rate(perSecond, burst), START);
        long step = 1_000_000_000L / perSecond / 3 + 1; // asked three times as often as it gives
        long steps = 3_000;
        long given = LongStream.range(0, steps)
                .filter(i -> bucket.take(START + i * step) == 0)
                .count();
        long seconds = steps * step;
        assertTrue(given <= burst + seconds * perSecond / 1_000_000_000L + 1, given + " tokens");
        assertTrue(given >= Math.min(steps, seconds * perSecond / 1_000_000_000L - 1), given + " tokens");
    }

    @Test
    void isOfARateThatIsOne() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Rate(1, 0));
        assertEquals("20/s burst 60", new Rate(20, 60).toString());
    }
}
