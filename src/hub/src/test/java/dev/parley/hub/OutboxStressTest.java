package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads fill one outbox whose transport completes now, later, or on another thread. */
class OutboxStressTest {
    private static final int THREADS = 4;
    private static final int EACH = 3000;
    private static final long LIMIT_SECONDS = 30;

    private final ExecutorService producers = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService completers = Executors.newFixedThreadPool(2);
    private final Object gate = new Object();
    private final List<String> faults = new ArrayList<>(); // guarded by gate
    private final Map<String, Integer> last = new HashMap<>(); // guarded by gate; by producer
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private final Phaser readies = new Phaser(1);
    private final CountDownLatch end = new CountDownLatch(1);

    /** Seeds of the runs; {@code -Dstress.seeds=200} for a long one. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("stress.seeds", 3));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sendsEachOnceAndInOrderAndWakesWhoWaits(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Outbox outbox = new Outbox(transport(random), new Outbox.Bounds(20 * 70, 12, 500), () -> 0, listener());
        try {
            List<Future<?>> filling = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String queue = (thread % 2 == 0 ? "data" : "reply") + thread;
                filling.add(producers.submit(() -> fill(outbox, queue)));
            }
            for (Future<?> producer : filling) {
                producer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            outbox.replyInOrder(Outbound.Text.of("end 1")); // behind all that waits
            assertTrue(end.await(LIMIT_SECONDS, TimeUnit.SECONDS));
            completers.shutdown();
            assertTrue(completers.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS));
        } finally {
            producers.shutdownNow();
            completers.shutdownNow();
        }
        assertEquals(List.of(), faults());
        assertEquals(THREADS + 1, last.size());
        last.forEach((queue, number) -> assertEquals(queue.equals("end") ? 1 : EACH, number, queue));
        assertEquals(0, outbox.bytes());
        assertFalse(outbox.isFull());
    }

    private @Nullable Void fill(Outbox outbox, String queue) throws Exception {
        for (int number = 1; number <= EACH; number++) {
            Outbound message = Outbound.Text.of(queue + " " + number);
            int seen = readies.getPhase();
            while (!(queue.startsWith("data") ? outbox.offer(message) : outbox.reply(message))) {
                seen = readies.awaitAdvanceInterruptibly(seen, LIMIT_SECONDS, TimeUnit.SECONDS);
                if (readies.isTerminated()) {
                    throw new IllegalStateException("the outbox failed: " + faults());
                }
            }
        }
        return null;
    }

    private Transport transport(SplittableRandom random) {
        return (message, completion) -> {
            if (!inFlight.compareAndSet(false, true)) {
                fault("two sends in flight");
            }
            record(((Outbound.Text) message).text());
            Runnable complete = () -> {
                inFlight.set(false);
                completion.completed(Optional.empty());
            };
            if (random.nextInt(3) == 0) {
                complete.run();
            } else {
                completers.execute(complete);
            }
        };
    }

    private void record(String text) {
        String[] words = text.split(" ", -1);
        int number = Integer.parseInt(words[1]);
        synchronized (gate) {
            int before = Optional.ofNullable(last.put(words[0], number)).orElse(0);
            if (number != before + 1) {
                fault(text + " after " + before);
            }
        }
    }

    private List<String> faults() {
        synchronized (gate) {
            return List.copyOf(faults);
        }
    }

    private void fault(String fault) {
        synchronized (gate) {
            faults.add(fault);
        }
    }

    private Outbox.Listener listener() {
        return new Outbox.Listener() {
            @Override
            public void sent(Outbound message) {
                if (((Outbound.Text) message).text().startsWith("end")) {
                    end.countDown();
                }
            }

            @Override
            public void ready() {
                synchronized (readies) { // two may be ready at once, and a phaser would refuse the second
                    readies.arrive();
                }
            }

            @Override
            public void failed(Throwable cause) {
                fault("failed: " + cause);
                readies.forceTermination();
            }
        };
    }
}
