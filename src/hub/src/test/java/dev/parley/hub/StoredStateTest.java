package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels of values that are kept elsewhere, which takes a while or fails. */
class StoredStateTest {
    private static final String A = "a";

    private final LateStates store = new LateStates();
    private final List<Outcome> told = new ArrayList<>();
    private long millis = 1_000_000;
    private States states = states(Board.SMALL, 1 << 20);
    private final StateReader reader = new StateReader(Inbox.WIDE);

    private States states(StateLimits limits, long memory) {
        return new States(
                new States.Limits(3, limits, memory, Duration.ofMinutes(1)),
                store,
                new ChannelRules(List.of()),
                () -> Instant.ofEpochMilli(millis),
                new Random(1),
                Runnable::run);
    }

    private void change(StateChange change) {
        states.change(A, change, Optional.empty(), told::add);
    }

    private void change(int number, StateChange change) {
        states.change(A, change, Optional.of(new MessageId("client", number)), told::add);
    }

    private void read(Optional<StreamPosition> since) {
        ((States.Accepted) states.subscribe(A, reader, since, Set.of()))
                .subscription()
                .start();
    }

    private Optional<String> value(String key) {
        return states.get(A, key).flatMap(StateEntry::value);
    }

    /** Ends the process, and begins anew on what is kept. */
    private void restart() {
        states = states(Board.SMALL, 1 << 20);
    }

    @Test
    void areShownAndAnsweredWhenTheyAreKept() {
        read(Optional.empty());
        assertEquals("snap@0, live@0", reader.words());
        change(StateChange.set("k", "1"));
        change(StateChange.set("k", "2"));
        assertEquals(List.of(), told);
        assertEquals("", reader.words());
        assertEquals(Optional.empty(), value("k"));
        store.last().write(1);
        assertEquals(List.of(new Done(1)), told);
        assertEquals("upd@1 k=1", reader.words());
        store.last().write();
        assertEquals(List.of(new Done(1), new Done(2)), told);
        assertEquals("upd@2 k=2", reader.words());
        assertEquals(Optional.of("2"), value("k"));
    }

    @Test
    void areDecidedUponWhatIsNotKeptYet() {
        Condition absent = new Condition.Absent();
        change(StateChange.set("k", "{\"x\":1}").when(absent));
        change(StateChange.set("k", "2").when(absent)); // its maker must not learn of the first before that is kept
        change(StateChange.patch("k", "{\"y\":2}"));
        change(StateChange.delete("l"));
        assertEquals(List.of(), told);
        store.last().write(1);
        assertEquals(List.of(new Done(1), new Conflict(1)), told);
        store.last().write();
        assertEquals(List.of(new Done(1), new Conflict(1), new Done(2), new Done(2)), told);
        assertEquals(Optional.of("{\"x\":1,\"y\":2}"), value("k"));
    }

    @Test
    void areNotMadeWhereNobodyKnowsWhetherTheyAreKept() {
        read(Optional.empty());
        change(1, StateChange.set("k", "1"));
        store.last().write();
        change(2, StateChange.set("k", "2"));
        change(3, StateChange.set("l", "3"));
        change(1, StateChange.set("k", "1"));
        store.last().lose(0);
        Refused not = new Refused(Why.UNAVAILABLE);
        assertEquals(List.of(new Done(1), not, not, not), told);
        told.clear();
        change(3, StateChange.set("l", "3"));
        change(2, StateChange.set("k", "2"));
        change(1, StateChange.set("k", "1"));
        store.last().write();
        assertEquals(List.of(new Done(2), new Done(3), new Repeated(1)), told);
        assertEquals("snap@0, live@0, upd@1 k=1, upd@3 l=3 k=2", reader.words());
    }

    @Test
    void areToldLaterWhereTheyWereKeptAfterAll() {
        read(Optional.empty());
        change(1, StateChange.set("k", "1"));
        change(2, StateChange.set("k", "2"));
        change(3, StateChange.delete("l"));
        change(4, StateChange.set("m", "4"));
        store.last().lose(3);
        Refused not = new Refused(Why.UNAVAILABLE);
        assertEquals(List.of(not, not, not, not), told);
        assertEquals("snap@0, live@0, upd@2 k=2 skipped 1", reader.words());
        told.clear();
        change(2, StateChange.set("k", "2"));
        change(3, StateChange.delete("l"));
        change(4, StateChange.set("m", "4"));
        store.last().write();
        assertEquals(List.of(new Repeated(2), new Repeated(2), new Done(3)), told);
        assertEquals("upd@3 m=4", reader.words());
    }

