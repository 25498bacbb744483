package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateChange.Conflict;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.patch.MergePatch;
import dev.parley.hub.spi.StreamPosition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random changes, and readers that come, read, stand still, go and come back, against the plainest model there is: the
 * whole channel at every version.
 */
class StateModelTest {
    private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f", "g");

    /** Readers, each with what it wants and the state of the channel it was last known to have. */
    private static final class Follower {
        final Set<String> keys;
        StateReader reader;
        StateSubscription subscription;

        Follower(Set<String> keys, StateReader reader, StateSubscription subscription) {
            this.keys = keys;
            this.reader = reader;
            this.subscription = subscription;
        }
    }

    private static final class Run {
        final Random random;
        final StateChannel channel;
        final List<Map<String, String>> history = new ArrayList<>(List.of(Map.of())); // by version
        final Map<String, Long> lastChange = new HashMap<>();
        final List<Follower> followers = new ArrayList<>();
        long told;
        long pages;
        long skipped;

        Run(long seed, StateLimits limits) {
            random = new Random(seed);
            channel = Board.channel(
                    limits, Board.common(new ChannelMemory(Long.MAX_VALUE), InstantSource.system(), Runnable::run));
        }

        int version() {
            return history.size() - 1;
        }

        Map<String, String> now() {
            return history.get(version());
        }

        void change() {
            String key = KEYS.get(Math.min(random.nextInt(KEYS.size()), random.nextInt(KEYS.size())));
            long since = random.nextInt(version() + 1);
            Condition condition = switch (random.nextInt(6)) {
                case 0 -> new Condition.Absent();
                case 1 -> new Condition.Unchanged(new StreamPosition("e", since));
                default -> new Condition.Always();
            };
            String text = "{\"" + (char) ('x' + random.nextInt(3)) + "\":" + random.nextInt(9) + ",\"long\":\""
                    + "l".repeat(random.nextInt(40)) + "\"}";
            StateChange change = switch (random.nextInt(5)) {
                case 0 -> StateChange.delete(key);
                case 1, 2 -> StateChange.patch(key, text);
                default -> StateChange.set(key, text);
            };
            check(change.when(condition), condition, since);
        }

        private void check(StateChange change, Condition condition, long since) {
            String key = change.key();
            boolean wanted = condition instanceof Condition.Always
                    || (condition instanceof Condition.Absent && !now().containsKey(key))
                    || (condition instanceof Condition.Unchanged && lastChange.getOrDefault(key, 0L) <= since);
            Map<String, String> next = new TreeMap<>(now());
            if (change.deed() == StateChange.Deed.DELETE) {
                next.remove(key);
            } else if (change.deed() == StateChange.Deed.SET) {
                next.put(key, change.text());
            } else {
                next.put(key, MergePatch.apply(next.getOrDefault(key, "null"), change.text()));
            }
            boolean absent = !now().containsKey(key);
            boolean changes = wanted && !(absent && change.deed() == StateChange.Deed.DELETE);
            if (changes) {
                history.add(next); // before it is made: readers are told at once
            }
            Outcome outcome = Board.change(channel, change, Optional.empty()).orElseThrow();
            boolean forgotten = absent && condition instanceof Condition.Unchanged && outcome.equals(new Conflict(0));
            if (!wanted || forgotten) { // of a key whose deletion is forgotten, nobody knows
                assertInstanceOf(Conflict.class, outcome);
                history.subList(history.size() - (changes ? 1 : 0), history.size())
                        .clear();
            } else {
                assertEquals(new Done(version()), outcome);
                lastChange.merge(key, changes ? (long) version() : 0, Math::max);
            }
        }

        void come() {
            Set<String> keys = random.nextBoolean()
                    ? Set.of()
                    : Set.of(KEYS.get(random.nextInt(3)), KEYS.get(3 + random.nextInt(3)));
            StateReader reader = new StateReader(random.nextInt(3));
            Follower follower = new Follower(keys, reader, subscribe(reader, keys, Optional.empty()));
            followers.add(follower);
            follower.subscription.start();
        }

