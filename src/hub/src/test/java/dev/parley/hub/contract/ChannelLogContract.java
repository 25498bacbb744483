package dev.parley.hub.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a {@link ChannelLog} promises. A subclass makes the logs and adds only what is special to its kind. */
public abstract class ChannelLogContract {
    /** Messages a log keeps in tests whose subject is not the bound. */
    protected static final int MANY = 1000;

    /** Makes an empty log of its own epoch that keeps {@code maxMessages} publications. */
    protected abstract ChannelLog empty(int maxMessages);

    /**
     * A page that is asked for.
     *
     * @param appended publications appended
     * @param kept publications the log may keep
     * @param from first offset expected; above {@code to} if none is
     */
    protected record Page(String name, int appended, int kept, long after, int limit, long from, long to) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Page> pages() {
        return Stream.of(
                new Page("nothing of an empty log", 0, 10, 0, 5, 1, 0),
                new Page("all of it", 5, 10, 0, 10, 1, 5),
                new Page("all of it with just the limit", 5, 10, 0, 5, 1, 5),
                new Page("the first page", 9, 10, 0, 3, 1, 3),
                new Page("a page in the first half", 9, 10, 2, 3, 3, 5),
                new Page("a page in the second half", 9, 10, 5, 3, 6, 8),
                new Page("a last page that is short", 9, 10, 7, 3, 8, 9),
                new Page("the newest", 9, 10, 8, 3, 9, 9),
                new Page("nothing after the newest", 9, 10, 9, 3, 10, 9),
                new Page("nothing after what is to come", 9, 10, 50, 3, 10, 9),
                new Page("the oldest kept in place of those dropped", 25, 10, 0, 3, 16, 18),
                new Page("the oldest kept, asked for by its predecessor", 25, 10, 15, 3, 16, 18),
                new Page("the one after the oldest kept", 25, 10, 16, 3, 17, 19),
                new Page("all that is kept", 25, 10, 3, 99, 16, 25),
                new Page("the only one kept", 25, 1, 0, 3, 25, 25),
                new Page("the newest of many", MANY, MANY, MANY - 1, 64, MANY, MANY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void readsWhatIsKeptInOrder(Page page) {
        ChannelLog log = filled(page.appended(), page.kept());
        assertEquals(
                LongStream.rangeClosed(page.from(), page.to()).boxed().toList(),
                offsets(log.read(page.after(), page.limit())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void knowsItsFirstAndItsLast(Page page) {
        ChannelLog log = filled(page.appended(), page.kept());
        assertEquals(page.appended(), log.top());
        assertEquals(Math.max(1, page.appended() - page.kept() + 1), log.first());
    }

    @Test
    void remembersUpToWhereEachClientHasHandledWhatWasPublished() {
        ChannelLog log = empty(MANY);
        published(log, draft("one"));
        published(log, draft("two"));
        assertEquals(Optional.empty(), log.acknowledged("ann"));
        log.acknowledge("ann", 2);
        log.acknowledge("ann", 1);
        log.acknowledge("bob", 1);
        assertEquals(Optional.of(new StreamPosition(log.epoch(), 2)), log.acknowledged("ann"));
        assertEquals(Optional.of(new StreamPosition(log.epoch(), 1)), log.acknowledged("bob"));
        assertEquals(Optional.empty(), log.acknowledged("cat"));
    }

    @Test
    void numbersFromOneWithoutHoles() {
        ChannelLog log = empty(3);
        for (long offset = 1; offset <= 10; offset++) {
            assertEquals(offset, published(log, draft("x")).offset());
            assertEquals(offset, log.top());
        }
    }

    @Test
    void givesBackWhatWasAppended() {
        ChannelLog log = empty(MANY);
        List<Draft> drafts = List.of(
                new Draft(Optional.empty(), 0, "", ""),
                new Draft(Optional.of("7"), 1_700_000_000_123L, "bob", "\"hello\""),
                new Draft(
                        Optional.of("\"ü\""),
                        Long.MAX_VALUE,
                        "Zoë 🙂",
                        "{\"a\":[1,null,\"\\ud83d\\ude42 🙂\\u0000\"]}"),
                new Draft(Optional.of(""), -1, "x".repeat(1000), "\"" + "é".repeat(50_000) + "\""));
        List<Publication> appended =
                drafts.stream().map(draft -> published(log, draft)).toList();
        assertEquals(appended, log.read(0, drafts.size()));
        for (int i = 0; i < drafts.size(); i++) {
            Publication publication = appended.get(i);
            assertEquals(
                    drafts.get(i),
                    new Draft(publication.id(), publication.time(), publication.sender(), publication.data()));
        }
    }

    @Test
    void keepsItsEpoch() {
        ChannelLog log = empty(1);
        String epoch = log.epoch();
        append(log, draft("a"));
        append(log, draft("b"));
        assertTrue(!epoch.isEmpty());
        assertEquals(epoch, log.epoch());
    }

    @Test
    void givesPagesThatLaterAppendsDoNotChange() {
        ChannelLog log = filled(3, 3);
        List<Publication> page = log.read(0, 3);
        append(log, draft("more"));
        assertEquals(List.of(1L, 2L, 3L), offsets(page));
    }

    @Test
    void isReadWhileItIsAppendedTo() throws Exception {
        ChannelLog log = empty(50);
        int appends = 3000;
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> last = Stream.generate(() -> readers.submit(() -> readToTheEnd(log, appends, done)))
                    .limit(2)
                    .toList();
            appendAll(log, appends, number -> draft(Integer.toString(number)));
            done.countDown();
            for (Future<Long> reader : last) {
                assertEquals(appends, reader.get(10, TimeUnit.SECONDS));
            }
        } finally {
            readers.shutdownNow();
        }
    }

    /** Reads page by page, and checks that pages have no holes and begin at the first one kept or where asked to. */
    private static long readToTheEnd(ChannelLog log, int end, CountDownLatch done) {
        long offset = 0;
        while (offset < end) {
            boolean over = done.getCount() == 0;
            long top = log.top();
            List<Publication> page = log.read(offset, 7);
            if (page.isEmpty()) {
                assertTrue(!over, "nothing to read after the end");
                continue;
            }
            long from = page.get(0).offset();
            long begin = offset;
            assertAll(
                    () -> assertTrue(from > begin, "goes on after what was asked"),
                    () -> assertTrue(from == begin + 1 || from >= top - 49, "leaves out only what is not kept"));
            for (Publication publication : page) {
                assertEquals(Long.toString(publication.offset()), publication.data());
            }
            assertEquals(LongStream.range(from, from + page.size()).boxed().toList(), offsets(page));
            offset = from + page.size() - 1;
        }
        return offset;
    }

    /** What comes of a message that was sent before, and of one that was not. */
    protected record Resent(String name, int sent, long number, String data, Appended expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Resent> resent() {
        int many = ChannelLog.REMEMBERED;
        return Stream.of(
                new Resent("the last one again", 3, 3, "3", new Appended.Duplicate(3)),
                new Resent("the first one again", 3, 1, "1", new Appended.Duplicate(1)),
                new Resent("other data", 3, 2, "x", new Appended.Reused(2)),
                new Resent("the oldest that is sure to be known", many, 1, "1", new Appended.Duplicate(1)),
                new Resent("one that is too old", many + 1, 1, "1", new Appended.Forgotten()),
                new Resent(
                        "the oldest known after many",
                        3 * many,
                        2L * many + 1,
                        "" + (2 * many + 1),
                        new Appended.Duplicate(2L * many + 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resent")
    void knowsMessagesAgainThoughTheyAreNotKept(Resent resent) {
        ChannelLog log = empty(1);
        appendAll(log, resent.sent(), number -> draft("ann", number, Integer.toString(number)));
        assertEquals(resent.expected(), append(log, draft("ann", resent.number(), resent.data())));
        assertEquals(resent.sent(), log.top(), "nothing was appended");
        assertEquals(
                resent.sent() + 1,
                published(log, draft("bob", resent.number(), resent.data())).offset());
        assertEquals(resent.expected(), append(log, draft("ann", resent.number(), resent.data())));
    }

    @Test
    void takesNumbersInAnyOrderAndWithHoles() {
        ChannelLog log = empty(MANY);
        for (long number : List.of(5L, 2L, 9L, 7L)) {
            published(log, draft("ann", number, "n" + number));
        }
        assertEquals(new Appended.Duplicate(2), append(log, draft("ann", 2, "n2")));
        assertEquals(new Appended.Duplicate(4), append(log, draft("ann", 7, "n7")));
        assertEquals(5, published(log, draft("ann", 6, "n6")).offset());
    }

    @Test
    void appendsWhatHasNoNumberAsOftenAsItComes() {
        ChannelLog log = empty(MANY);
        assertEquals(1, published(log, draft("x")).offset());
        assertEquals(2, published(log, draft("x")).offset());
    }

    @Test
    void tellsOfEachPublicationOnceInOrderAndBeforeItsPublisherIsTold() {
        ChannelLog log = empty(MANY);
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        log.listen(new ChannelLog.Listener() {
            @Override
            public void appended(List<Publication> publications) {
                publications.forEach(publication -> told.add("+" + publication.offset()));
            }

            @Override
            public void ended() {
                told.add("ended");
            }
        });
        List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Appended>> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) { // without waiting for any of them
            int number = i / 3 + 1;
            all.add(begun(log, draft("ann", number, i % 3 == 2 ? "y" : "x")).thenApply(appended -> {
                outcomes.add(told.contains("+" + number) ? "told" : "not told");
                return appended;
            }));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int offset = i / 3 + 1;
            Appended outcome = settled(all.get(i));
            if (i % 3 == 0) {
                expected.add("+" + offset);
                assertEquals(
                        offset,
                        assertInstanceOf(Appended.New.class, outcome)
                                .publication()
                                .offset());
            } else {
                assertEquals(
                        i % 3 == 1 ? new Appended.Duplicate(offset) : new Appended.Reused(offset), outcome, "" + i);
            }
        }
        assertEquals(expected, told);
        assertEquals(Collections.nCopies(all.size(), "told"), outcomes);
    }

    @Test
    void isSettledWhenAllIsTold() {
        ChannelLog log = empty(MANY);
        assertTrue(log.isSettled());
        append(log, draft("x"));
        await(log::isSettled);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within 30 s");
            Thread.onSpinWait();
        }
    }

    /** Makes a log and appends as many drafts. */
    protected final ChannelLog filled(int appended, int kept) {
        ChannelLog log = empty(kept);
        appendAll(log, appended, number -> draft(Integer.toString(number)));
        return log;
    }

    /** Appends as many drafts, numbered from 1, to a log without any, and waits for all together: a disk takes its time. */
    protected static void appendAll(ChannelLog log, int count, IntFunction<Draft> drafts) {
        List<CompletableFuture<Appended>> outcomes = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            outcomes.add(begun(log, drafts.apply(number)));
        }
        for (int number = 1; number <= count; number++) {
            Appended.New fresh = assertInstanceOf(Appended.New.class, settled(outcomes.get(number - 1)));
            assertEquals(number, fresh.publication().offset());
        }
    }

    /** Appends a draft and waits until it is told what became of it. */
    protected static Appended append(ChannelLog log, Draft draft) {
        return settled(begun(log, draft));
    }

    /** Appends a draft. */
    protected static CompletableFuture<Appended> begun(ChannelLog log, Draft draft) {
        CompletableFuture<Appended> outcome = new CompletableFuture<>();
        log.append(draft, outcome::complete).ifPresent(outcome::complete);
        return outcome;
    }

    /** Waits for an outcome. */
    protected static Appended settled(CompletableFuture<Appended> outcome) {
        try {
            return outcome.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        }
    }

    /** Appends a draft that is new. */
    protected static Publication published(ChannelLog log, Draft draft) {
        return assertInstanceOf(Appended.New.class, append(log, draft)).publication();
    }

    /** Makes a draft with a number. */
    protected static Draft draft(String client, long number, String data) {
        return new Draft(Optional.empty(), Optional.of(new MessageId(client, number)), 0, client, data);
    }

    /** Makes a draft of {@code data}. */
    protected static Draft draft(String data) {
        return new Draft(Optional.empty(), 0, "bob", data);
    }

    /** Returns the offsets of {@code page}. */
    protected static List<Long> offsets(List<Publication> page) {
        List<Long> offsets = new ArrayList<>();
        page.forEach(publication -> offsets.add(publication.offset()));
        return offsets;
    }
}