    @Test
    void areThereAfterARestartAndReadersGoOn() {
        change(1, StateChange.set("k", "1"));
        change(2, StateChange.set("l", "2"));
        change(3, StateChange.delete("k"));
        store.last().write();
        restart();
        read(Optional.of(new StreamPosition("e", 2)));
        assertEquals("upd@3 -k, live@3", reader.words());
        change(3, StateChange.delete("k"));
        change(4, StateChange.set("k", "4"));
        store.last().write();
        assertEquals(new Repeated(3), told.get(3));
        assertEquals(new Done(4), told.get(4));
        assertEquals("upd@4 k=4", reader.words());
        restart();
        store.epoch = "other";
        read(Optional.of(new StreamPosition("e", 4)));
        assertEquals("snap@4 k=4 l=2, live@4", reader.words());
    }

    @Test
    void areReadByWhoKnowsADeletionThatIsForgotten() {
        change(StateChange.set("k", "1"));
        for (String key : List.of("a", "b", "c", "d")) {
            change(StateChange.set(key, "1"));
            change(StateChange.delete(key));
        }
        store.last().write();
        restart();
        read(Optional.of(new StreamPosition("e", 2))); // two deletions are remembered: @7 and @9
        assertEquals("snap@9 k=1, live@9", reader.words());
        read(Optional.of(new StreamPosition("e", 5)));
        assertEquals("upd@9 -c -d skipped 2, live@9", reader.words());
    }

    @Test
    void goAtTheirTimeAcrossARestart() {
        change(StateChange.set("k", "1").lasting(Duration.ofSeconds(10)));
        change(StateChange.set("l", "1").lasting(Duration.ofSeconds(1)));
        change(StateChange.set("m", "1").lasting(Duration.ofSeconds(1)));
        store.last().write();
        change(StateChange.set("m", "2"));
        store.last().write();
        millis += 5_000;
        restart();
        read(Optional.empty());
        assertEquals("snap@4 k=1 l=1 m=2, live@4", reader.words());
        states.sweep();
        store.last().write();
        assertEquals("upd@5 -l", reader.words());
        for (int tick = 0; tick < 12; tick++) {
            states.sweep();
        }
        assertEquals(1, store.last().waiting(), "once, though it takes its time");
        store.last().lose(0);
        states.sweep();
        store.last().write();
        assertEquals("upd@6 -k", reader.words());
        assertEquals(Optional.of("2"), value("m"));
    }

    @Test
    void doNotGoWhileTheyAreAboutToBeRenewed() {
        change(StateChange.set("k", "1").lasting(Duration.ofMillis(500)));
        store.last().write();
        change(StateChange.set("k", "2").lasting(Duration.ofSeconds(5)));
        for (int tick = 0; tick < 4; tick++) {
            states.sweep();
        }
        store.last().write();
        assertEquals(Optional.of("2"), value("k"));
    }

    @Test
    void areBoundedWithThoseThatAreNotKeptYet() {
        for (String key : List.of("a", "b", "c", "d", "e")) {
            change(StateChange.set(key, "1"));
        }
        change(StateChange.delete("a"));
        change(StateChange.set("e", "1"));
        store.last().write();
        assertEquals(new Refused(Why.CHANNEL_FULL), told.get(4));
        assertEquals(new Done(5), told.get(5));
        assertEquals(new Done(6), told.get(6));
        long memory = states.memory();
        change(StateChange.set("e", "\"longer\""));
        change(StateChange.delete("b"));
        assertTrue(states.memory() != memory);
        store.last().lose(0);
        assertEquals(memory, states.memory(), "what is not done takes no memory");
    }

    @Test
    void keepTheirMemoryInOrderWhileDeletionsAreForgotten() {
        for (String key : List.of("a", "b", "c", "d", "a", "b")) {
            change(StateChange.set(key, "1"));
            change(StateChange.delete(key));
            if (key.equals("c")) {
                store.last().write();
            }
        }
        store.last().write();
        millis += Duration.ofMinutes(2).toMillis();
        states.sweep();
        assertEquals(0, states.channels());
        assertEquals(0, states.memory());
    }

    @Test
    void areNotForgottenWhileAnAnswerIsOwed() {
        change(StateChange.set("k", "1"));
        millis += Duration.ofMinutes(2).toMillis();
        states.sweep();
        assertEquals(1, states.channels());
        store.last().write();
        states.sweep();
        assertEquals(0, states.channels());
        assertEquals(Optional.of("1"), value("k"), "it is kept");
        assertEquals(1, states.channels());
    }

    @Test
    void makeRoomForOthersWithoutALoss() {
        store.late = false;
        for (String channel : List.of("a", "b", "c", "d", "e")) {
            states.change(channel, StateChange.set("k", "1"), Optional.empty(), told::add);
        }
        assertEquals(List.of(new Done(1), new Done(1), new Done(1), new Done(1), new Done(1)), told);
        assertEquals(3, states.channels());
        for (String channel : List.of("a", "b", "c", "d", "e")) {
            assertEquals(
                    "1", states.get(channel, "k").flatMap(StateEntry::value).orElseThrow());
        }
    }