        private StateSubscription subscribe(StateReader reader, Set<String> keys, Optional<StreamPosition> since) {
            States.Accepted accepted =
                    (States.Accepted) channel.subscribe(reader, since, keys).orElseThrow();
            assertEquals(new StreamPosition("e", version()), accepted.position());
            return accepted.subscription();
        }

        /** The connection breaks, and another one goes on from where the reader was. */
        void comeBack(Follower follower) {
            follower.subscription.close();
            long version = follower.reader.version();
            boolean known = version > 0 && random.nextInt(4) > 0;
            if (!known) {
                follower.reader = new StateReader(0);
            }
            follower.reader.room = random.nextInt(3);
            follower.subscription = subscribe(
                    follower.reader,
                    follower.keys,
                    known ? Optional.of(new StreamPosition("e", version)) : Optional.empty());
            follower.subscription.start();
        }

        /** All break at once: for a while nobody reads. */
        void leaveAll() {
            followers.forEach(follower -> follower.subscription.close());
            for (int i = random.nextInt(3); i > 0; i--) {
                change();
            }
            followers.forEach(this::comeBack);
        }

        void look(Follower follower) {
            assertEquals(List.of(), follower.reader.failures());
            long version = follower.reader.version();
            if (version > 0) {
                assertEquals(at(version, follower.keys), sorted(follower.reader.values()), "at version " + version);
            }
            for (Delivery delivery : follower.reader.take()) {
                told++;
                pages += delivery.event() instanceof ChannelEvent.Snapshot page && page.more() ? 1 : 0;
                skipped += delivery.event() instanceof ChannelEvent.Changed changed ? changed.skipped() : 0;
            }
        }

        Map<String, String> at(long version, Set<String> keys) {
            Map<String, String> values = new TreeMap<>(history.get((int) version));
            values.keySet().removeIf(key -> !keys.isEmpty() && !keys.contains(key));
            return sorted(values);
        }

        /** Brings the members of each value into one order: a patch leaves them in another than the new value has. */
        static Map<String, String> sorted(Map<String, String> values) {
            Map<String, String> sorted = new TreeMap<>();
            values.forEach((key, value) -> {
                String[] members = value.substring(1, value.length() - 1).split(",", -1);
                Arrays.sort(members);
                sorted.put(key, String.join(",", members));
            });
            return sorted;
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 65536, 1000", "2, 65536, 1", "1, 65536, 0", "3, 65536, 1000", "1000, 1000, 2"})
    void everyReaderKnowsTheChannelAsItWasAndIs(int page, int pageBytes, int deleted) {
        long told = 0;
        long pages = 0;
        long skipped = 0;
        for (int seed = 0; seed < 50; seed++) {
            Run run = new Run(seed, new StateLimits(100, 100, 10, 1000, 1 << 20, deleted, page, pageBytes));
            for (int i = 0; i < 300; i++) {
                step(run);
            }
            for (Follower follower : run.followers) {
                follower.reader.room = Inbox.WIDE;
                follower.subscription.resume();
                run.look(follower);
                assertEquals(run.at(run.version(), follower.keys), Run.sorted(follower.reader.values()));
                assertTrue(follower.reader.lives() > 0);
            }
            told += run.told;
            pages += run.pages;
            skipped += run.skipped;
        }
        assertTrue(told > 5_000, told + " deliveries");
        assertTrue(skipped > 200, skipped + " changes skipped");
        assertTrue((page == 1000 && pageBytes == 65536) || pages > 100, pages + " pages");
    }

    private static void step(Run run) {
        int dice = run.random.nextInt(20);
        if (dice == 0 && run.followers.size() < 8) {
            run.come();
        } else if (dice <= 12 || run.followers.isEmpty()) {
            run.change();
        } else {
            Follower follower = run.followers.get(run.random.nextInt(run.followers.size()));
            if (dice == 13) {
                run.comeBack(follower);
            } else if (dice == 14 && run.random.nextInt(5) == 0) {
                run.leaveAll();
            } else {
                follower.reader.room = run.random.nextInt(3);
                follower.subscription.resume();
            }
        }
        run.followers.forEach(run::look);
    }
}
