package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Hub.Seated;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.StreamPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members that come and go at random, with several connections, and readers of any speed, against a plain list. */
class PresenceModelTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    private static final class Run {
        final Random random;
        final Presence presence;
        final List<Seat> seats = new ArrayList<>();
        final Map<String, String> states = new TreeMap<>(); // of those who are there
        final Watcher[] watchers = new Watcher[4];
        final StateSubscription[] readers = new StateSubscription[watchers.length];
        long millis;
        int told;

        Run(long seed, PresenceLimits limits) {
            random = new Random(seed);
            presence = new Presences(
                            limits,
                            new ChannelMemory(Long.MAX_VALUE),
                            () -> "e",
                            () -> Instant.ofEpochMilli(millis),
                            Runnable::run)
                    .of("room", new Object(), new Presence.Listener() {});
            for (int i = 0; i < watchers.length; i++) {
                watchers[i] = new Watcher(Inbox.WIDE);
                readers[i] = presence.watch(watchers[i], Optional.empty());
                readers[i].start();
            }
        }

        void step() {
            int dice = random.nextInt(10);
            if (dice < 3) {
                String name = NAMES.get(random.nextInt(NAMES.size()));
                seats.add(((Seated) presence.enter(name, name, false)).seat());
                states.putIfAbsent(name, "null");
                presence.deliver();
            } else if (dice < 6 && !seats.isEmpty()) {
                Seat seat = seats.remove(random.nextInt(seats.size()));
                seat.close();
                if (seats.stream().noneMatch(other -> other.name().equals(seat.name()))) {
                    states.remove(seat.name());
                }
            } else if (dice == 6 && !seats.isEmpty()) {
                Seat seat = seats.get(random.nextInt(seats.size()));
                String state = Integer.toString(random.nextInt(100));
                seat.tell(state);
                states.put(seat.name(), state);
            } else if (dice == 7) {
                millis += random.nextInt(1500);
                presence.tick();
            } else {
                read(random.nextInt(watchers.length));
            }
            assertEquals(states.size(), presence.page("", 1).count());
        }

        /** A reader stands still, or goes on, or comes back on another connection. */
        private void read(int i) {
            if (random.nextInt(4) == 0) {
                readers[i].close();
                Optional<StreamPosition> since = watchers[i].isListed()
                        ? Optional.of(new StreamPosition("e", watchers[i].version()))
                        : Optional.empty();
                readers[i] = presence.watch(watchers[i], since);
                readers[i].start();
            }
            watchers[i].room = random.nextInt(3);
            readers[i].resume();
        }

        void check(int listed) {
            millis += Presence.PAUSE;
            presence.tick();
            for (int i = 0; i < watchers.length; i++) {
                watchers[i].room = Inbox.WIDE;
                readers[i].resume();
                assertEquals(List.of(), watchers[i].failures());
                assertEquals(states.size(), watchers[i].count());
                if (watchers[i].isListed()) {
                    assertEquals(states, watchers[i].members());
                } else {
                    assertTrue(states.size() > listed * 3 / 4, states + " are few enough to be listed");
                }
                told += watchers[i].words().split(", ").length;
            }
            assertEquals(
                    states,
                    presence.page("", NAMES.size()).members().stream()
                            .collect(Collectors.toMap(Attendee::name, Attendee::state, (a, b) -> a, TreeMap::new)));
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "100, 1", "100, 0", "4, 100", "4, 1", "1, 3"})
    void everyReaderKnowsWhoIsThere(int listed, int remembered) {
        int told = 0;
        for (int seed = 0; seed < 100; seed++) {
            Run run = new Run(seed, new PresenceLimits(100, listed, remembered, 100));
            for (int i = 1; i <= 200; i++) {
                run.step();
                if (i % 40 == 0) {
                    run.check(listed);
                }
            }
            told += run.told;
        }
        assertTrue(told > 1_000, told + " events");
    }
}
