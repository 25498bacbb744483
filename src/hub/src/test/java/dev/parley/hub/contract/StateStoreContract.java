package dev.parley.hub.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.SentChange;
import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StateValue;
import dev.parley.hub.spi.StateWrite;
import dev.parley.hub.spi.StoredState;
import dev.parley.hub.spi.StoredState.Taken;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link StateStore} promises. A subclass makes the stores and adds only what is special to its kind. */
public abstract class StateStoreContract {
    /** Name of a channel. */
    protected static final String A = "sync:a";

    private static final long NOW = 1_700_000_000_000L;

    /** Makes a store without channels, or begins it anew on what is kept. */
    protected abstract StateStore store();

    /** Ends the last store as it ends with its process, and begins it anew. */
    protected abstract StateStore restarted();

    /** Hears what a channel is told. For any thread. */
    protected static final class Heard implements StoredState.Listener {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        /** Has heard nothing. */
        public Heard() {}

        @Override
        public void kept(long number) {
            told.add("kept " + number);
        }

        @Override
        public void lost() {
            told.add("lost");
        }

        @Override
        public void found(StateContent news) {
            told.add("found " + news.version() + " " + keys(news));
        }

        @Override
        public void ended() {
            told.add("ended");
        }

        /** Waits for the next thing that is told. */
        public String next() {
            try {
                return String.valueOf(told.poll(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Waits until everything up to a write is kept. */
        public void awaitKept(long number) {
            String next = next();
            while (next.startsWith("kept ") && Long.parseLong(next.substring("kept ".length())) < number) {
                next = next();
            }
            assertEquals("kept " + number, next);
        }
    }

    /** Opens a channel whose news are heard. */
    protected static StoredState open(StateStore store, String channel, Heard heard) {
        StoredState state = store.open(channel);
        state.listen(heard);
        return state;
    }

    /** Makes a write; an empty value deletes. */
    protected static StateWrite write(long number, String key, String value) {
        Optional<String> text = Optional.of(value).filter(some -> !some.isEmpty());
        return new StateWrite(number, number, Optional.of(new StateValue(key, text, number, 0)), Optional.empty());
    }

    /** Makes a write of a client. */
    protected static StateWrite sent(long number, String key, String value, String client) {
        SentChange change = new SentChange(new MessageId(client, number), number * 7, number, NOW);
        return new StateWrite(number, number, write(number, key, value).value(), Optional.of(change));
    }

    /** Makes writes, which are numbered from one on, and waits until they are kept. */
    protected static void keep(StoredState state, Heard heard, StateWrite... writes) {
        boolean later = false;
        for (StateWrite write : writes) {
            Taken taken = state.write(write);
            assertNotEquals(Taken.REFUSED, taken);
            later = taken == Taken.LATER;
        }
        if (later) {
            heard.awaitKept(writes[writes.length - 1].number());
        }
    }

    /** Returns keys and values in the order of their versions. */
    protected static String keys(StateContent content) {
        return content.values().stream()
                .map(value -> value.key() + "=" + value.value().orElse("") + "@" + value.version())
                .toList()
                .toString();
    }

    /** Checks what is there of a channel; nothing if it does not last. */
    private static void assertKept(String epoch, StateContent expected, StateStore store) {
        StoredState again = store.open(A);
        if (store.isLasting(A)) {
            assertEquals(expected, again.content());
            assertEquals(epoch, again.epoch());
        } else {
            assertEquals(StateContent.NONE, again.content());
            assertNotEquals(epoch, again.epoch());
        }
        again.close();
    }

    private static StateContent content(long version, long forgotten, StateWrite... writes) {
        return new StateContent(
                version,
                forgotten,
                List.of(writes).stream()
                        .flatMap(write -> write.value().stream())
                        .toList(),
                List.of(writes).stream().flatMap(write -> write.sent().stream()).toList());
    }

    @Test
    void beginsEachChannelWithNothing() {
        StateStore store = store();
        StoredState a = store.open(A);
        StoredState b = store.open("sync:b");
        assertEquals(StateContent.NONE, a.content());
        assertEquals(StateContent.NONE, b.content());
        assertNotEquals(a.epoch(), b.epoch());
    }

    @Test
    void keepsTheNewestValueOfEachKeyAndThatItWasDeleted() {
        StateStore store = store();
        Heard heard = new Heard();
        StoredState state = open(store, A, heard);
        StateWrite[] last = {write(3, "c", "\"x\""), write(4, "b", ""), write(5, "a", "{\"n\":2}")};
        keep(state, heard, write(1, "a", "1"), write(2, "b", "2"), last[0], last[1], last[2]);
        String epoch = state.epoch();
        state.close();
        assertKept(epoch, content(5, 0, last), store);
        assertKept(epoch, content(5, 0, last), restarted());
    }

    @Test
    void tellsOfWritesInOrder() {
        Heard heard = new Heard();
        StoredState state = open(store(), A, heard);
        boolean later = false;
        for (int number = 1; number <= 200; number++) {
            later = state.write(write(number, "k" + number % 3, Integer.toString(number))) == Taken.LATER;
        }
        long last = later ? 0 : 200;
        while (last < 200) {
            long next = Long.parseLong(heard.next().substring("kept ".length()));
            assertEquals(true, next > last, next + " after " + last);
            last = next;
        }
    }

    @Test
    void keepsWhoMadeWhichChangeAndWhenValuesGo() {
        StateStore store = store();
        Heard heard = new Heard();
        StoredState state = open(store, A, heard);
        StateValue brief = new StateValue("b", Optional.of("1"), 2, NOW + 1000);
        StateWrite[] all = {
            sent(1, "a", "1", "ann"),
            new StateWrite(2, 2, Optional.of(brief), Optional.empty()),
            // nothing to do, which is remembered too
            new StateWrite(
                    3, 2, Optional.empty(), Optional.of(new SentChange(new MessageId("bob", 9), -5, 2, NOW + 1))),
            sent(4, "c", "1", "ann")
        };
        StateWrite fourth = new StateWrite(
                4,
                3,
                Optional.of(new StateValue("c", Optional.of("1"), 3, 0)),
                sent(4, "", "", "ann").sent());
        all[3] = fourth;
        keep(state, heard, all);
        String epoch = state.epoch();
        state.close();
        StateContent expected = content(3, 0, all);
        List<SentChange> bySent = expected.sent().stream()
                .sorted(Comparator.comparingLong(SentChange::version))
                .toList();
        assertKept(epoch, new StateContent(3, 0, expected.values(), bySent), restarted());
    }

    @Test
    void forgetsDeletionsOfKeysThatHaveNotChangedSince() {
        StateStore store = store();
        Heard heard = new Heard();
        StoredState state = open(store, A, heard);
        keep(state, heard, write(1, "a", ""), write(2, "b", ""), write(3, "c", ""), write(4, "b", "1"));
        state.forget("a", 1);
        state.forget("b", 2);
        keep(state, heard, write(5, "d", "1"));
        String epoch = state.epoch();
        state.close();
        assertKept(epoch, content(5, 2, write(3, "c", ""), write(4, "b", "1"), write(5, "d", "1")), restarted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"é\uD83D\uDE00 '\"\\ %_;--\n\t", "NULL", " a ", "k", "ß'); DROP TABLE parley_value; --"})
    void takesAnyKeyAndAnyValue(String text) {
        StateStore store = store();
        Heard heard = new Heard();
        StoredState state = open(store, A, heard);
        StateWrite write = write(1, text, text);
        keep(state, heard, write);
        String epoch = state.epoch();
        state.close();
        assertKept(epoch, content(1, 0, write), store);
    }

    @Test
    void takesManyKeysAndLongValues() {
        StateStore store = store();
        Heard heard = new Heard();
        StoredState state = open(store, A, heard);
        StateWrite[] all = IntStream.rangeClosed(1, 1200)
                .mapToObj(number -> sent(number, "k" + number, number == 7 ? "7".repeat(1 << 20) : "1", "c"))
                .toArray(StateWrite[]::new);
        keep(state, heard, all);
        String epoch = state.epoch();
        state.close();
        assertKept(epoch, content(1200, 0, all), store);
    }

    @Test
    void goesOnWithWhatIsKept() {
        StateStore store = store();
        Heard heard = new Heard();
        StoredState state = open(store, A, heard);
        keep(state, heard, write(1, "a", "1"));
        String epoch = state.epoch();
        state.close();
        state.close();
        StoredState again = open(store, A, heard);
        if (!store.isLasting(A)) {
            return;
        }
        assertEquals(1, again.content().version());
        assertEquals(StateContent.NONE, again.content(), "it was handed over");
        StateWrite second = new StateWrite(1, 2, write(2, "a", "2").value(), Optional.empty());
        keep(again, heard, second);
        again.close();
        assertKept(epoch, content(2, 0, write(2, "a", "2")), restarted());
    }
}
