package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.Hub.Seated;
import dev.parley.hub.memory.ChannelMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** A room of few, where little is remembered, and somebody who watches it. */
abstract class PresenceFixture {
    long millis = 1_000_000;
    final List<String> heard = new ArrayList<>();
    final ChannelMemory memory = new ChannelMemory(100_000);
    final Presence presence = presence(new PresenceLimits(12, 4, 2, 10), memory);
    final Watcher watcher = new Watcher(Inbox.WIDE);

    Presence presence(PresenceLimits limits, ChannelMemory of) {
        Presence.Listener listener = new Presence.Listener() {
            @Override
            public void came(String name) {
                heard.add("+" + name);
            }

            @Override
            public void left(String name) {
                heard.add("-" + name);
            }

            @Override
            public void typing(String name, boolean on) {
                heard.add(name + (on ? " types" : " rests"));
            }

            @Override
            public void deliver() {
                heard.add(".");
            }
        };
        return new Presences(limits, of, () -> "e", () -> Instant.ofEpochMilli(millis), task -> {
                    throw new AssertionError("nothing here takes long");
                })
                .of("room", new Object(), listener);
    }

    @AfterEach
    final void leavesNothingUnsaid() {
        assertEquals("", watcher.words());
        assertEquals(List.of(), watcher.failures());
    }

    Seat enter(String name) {
        Seat seat = ((Seated) presence.enter(name, name.toLowerCase(Locale.ROOT), false)).seat();
        presence.deliver();
        return seat;
    }

    List<Seat> enter(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> enter("m" + i)).toList();
    }

    StateSubscription watch(Watcher by) {
        StateSubscription reader = presence.watch(by, Optional.empty());
        reader.start();
        return reader;
    }

    void told(String words) {
        assertEquals(words, watcher.words());
    }
}
