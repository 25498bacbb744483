package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StreamPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** A state channel under test with its clock and its executor. For one thread. */
final class Board {
    /** 4 keys of 4 bytes, 2 by name, values of 100 bytes, 2 deletions remembered, pages of 3 keys. */
    static final StateLimits SMALL = new StateLimits(4, 4, 2, 100, 10_000, 2, 3, 10_000);

    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    final ChannelMemory memory;
    final StateChannel channel;
    long millis = 1_000_000;

    Board(StateLimits limits) {
        this(limits, Long.MAX_VALUE);
    }

    Board(StateLimits limits, long memory) {
        this.memory = new ChannelMemory(memory);
        this.channel = channel(limits, common(this.memory, () -> Instant.ofEpochMilli(millis), tasks::add));
    }

    /** Makes a channel of the epoch "e" in memory. */
    static StateChannel channel(StateLimits limits, Presences common) {
        LateStates store = new LateStates();
        store.late = false;
        StateChannel.Keeping keeping = new StateChannel.Keeping(store.open("board"), false);
        return new StateChannel("board", keeping, limits, common, new Traffic());
    }

    /** Makes a change whose outcome is known at once; empty if the channel is retired. */
    static Optional<Outcome> change(StateChannel channel, StateChange change, Optional<MessageId> once) {
        List<Outcome> told = new ArrayList<>();
        boolean done = channel.change(change, once, told::add);
        assertEquals(done ? 1 : 0, told.size());
        return told.stream().findFirst();
    }

    /** Makes a change whose outcome is known at once. */
    static Outcome change(States states, String channel, StateChange change) {
        List<Outcome> told = new ArrayList<>();
        states.change(channel, change, Optional.empty(), told::add);
        assertEquals(1, told.size());
        return told.get(0);
    }

    Optional<Outcome> change(StateChange change, Optional<MessageId> once) {
        return change(channel, change, once);
    }

    /** What a channel shares with others. */
    static Presences common(ChannelMemory memory, InstantSource clock, Executor executor) {
        return new Presences(PresenceLimits.DEFAULTS, memory, () -> "p", clock, executor);
    }

    /** Limits with nothing but the bound of a page. */
    static StateLimits pages(int page) {
        return new StateLimits(1000, 100, 10, 1000, 1 << 20, 1000, page, 1 << 20);
    }

    Outcome change(StateChange change) {
        return change(change, Optional.empty()).orElseThrow();
    }

    /** Sets keys to numbers or deletes them: {@code set("a=1", "-b")}. */
    void set(String... words) {
        for (String word : words) {
            StateChange change = word.startsWith("-")
                    ? StateChange.delete(word.substring(1))
                    : StateChange.set(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            assertEquals(Done.class, change(change).getClass(), word);
        }
    }

    StateSubscription read(StateReader reader, String... keys) {
        StateSubscription subscription = subscribe(reader, Optional.empty(), keys);
        subscription.start();
        return subscription;
    }

    StateSubscription readSince(long version, StateReader reader, String... keys) {
        StateSubscription subscription = subscribe(reader, Optional.of(new StreamPosition("e", version)), keys);
        subscription.start();
        return subscription;
    }

    StateSubscription subscribe(StateReader reader, Optional<StreamPosition> since, String... keys) {
        return ((States.Accepted) channel.subscribe(reader, since, Set.of(keys)).orElseThrow()).subscription();
    }

    static Condition unchangedSince(long version) {
        return new Condition.Unchanged(new StreamPosition("e", version));
    }
}
