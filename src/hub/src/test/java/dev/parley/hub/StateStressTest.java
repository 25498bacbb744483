package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.StateChange.Done;
import dev.parley.hub.memory.ChannelMemory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads that change one channel, and readers that now and then have no room: what each of them knows at the end. */
class StateStressTest {
    private static final int CHANGES = 4_000;
    private static final int PUBLISHERS = 3;
    private static final int READERS = 8;
    private static final int KEYS = 12;
    private static final String END = "the end";

    private final ExecutorService pool = Executors.newFixedThreadPool(PUBLISHERS + 2);

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    /** Refuses one delivery of so many, and has room again at another time, on another thread. */
    private final class Moody implements Subscriber {
        final StateReader reader = new StateReader(Inbox.WIDE);
        final CountDownLatch finished = new CountDownLatch(1);
        private final AtomicInteger turns = new AtomicInteger();
        private final Random random;
        private final int refusals; // of 10
        volatile Optional<StateSubscription> subscription = Optional.empty();

        Moody(int seed, int refusals) {
            this.random = new Random(seed);
            this.refusals = refusals;
        }

        @Override
        public boolean accept(Delivery delivery) {
            assertEquals(1, turns.incrementAndGet(), "two threads deliver at once");
            try {
                if (random.nextInt(10) < refusals) {
                    pool.execute(() -> subscription.orElseThrow().resume());
                    return false;
                }
                assertTrue(reader.accept(delivery));
                if (reader.version() > 0
                        && reader.lives() > 0
                        && reader.values().containsKey(END)) {
                    finished.countDown();
                }
                return true;
            } finally {
                turns.decrementAndGet();
            }
        }

        @Override
        public void failed(Throwable cause) {
            reader.failed(cause);
            finished.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "3, 1000", "1000, 2", "3, 2"})
    void allReadersKnowTheSameInTheEnd(int page, int deleted) throws Exception {
        StateLimits limits = new StateLimits(100, 100, 10, 1000, 1 << 20, deleted, page, 1 << 20);
        StateChannel channel =
                Board.channel(limits, Board.common(new ChannelMemory(Long.MAX_VALUE), InstantSource.system(), pool));
        List<Moody> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(new Moody(i, i % 4 * 3));
        }
        List<Callable<Void>> publishers = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            int seed = i;
            publishers.add(() -> {
                publish(channel, new Random(seed), readers.subList(seed * 2, seed * 2 + 2));
                return null;
            });
        }
        follow(channel, readers.get(READERS - 2));
        follow(channel, readers.get(READERS - 1));
        for (Future<Void> done : pool.invokeAll(publishers, 60, TimeUnit.SECONDS)) {
            done.get();
        }
        Done end = (Done) Board.change(channel, StateChange.set(END, "1"), Optional.empty())
                .orElseThrow();
        Map<String, String> truth = new TreeMap<>(Map.of(END, "1"));
        for (int key = 0; key < KEYS; key++) {
            String name = "k" + key;
            channel.get(name).flatMap(StateEntry::value).ifPresent(value -> truth.put(name, value));
        }
        for (Moody reader : readers) {
            assertTrue(reader.finished.await(30, TimeUnit.SECONDS), () -> "stands at " + reader.reader.version());
            assertEquals(List.of(), reader.reader.failures());
            assertEquals(truth, reader.reader.values());
        }
        if (page == 1000 && deleted == 1000) {
            assertEquals(end.version(), readers.get(READERS - 2).reader.changes());
        }
    }

    private static void follow(StateChannel channel, Moody reader) {
        States.Accepted accepted = (States.Accepted)
                channel.subscribe(reader, Optional.empty(), Set.of()).orElseThrow();
        reader.subscription = Optional.of(accepted.subscription());
        accepted.subscription().start();
    }

    private static void publish(StateChannel channel, Random random, List<Moody> readers) {
        for (int i = 0; i < CHANGES; i++) {
            if (i == CHANGES / 4) {
                readers.forEach(reader -> follow(channel, reader));
            }
            String key = "k" + random.nextInt(KEYS);
            StateChange change = random.nextInt(4) == 0
                    ? StateChange.delete(key)
                    : StateChange.set(key, "{\"n\":" + i + ",\"long\":\"llllllllllllllll\"}");
            Board.change(channel, change, Optional.empty());
        }
    }
}
