package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Readers that are no members: where they begin, and what they are told. */
class FollowTest {
    private static final int KEPT = 300;
    private static final int LIMIT = 200;
    private static final Pattern RUN = Pattern.compile("(?<!gap )\\b(\\d+)\\.\\.(\\d+)");

    private final Room room = new Room(KEPT);
    private final Inbox inbox = new Inbox(Inbox.WIDE);

    private void publish(int times) {
        for (int i = 0; i < times; i++) {
            AtomicReference<Appended> done = new AtomicReference<>();
            assertTrue(
                    room.channel.publish(new Message("bob", Optional.empty(), Optional.empty(), "\"x\""), done::set));
            assertInstanceOf(Appended.New.class, done.get());
        }
    }

    private Hub.Following follow(Start start) {
        return assertInstanceOf(
                Hub.Following.class, room.channel.follow(start, LIMIT, inbox).orElseThrow());
    }

    /**
     * A beginning.
     *
     * @param told what comes at once; {@code from} as the reader is told it
     */
    record Beginning(String name, int published, Start start, long from, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Beginning> beginnings() {
        return Stream.of(
                new Beginning("in an empty channel", 0, Start.with(10), 0, "live 0"),
                new Beginning("at the end", 7, Start.with(0), 7, "live 7"),
                new Beginning("with history", 7, Start.with(3), 4, "5..7, live 7"),
                new Beginning("with more history than there is", 7, Start.with(100), 0, "1..7, live 7"),
                new Beginning("with all that is kept", 1000, Start.with(LIMIT), 800, "801..1000, live 1000"),
                new Beginning("where the end is", 7, after("e", 7), 7, "live 7"),
                new Beginning("a few behind", 7, after("e", 4), 4, "5..7, live 7"),
                new Beginning("from the first", 7, after("e", 0), 0, "1..7, live 7"),
                new Beginning("as far behind as it goes", 200, after("e", 0), 0, "1..200, live 200"),
                new Beginning("further behind", 250, after("e", 9), 9, "LIMIT gap 10..50, 51..250, live 250"),
                new Beginning(
                        "further behind than is kept",
                        1000,
                        after("e", 9),
                        9,
                        "LIMIT gap 10..800, 801..1000, live 1000"),
                new Beginning("in another epoch", 7, after("old", 40), 0, "EPOCH gap 41.., 1..7, live 7"),
                new Beginning("at the beginning of another epoch", 0, after("old", 0), 0, "EPOCH gap 1.., live 0"),
                new Beginning(
                        "in another epoch, far behind",
                        250,
                        after("old", 40),
                        0,
                        "EPOCH gap 41.., LIMIT gap 1..50, 51..250, live 250"));
    }

    private static Start after(String epoch, long offset) {
        return Start.after(new StreamPosition(epoch, offset));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void begins(Beginning beginning) {
        publish(beginning.published());
        Hub.Following following = follow(beginning.start());
        assertEquals(new StreamPosition("e", beginning.published()), following.top());
        assertEquals(beginning.from(), following.from());
        assertEquals("", inbox.take(), "nothing before the start");
        following.subscription().start();
        assertEquals(beginning.told(), inbox.take());
        publish(2);
        assertEquals((beginning.published() + 1) + ".." + (beginning.published() + 2), inbox.take());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void beginsAsWellWithRoomForOneAtATime(Beginning beginning) {
        publish(beginning.published());
        inbox.room = 0;
        Hub.Following following = follow(beginning.start());
        following.subscription().start();
        List<String> told = new ArrayList<>();
        do {
            inbox.room = 1;
            following.subscription().resume();
            told.add(inbox.take());
        } while (inbox.room == 0);
        assertEquals(expanded(beginning.told()), String.join(", ", told.subList(0, told.size() - 1)));
    }

    /** Writes runs such as {@code 1..3} out. */
    private static String expanded(String told) {
        return RUN.matcher(told)
                .replaceAll(run -> LongStream.rangeClosed(Long.parseLong(run.group(1)), Long.parseLong(run.group(2)))
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", ")));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "7, 8", "7, 9007199254740991"})
    void refusesAPositionWhereNobodyHasBeen(int published, long offset) {
        publish(published);
        assertEquals(
                Optional.of(new Hub.Rejected(HubError.FUTURE_POSITION)),
                room.channel.follow(after("e", offset), LIMIT, inbox));
    }

    @Test
    void missesNothingThatIsPublishedBetweenTheReplyAndTheStart() {
        publish(5);
        Hub.Following following = follow(after("e", 2));
        publish(300); // the ring goes round as well
        following.subscription().start();
        assertEquals("gap 3..5, live 5, 6..305", inbox.take());
    }

    @Test
    void isLiveWhereItWasToldThatItWouldBe() {
        publish(5);
        Hub.Following following = follow(after("e", 2));
        publish(3);
        following.subscription().start();
        assertEquals("3..5, live 5, 6..8", inbox.take());
    }

    @Test
    void hearsNothingOfMembers() {
        Hub.Following following = follow(Start.with(0));
        following.subscription().start();
        Membership bob = room.enter("bob");
        bob.typing(true);
        Room.say(bob, 1);
        bob.close();
        assertEquals("live 0, 1", inbox.take());
        assertEquals("bob types, 1", room.inbox("bob").take());
    }

    @Test
    void keepsTheChannelWhileItFollows() {
        Hub.Following following = follow(Start.with(0));
        assertTrue(!room.channel.retire(0));
        following.subscription().close();
        assertTrue(room.channel.retire(0));
        assertEquals(Optional.empty(), room.channel.follow(Start.with(0), LIMIT, inbox));
        assertFalse(room.channel.publish(
                new Message("bob", Optional.empty(), Optional.empty(), "1"), FollowTest::unexpected));
    }

    private static void unexpected(Appended appended) {
        throw new AssertionError("told " + appended);
    }
}
