package dev.parley.bench.store;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.MessageId;
import dev.parley.store.jdbc.JdbcLogs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Publishers to one log: each sends its next message when it is told of the last one, on whatever thread tells it. */
final class GroupCommit {
    private static final String DATA = "\"" + "x".repeat(98) + "\"";

    private static final int TOGETHER = 100;
    private static final long PATIENCE_SECONDS = 60;

    private final ChannelLog log;
    private int runs;

    GroupCommit(JdbcLogs logs, String channel) {
        this.log = logs.open(channel);
    }

    /** Publishes for a while; returns what each message waited for its answer, in microseconds. */
    Histogram waits(int publishers, Duration time) throws InterruptedException {
        Histogram micros = new ConcurrentHistogram(3);
        CountDownLatch done = new CountDownLatch(publishers);
        long end = System.nanoTime() + time.toNanos();
        runs++;
        for (int i = 0; i < publishers; i++) {
            new Publisher("client-of-the-bench-" + runs + "-" + i, end, micros, done, 0).next();
        }
        if (!done.await(time.toSeconds() + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s");
        }
        return micros;
    }

    /** Publishes so many, a hundred at a time. */
    void publish(int publications) throws InterruptedException {
        for (int done = 0; done < publications; done += TOGETHER) {
            int some = Math.min(TOGETHER, publications - done);
            CountDownLatch told = new CountDownLatch(some);
            for (int i = 0; i < some; i++) {
                new Publisher("client-of-the-bench-" + i, System.nanoTime(), new ConcurrentHistogram(3), told, done)
                        .next();
            }
            if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s");
            }
        }
    }

    private final class Publisher {
        private final String name;
        private final long end;
        private final Histogram micros;
        private final CountDownLatch done;
        private long number;

        Publisher(String name, long end, Histogram micros, CountDownLatch done, long number) {
            this.number = number;
            this.name = name;
            this.end = end;
            this.micros = micros;
            this.done = done;
        }

        void next() {
            long begun = System.nanoTime();
            Draft draft = new Draft(
                    Optional.empty(),
                    Optional.of(new MessageId(name, ++number)),
                    System.currentTimeMillis(),
                    name,
                    DATA);
            log.append(draft, outcome -> told(outcome, begun)).ifPresent(outcome -> told(outcome, begun));
        }

        private void told(Appended outcome, long begun) {
            if (!(outcome instanceof Appended.New)) {
                throw new IllegalStateException("refused: " + outcome);
            }
            long now = System.nanoTime();
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(now - begun));
            if (now < end) {
                next();
            } else {
                done.countDown();
            }
        }
    }
}
