package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.Hub;
import dev.parley.hub.Start;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Publishers and clients on several channels at once, with connections that are slow and quick, and clients that leave
 * and come back where they were. What the threads do differs from run to run; what is right does not.
 */
class ProtocolStressTest {
    private static final List<String> CHANNELS = List.of("chat:a", "chat:b", "news:c");
    private static final ChannelRules RULES = new ChannelRules(List.of(
            new ChannelRule.Log("chat:*", 1, 1, 1), // bounds are the hub's
            new ChannelRule.Log("news:*", 1, 1, 1)));
    private static final int CLIENTS = 50; // more than the thread that begins a walk serves itself
    private static final int PUBLISHERS = 3;
    private static final int EACH = 250;
    private static final long LIMIT_SECONDS = 60;

    private final ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS + 1);
    private final ExecutorService network = Executors.newFixedThreadPool(2);
    private final ExecutorService walks = Executors.newFixedThreadPool(2);

    /** Seeds of the runs; {@code -Dstress.seeds=200} for a long one. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("stress.seeds", 4));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tellsEveryClientEverythingOnceAndInOrder(long seed) throws Exception {
        int kept = seed % 2 == 0 ? 150 : 100_000; // with gaps, and without
        Hub hub = new Hub(
                new Hub.Limits(9, 1000, kept, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1)),
                () -> Instant.EPOCH,
                new Random(seed),
                walks);
        States none = new States(
                new States.Limits(1, StateLimits.DEFAULTS, 1, Duration.ZERO),
                () -> Instant.EPOCH,
                new Random(seed),
                walks);
        HubProtocol protocol = new HubProtocol(
                new Channels(hub, none, RULES), limits(kept), "n", () -> Instant.EPOCH, new Random(seed));
        SplittableRandom random = new SplittableRandom(seed);
        List<StressClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new StressClient(protocol, "client" + i, random.split(), network));
            }
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                String name = "publisher" + i;
                SplittableRandom own = random.split();
                running.add(threads.submit(() -> publish(protocol, name, own)));
            }
            SplittableRandom own = random.split();
            running.add(threads.submit(() -> comeAndGo(hub, clients, own)));
            for (Future<?> part : running) {
                part.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            CHANNELS.forEach(channel -> awaitEnd(clients, channel));
        } finally {
            List.of(threads, walks, network).forEach(ExecutorService::shutdownNow);
        }
        assertEquals(
                List.of(),
                clients.stream()
                        .flatMap(client -> client.faults().stream())
                        .limit(5)
                        .toList());
        long gaps = clients.stream().mapToLong(StressClient::gaps).sum();
        assertTrue(seed % 2 == 0 || gaps == 0, gaps + " gaps");
        assertTrue(
                clients.stream().anyMatch(client -> client.messagesPerFrame() > 1.2), "some messages leave together");
    }

    private static ProtocolLimits limits(int recovery) {
        ProtocolLimits d = ProtocolLimits.DEFAULTS;
        return new ProtocolLimits(
                d.message(), d.batch(), d.depth(), d.subscriptions(), recovery, d.hello(), d.ping(), d.dead());
    }

    private void publish(HubProtocol protocol, String name, SplittableRandom random) {
        StressClient publisher = new StressClient(protocol, name, random.split(), network);
        for (int mid = 1; mid <= EACH * CHANNELS.size(); mid++) {
            String message = "{\"t\":\"pub\",\"id\":1,\"ch\":\"" + CHANNELS.get(mid % CHANNELS.size()) + "\",\"mid\":"
                    + mid + ",\"d\":" + mid + "}";
            publisher.say(message);
            if (random.nextInt(10) == 0) {
                publisher.say(message); // again: it must not come twice
            }
        }
        assertEquals(List.of(), publisher.faults());
    }

    private static void comeAndGo(Hub hub, List<StressClient> clients, SplittableRandom random) {
        List<String> epochs = new ArrayList<>();
        for (String channel : CHANNELS) {
            Hub.Following seen = (Hub.Following) hub.follow(channel, Start.with(0), 1, delivery -> true);
            epochs.add(seen.top().epoch());
            seen.subscription().close();
        }
        for (int i = 0; i < CHANNELS.size(); i++) {
            for (StressClient client : clients) {
                client.follow(CHANNELS.get(i), epochs.get(i));
            }
        }
        for (int i = 0; i < 150; i++) {
            int which = random.nextInt(CHANNELS.size());
            StressClient client = clients.get(random.nextInt(clients.size()));
            client.leave(CHANNELS.get(which));
            await(() -> client.hasLeft(CHANNELS.get(which)), "the answer to unsub");
            client.follow(CHANNELS.get(which), epochs.get(which));
        }
    }

    private static void awaitEnd(List<StressClient> clients, String channel) {
        long end = PUBLISHERS * (long) EACH;
        for (StressClient client : clients) {
            await(() -> client.isAt(channel, end), "the end of " + channel);
        }
    }

    private static void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "no sign of " + what);
            Thread.onSpinWait();
        }
    }
}
