package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Members;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Typing;
import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.spi.Publication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker of the stress test is itself checked: it takes what is right, and each planted fault is found. */
class StreamCheckerTest {
    /** A change to a stream that is right, and what the checker says of it first; nothing if it stays right. */
    record Plant(String name, Consumer<List<ChannelEvent>> change, String fault) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Plant> plants() {
        return Stream.of(
                new Plant("nothing", events -> {}, ""),
                new Plant("a doubled publication", events -> events.add(2, events.get(1)), "cat: 6 follows 6"),
                new Plant(
                        "a publication again, much later", events -> events.add(9, events.get(1)), "cat: 6 follows 13"),
                new Plant("a lost publication", events -> events.remove(3), "cat: 8 follows 6"),
                new Plant("a lost first publication", events -> events.remove(1), "cat: 7 follows 5"),
                new Plant("a lost last publication", events -> events.remove(10), "cat: ends at 14, not at 15"),
                new Plant("reordered publications", events -> Collections.swap(events, 1, 3), "cat: 7 follows 5"),
                new Plant(
                        "publications of a publisher in another order than it made them",
                        events -> {
                            events.set(1, published(6, "ann", 3));
                            events.set(3, published(7, "ann", 2));
                        },
                        "cat: ann's 2 follows its 3"),
                new Plant(
                        "a publication of a publisher that is in the log twice",
                        events -> events.set(3, published(7, "ann", 2)),
                        "cat: ann's 2 follows its 2"),
                new Plant(
                        "a publication of a publisher that is not in the log",
                        events -> events.set(3, published(7, "ann", 4)),
                        "cat: ann's 4 follows its 2"),
                new Plant("a lost gap", events -> events.remove(5), "cat: 13 follows 7"),
                new Plant("a gap that is too short", events -> events.set(5, gap(8, 11)), "cat: 13 follows 11"),
                new Plant("a gap that is too long", events -> events.set(5, gap(8, 13)), "cat: 13 follows 13"),
                new Plant("a gap that begins late", events -> events.set(5, gap(9, 12)), "cat: 9 follows 7"),
                new Plant("a gap the wrong way round", events -> events.set(5, gap(8, 7)), "cat: gap 8..7"),
                new Plant(
                        "a publication from before a gap after it",
                        events -> events.set(6, published(13, "ann", 2)),
                        "cat: ann's 2 follows its 3"),
                new Plant("a doubled joining", events -> events.add(1, events.get(0)), "cat: bob joined twice"),
                new Plant("a lost joining", events -> events.remove(0), "cat: bob left without having been there"),
                new Plant(
                        "a doubled leaving",
                        events -> events.add(5, events.get(4)),
                        "cat: bob left without having been there"),
                new Plant(
                        "a leaving before its joining",
                        events -> Collections.swap(events, 0, 4),
                        "cat: bob left without having been there"),
                new Plant(
                        "a lost leaving",
                        events -> events.remove(8),
                        "cat: thinks that [ann, cat, dan, eve] are there, not [ann, cat, eve]"),
                new Plant(
                        "a list of members that is late",
                        events -> Collections.swap(events, 7, 8),
                        "cat: dan left without having been there"),
                new Plant(
                        "a list of members that lacks one",
                        events -> events.set(7, new Members(List.of("cat", "dan", "eve"))),
                        "cat: thinks that [cat, eve] are there, not [ann, cat, eve]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plants")
    void findsThePlantedFault(Plant plant) {
        List<ChannelEvent> stream = new ArrayList<>(List.of(
                new Joined("bob"), // 0
                published(6, "ann", 2),
                new Typing("bob", true), // 2
                published(7, "ann", 3),
                new Left("bob"), // 4
                gap(8, 12),
                published(13, "ann", 6), // 6
                new Members(List.of("ann", "cat", "dan", "eve")),
                new Left("dan"), // 8
                published(14, "ann", 7),
                published(15, "ann", 8))); // 10
        plant.change().accept(stream);
        assertEquals(plant.fault(), check(stream));
    }

    private static String check(List<ChannelEvent> events) {
        StreamChecker checker = new StreamChecker("cat", 5, List.of("ann", "cat"));
        events.forEach(checker::told);
        List<String> faults = checker.faults(15, List.of("ann", "cat", "eve"));
        return faults.isEmpty() ? "" : faults.get(0);
    }

    private static ChannelEvent published(long offset, String publisher, int number) {
        return new Published(new Publication(offset, Optional.empty(), 0, publisher, Integer.toString(number)));
    }

    private static ChannelEvent gap(long from, long to) {
        return new Gap(from, to, Why.TRIMMED);
    }
}