    @Test
    void areNotTakenIntoMemoryThatThereIsNot() {
        store.late = false;
        states.change("a", StateChange.set("k", "\"" + "x".repeat(90) + "\""), Optional.empty(), told::add);
        states = states(Board.SMALL, 200);
        assertEquals(new States.Rejected(Why.MEMORY_FULL), states.subscribe("a", reader, Optional.empty(), Set.of()));
        assertEquals(0, states.memory());
        assertEquals(0, states.channels());
    }

    @Test
    void areRefusedWhileTheStoreIsBroken() {
        store.late = false;
        change(StateChange.set("k", "1"));
        long memory = states.memory();
        store.broken = true;
        change(StateChange.set("k", "\"longer\""));
        states.change("b", StateChange.set("k", "1"), Optional.empty(), told::add);
        Refused not = new Refused(Why.UNAVAILABLE);
        assertEquals(List.of(new Done(1), not, not), told);
        assertEquals(memory, states.memory());
        read(Optional.empty());
        assertEquals("snap@1 k=1, live@1", reader.words(), "what is in memory can be read");
        assertEquals(new States.Rejected(Why.UNAVAILABLE), states.subscribe("b", reader, Optional.empty(), Set.of()));
        assertEquals(new Hub.Rejected(HubError.LOG_UNAVAILABLE), states.enter("b", "ann", "ann"));
        store.broken = false;
        change(StateChange.set("k", "2"));
        assertEquals(new Done(2), told.get(3));
    }

    @Test
    void endTheirReadersWhenTheEpochEnds() {
        read(Optional.empty());
        change(StateChange.set("k", "1"));
        store.last().write();
        change(StateChange.set("k", "2"));
        store.last().lose(0);
        store.epoch = "other";
        store.last().end();
        assertEquals(LogUnavailableException.class, reader.failures().get(0).getClass());
        assertEquals(0, states.traffic().subscriptions());
        StateReader next = new StateReader(Inbox.WIDE);
        States.Accepted accepted = assertInstanceOf(
                States.Accepted.class, states.subscribe(A, next, Optional.of(new StreamPosition("e", 1)), Set.of()));
        accepted.subscription().start();
        assertEquals("other", accepted.position().epoch());
        assertEquals("snap@1 k=1, live@1", next.words());
    }

    @Test
    void tellTheOthersWhateverOneOfThemThrows() {
        states.change(A, StateChange.set("k", "1"), Optional.empty(), outcome -> {
            throw new IllegalStateException("of the test");
        });
        change(StateChange.set("k", "2"));
        store.last().write();
        assertEquals(List.of(new Done(2)), told);
        assertFalse(states.memory() == 0);
    }

    /** Whatever is kept, lost and found: who was told that it is done finds it done, and readers know what is kept. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreeInTheEndWithWhatIsKept(long seed) {
        Random random = new Random(seed);
        List<StateReader> readers = new ArrayList<>();
        long highest = 0;
        change(StateChange.set("k0", "0"));
        for (int step = 0; step < 2_000; step++) {
            String key = "k" + random.nextInt(4);
            switch (random.nextInt(12)) {
                case 0 -> {
                    StateReader another = new StateReader(Inbox.WIDE);
                    readers.add(another);
                    ((States.Accepted) states.subscribe(A, another, Optional.empty(), Set.of()))
                            .subscription()
                            .start();
                }
                case 2 -> change(StateChange.delete(key));
                case 3 -> change(StateChange.set(key, "{}").when(new Condition.Absent()));
                case 4 -> change(step + 1, StateChange.patch(key, "{\"x\":" + step + "}"));
                default -> change(step + 1, StateChange.set(key, "{\"n\":" + step + "}"));
            }
            if (random.nextInt(5) == 0) {
                int some = random.nextInt(store.last().waiting() + 1);
                if (random.nextInt(4) == 0) {
                    store.last().lose(some);
                } else if (some > 0) {
                    store.last().write(some);
                }
            }
            for (Outcome outcome : told) {
                if (outcome instanceof Done done) {
                    assertTrue(done.version() >= highest, done + " after " + highest);
                    highest = done.version();
                }
            }
            told.clear();
        }
        store.last().write();
        long version = store.last().content().version();
        for (StateReader one : readers) {
            assertEquals(List.of(), one.failures());
            assertEquals(
                    store.last().content().values().stream()
                            .filter(value -> value.value().isPresent())
                            .collect(Collectors.toMap(
                                    value -> value.key(), value -> value.value().orElseThrow())),
                    one.values());
        }
        assertTrue(highest <= version);
    }
}
