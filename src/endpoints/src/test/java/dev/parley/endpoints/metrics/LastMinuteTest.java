package dev.parley.endpoints.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LastMinuteTest {
    private final AtomicLong now = new AtomicLong(-TimeUnit.SECONDS.toNanos(7)); // nanoTime may be negative

    private void pass(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Nested
    class OfMeasurements {
        private final LastMinute minute = new LastMinute(now::get);

        @Test
        void hasNoMeanOfNothing() {
            assertEquals(Double.NaN, minute.mean());
        }

        @Test
        void isTheMean() {
            minute.add(1);
            pass(30);
            minute.add(2);
            minute.add(6);
            assertEquals(3, minute.mean());
        }

        @Test
        void forgetsAfterAMinute() {
            minute.add(1);
            pass(30);
            minute.add(5);
            pass(31);
            assertEquals(5, minute.mean());
            pass(31);
            assertEquals(Double.NaN, minute.mean());
        }

        @Test
        void standsLongPauses() {
            minute.add(1);
            pass(1_000_000);
            minute.add(4);
            assertEquals(4, minute.mean());
        }
    }

    @Nested
    class OfANumberThatRises {
        private final AtomicLong number = new AtomicLong(100);
        private final Throughput throughput = new Throughput(number::get, now::get);

        @Test
        void isNothingAtFirst() {
            assertEquals(0, throughput.perSecond());
        }

        @Test
        void isHowFastItRises() {
            for (int i = 0; i < 10; i++) {
                pass(2);
                number.addAndGet(40);
                throughput.look();
            }
            assertEquals(20, throughput.perSecond());
        }

        @Test
        void forgetsWhatWasBeforeAMinute() {
            number.addAndGet(1_000_000);
            for (int i = 0; i < 40; i++) {
                pass(2);
                number.addAndGet(2);
                throughput.look();
            }
            assertEquals(1, throughput.perSecond());
        }
    }
}
