package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Hub.Accepted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Publishers, readers and guests at once on one channel, each over its own outbox whose transport is slow, quick or
 * breaks, and each with a {@link StreamChecker} where the messages leave. What the threads do differs from run to run;
 * what is right does not.
 */
class HubStressTest {
    private static final int PUBLISHERS = 4;
    private static final int READERS = 10;
    private static final int EACH = 800;
    private static final int VISITS = 150;
    private static final long LIMIT_SECONDS = 30;
    private static final int SHOWN = 5;

    private final ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
    private final ExecutorService guests = Executors.newFixedThreadPool(2);
    private final ExecutorService network = new ThreadPoolExecutor(
            2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task, pool) -> task.run()); // when it shuts down
    private final ExecutorService walks = Executors.newSingleThreadExecutor();
    private final ConcurrentLinkedQueue<StressMember> gone = new ConcurrentLinkedQueue<>();

    private Hub hub(int kept) {
        return new Hub(
                new Hub.Limits(1, 1000, kept, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1)),
                () -> Instant.EPOCH,
                new Random(1),
                walks);
    }

    /** Seeds of the runs; {@code -Dstress.seeds=200} for a long one. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("stress.seeds", 6));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tellsEverySubscriberEverythingOnceAndInOrder(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Hub hub = hub(seed % 2 == 0 ? 100 : 100_000); // with gaps, and without
        List<StressMember> staying = new ArrayList<>();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                staying.add(enter(hub, "reader" + i, random.split()));
            }
            for (int i = 0; i < PUBLISHERS; i++) {
                StressMember publisher = enter(hub, "publisher" + i, random.split());
                staying.add(publisher);
                running.add(publishers.submit(() -> publish(publisher)));
            }
            for (int i = 0; i < 2; i++) {
                String name = "guest" + i;
                SplittableRandom own = random.split();
                running.add(guests.submit(() -> visit(hub, name, own)));
            }
            for (Future<?> part : running) {
                part.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            end(hub, staying, random.split());
        } finally {
            List.of(publishers, guests, walks, network).forEach(ExecutorService::shutdownNow);
        }
        if (seed % 2 != 0) {
            assertEquals(
                    0,
                    staying.stream()
                            .mapToLong(member -> member.checker().gaps())
                            .sum());
        }
    }

    /** The last that happens is that one more comes; then nothing more may come, and all must agree. */
    private void end(Hub hub, List<StressMember> staying, SplittableRandom random) throws Exception {
        long top = PUBLISHERS * (long) EACH;
        CountDownLatch all = new CountDownLatch(staying.size());
        staying.forEach(member -> member.awaitEnd(top, "last", all));
        StressMember last = enter(hub, "last", random);
        boolean ended = all.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        for (ExecutorService executor : List.of(publishers, guests, walks, network)) {
            executor.shutdown();
            assertTrue(executor.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS), "all threads come to rest");
        }
        List<String> names =
                new ArrayList<>(staying.stream().map(StressMember::name).toList());
        names.add("last");
        List<String> faults = new ArrayList<>();
        staying.forEach(member -> faults.addAll(member.checker().faults(top, names)));
        faults.addAll(last.checker().faults(top, names));
        gone.forEach(member -> faults.addAll(member.checker().faults()));
        assertEquals(List.of(), faults.stream().limit(SHOWN).toList());
        assertTrue(ended, "all come to the end in time");
    }

    private StressMember enter(Hub hub, String name, SplittableRandom random) {
        StressMember member = new StressMember(name, random, network);
        member.enter((Accepted) hub.subscribe("c", name, name, 0, member));
        return member;
    }

    private static void publish(StressMember publisher) {
        for (int number = 1; number <= EACH; number++) {
            Optional<String> none = Optional.empty();
            if (!publisher.subscription().publish(none, Integer.toString(number), appended -> {})) {
                throw new IllegalStateException(publisher.name() + " has been put out");
            }
            if (number % 16 == 0) {
                publisher.subscription().typing(number % 32 == 0);
            }
        }
    }

    /** Comes and goes; sometimes its connection breaks instead. */
    private void visit(Hub hub, String name, SplittableRandom random) {
        for (int visit = 0; visit < VISITS; visit++) {
            StressMember guest = enter(hub, name, random.split());
            gone.add(guest);
            guest.subscription().typing(true);
            if (random.nextInt(3) == 0) {
                guest.breaks();
                hub.sweep();
            }
            guest.subscription().close();
        }
    }
}
