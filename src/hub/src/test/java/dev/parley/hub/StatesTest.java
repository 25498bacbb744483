package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.States.Accepted;
import dev.parley.hub.States.Limits;
import dev.parley.hub.States.Rejected;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatesTest {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final StateReader reader = new StateReader(Inbox.WIDE);
    private long millis = 1_000_000;
    private final States states = states(2, 1_000_000);

    private States states(int channels, long memory) {
        Limits limits = new Limits(channels, StateLimits.DEFAULTS, memory, IDLE);
        return new States(limits, () -> Instant.ofEpochMilli(millis), new Random(1), task -> {
            throw new AssertionError("nothing here takes long");
        });
    }

    private Accepted read(String channel) {
        return (Accepted) states.subscribe(channel, reader, Optional.empty(), Set.of());
    }

    @Test
    void makeAChannelForWhoReadsOrChangesIt() {
        assertEquals(0, states.channels());
        assertEquals(new Done(1), Board.change(states, "a", StateChange.set("k", "1")));
        Accepted accepted = read("a");
        assertEquals(1, accepted.position().offset());
        accepted.subscription().start();
        assertEquals("snap@1 k=1, live@1", reader.words());
        assertEquals("1", states.get("a", "k").flatMap(StateEntry::value).orElseThrow());
        Board.change(states, "a", StateChange.delete("k"));
        assertEquals(Optional.empty(), states.get("a", "k"));
        assertEquals(Optional.empty(), states.get("b", "k"));
        assertEquals(1, states.channels());
    }

    @Test
    void refuseAChannelMoreThanThereMayBe() {
        Board.change(states, "a", StateChange.set("k", "1"));
        Board.change(states, "b", StateChange.set("k", "1"));
        assertEquals(new Refused(Why.TOO_MANY_CHANNELS), Board.change(states, "c", StateChange.set("k", "1")));
        assertEquals(new Rejected(Why.TOO_MANY_CHANNELS), states.subscribe("c", reader, Optional.empty(), Set.of()));
        Board.change(states, "a", StateChange.delete("k")); // nobody would miss it
        assertEquals(new Done(1), Board.change(states, "c", StateChange.set("k", "1")));
        assertEquals(2, states.channels());
    }

    @Test
    void forgetWhatNobodyUsesAndBeginANewEpoch() {
        Board.change(states, "a", StateChange.set("k", "1"));
        StreamPosition before = read("a").position();
        millis += 10 * IDLE.toMillis();
        states.sweep();
        assertEquals(1, states.channels(), "somebody reads");
        ((Accepted) states.subscribe("b", reader, Optional.empty(), Set.of()))
                .subscription()
                .close();
        millis += IDLE.toMillis();
        states.sweep();
        assertEquals(1, states.channels());
        States other = states(2, 1_000_000);
        Board.change(other, "a", StateChange.set("k", "1"));
        Board.change(other, "a", StateChange.set("k", "2"));
        millis += IDLE.toMillis();
        other.sweep();
        assertEquals(0, other.channels());
        assertEquals(0, other.memory());
        Board.change(other, "a", StateChange.set("k", "3"));
        Accepted again = (Accepted) other.subscribe("a", reader, Optional.of(before), Set.of());
        assertNotEquals(before.epoch(), again.position().epoch());
        again.subscription().start();
        assertEquals("snap@1 k=3, live@1", reader.words());
    }

    @Test
    void shareTheirMemory() {
        States poor = states(2, 500);
        assertEquals(new Done(1), Board.change(poor, "a", StateChange.set("k", "1")));
        assertEquals(new Done(1), Board.change(poor, "b", StateChange.set("k", "1")));
        assertEquals(new Done(2), Board.change(poor, "a", StateChange.set("l", "1")));
        assertEquals(new Refused(Why.MEMORY_FULL), Board.change(poor, "b", StateChange.set("l", "1")));
        assertTrue(poor.memory() > 300 && poor.memory() <= 500);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, -1"})
    void refuseLimitsThatHoldNothing(int channels, long memory, int idle) {
        Duration time = Duration.ofSeconds(idle);
        assertThrows(IllegalArgumentException.class, () -> new Limits(channels, StateLimits.DEFAULTS, memory, time));
    }

    /** Threads that all make channels at once never make more than there may be, and lose no change to a retirement. */
    @Test
    void keepTheirBoundWhateverTheThreads() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                States few = states(2, 1_000_000);
                CyclicBarrier barrier = new CyclicBarrier(threads);
                List<Callable<Boolean>> deeds = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    String name = Integer.toString(thread);
                    deeds.add(() -> {
                        barrier.await(10, TimeUnit.SECONDS);
                        few.sweep();
                        boolean done = Board.change(few, name, StateChange.set("k", "1")) instanceof Done;
                        return done == few.get(name, "k").isPresent();
                    });
                }
                for (Future<Boolean> deed : pool.invokeAll(deeds)) {
                    assertTrue(deed.get());
                }
                assertEquals(2, few.channels());
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
