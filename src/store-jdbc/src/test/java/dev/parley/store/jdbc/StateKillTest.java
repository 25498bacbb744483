package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Snapshot;
import dev.parley.hub.Delivery;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateEntry;
import dev.parley.hub.States;
import dev.parley.hub.Subscriber;
import dev.parley.hub.spi.StreamPosition;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process is killed while it changes values: what it was told is there, once, and a reader goes on where it was. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // several processes, on a machine that may be busy
class StateKillTest {
    private static final int ROUNDS = 2;
    private static final int CHANGES = 150;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"log", "sync"})
    void losesNothingOnH2(String level) throws Exception {
        losesNothing(directory.toString(), level);
    }

    @Test
    void losesNothingOnPostgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            losesNothing(postgres.getJdbcUrl("postgres", "postgres"), "log");
        }
    }

    private static void losesNothing(String where, String level) throws Exception {
        Map<Long, Long> all = new HashMap<>();
        Optional<StreamPosition> position = Optional.empty();
        for (int round = 0; round < ROUNDS; round++) {
            long from = all.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
            String first = Long.toString(Math.max(1, from - 20)); // the last ones again
            Map<Long, Long> told = Killed.after(CHANGES, Changer.class, where, level, first);
            told.forEach((number, version) ->
                    assertEquals(version, all.getOrDefault(number, version), "change " + number + " was made again"));
            all.putAll(told);
            assertEquals(all.size(), new HashSet<>(all.values()).size(), "each has a version of its own");
            try (JdbcLogs logs = Changer.logs(where, level.equals("sync"))) {
                awaitUsable(logs);
                position = Optional.of(check(Changer.states(logs), all, position));
            }
        }
    }

    /** The database may not have noticed yet that the process is gone. */
    private static void awaitUsable(JdbcLogs logs) throws Exception {
        CompletableFuture<Boolean> usable = new CompletableFuture<>();
        logs.listen(is -> {
            if (is) {
                usable.complete(true);
            }
        });
        usable.get(60, TimeUnit.SECONDS);
    }

    private static StreamPosition check(States states, Map<Long, Long> told, Optional<StreamPosition> known)
            throws Exception {
        List<ChannelEvent> events = new ArrayList<>();
        Subscriber reader = new Subscriber() {
            @Override
            public boolean accept(Delivery delivery) {
                return events.add(delivery.event());
            }

            @Override
            public void failed(Throwable cause) {
                throw new AssertionError(cause);
            }
        };
        States.Accepted accepted = (States.Accepted) states.subscribe(Changer.CHANNEL, reader, known, Set.of());
        accepted.subscription().start();
        StreamPosition now = accepted.position();
        assertEquals(known.map(StreamPosition::epoch).orElse(now.epoch()), now.epoch());
        assertTrue(
                known.isEmpty() ? events.get(0) instanceof Snapshot : events.get(0) instanceof Changed,
                "a reader that comes back is told what has changed since, not everything: " + events);
        told.forEach((number, version) -> {
            StateEntry entry = states.get(Changer.CHANNEL, Changer.key(number)).orElseThrow();
            assertTrue(entry.version() >= version, "change " + number + " at " + version);
            assertEquals(
                    entry.version() == version,
                    entry.value().orElseThrow().equals(Long.toString(number)),
                    "change " + number + " at " + version);
        });
        // What is there though nobody was told: sent again, it is known.
        for (int key = 0; key < Changer.KEYS; key++) {
            StateEntry entry = states.get(Changer.CHANNEL, "k" + key).orElseThrow();
            CompletableFuture<Outcome> again = new CompletableFuture<>();
            Changer.change(states, Long.parseLong(entry.value().orElseThrow()), again::complete);
            assertEquals(entry.version(), Changer.version(again.get(60, TimeUnit.SECONDS)));
        }
        return now;
    }
}
