package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.expectAnyOrder;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.script.Steps.sendEach;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Autobahn's category 5: messages in several frames (5.4). */
final class FragmentationCases {
    private static final String WHOLE = "fragment1fragment2";
    private static final List<Style> STYLES = List.of(
            new Style("in one write", frames -> send(frames)),
            new Style("in a write for each frame", frames -> sendEach(frames)),
            new Style("byte by byte", frames -> chopped(1, frames)));

    private FragmentationCases() {}

    /** How frames are written. */
    private record Style(String how, Function<RawFrame[], Step> sending) {
        Step of(RawFrame... frames) {
            return sending.apply(frames);
        }
    }

    static Stream<ConformanceCase> cases() {
        return Stream.of(fragmentedControl(), good(), stray(9, false), stray(12, true), strayBehind(), pieces())
                .flatMap(cases -> cases);
    }

    private static RawFrame first() {
        return text("fragment1").notFinal();
    }

    private static RawFrame last() {
        return continuation("fragment2");
    }

    private static Stream<ConformanceCase> fragmentedControl() {
        return Stream.of(
                must("5.1", "5.5", "A ping in two fragments fails the connection")
                        .why("A control frame is never fragmented.")
                        .connected(send(ping("fragment1").notFinal(), last()), failed(1002)),
                must("5.2", "5.5", "A pong in two fragments fails the connection")
                        .why("A control frame is never fragmented.")
                        .connected(send(RawFrame.pong("fragment1").notFinal(), last()), failed(1002)));
    }

    private static Stream<ConformanceCase> good() {
        Stream<ConformanceCase> plain = IntStream.range(0, 3)
                .mapToObj(i -> must(
                                "5." + (3 + i),
                                "5.4",
                                "A text in two fragments, " + STYLES.get(i).how + ", comes back whole")
                        .why("Fragments are put together to the message that they are parts of.")
                        .connected(STYLES.get(i).of(first(), last()), expect(echo(WHOLE))));
        Stream<ConformanceCase> pinged = IntStream.range(0, 3)
                .mapToObj(i -> must(
                                "5." + (6 + i),
                                "5.4",
                                "A ping between two fragments, " + STYLES.get(i).how + ", is answered")
                        .why(
                                "Control frames may stand between fragments. Both answers must come; in which order depends on a"
                                        + " race when all frames are there at once.")
                        .connected(
                                STYLES.get(i).of(first(), ping("ping payload"), last()),
                                expectAnyOrder(pong("ping payload"), echo(WHOLE))));
        return Stream.concat(plain, pinged);
    }

    private static Stream<ConformanceCase> stray(int number, boolean open) {
        RawFrame stray = continuation("non-continuation payload");
        RawFrame frame = open ? stray.notFinal() : stray;
        return IntStream.range(0, 3)
                .mapToObj(i -> must(
                                "5." + (number + i),
                                "5.4",
                                "A " + (open ? "continuation without FIN" : "final continuation")
                                        + " with nothing to continue, " + STYLES.get(i).how + ", fails the connection")
                        .why("A continuation frame needs a message that has begun and not ended.")
                        .connected(STYLES.get(i).of(frame, text("Hello, world!")), failed(1002)));
    }

    private static Stream<ConformanceCase> strayBehind() {
        RawFrame stray = continuation("fragment5");
        RawFrame[] open = {stray.notFinal(), first(), last(), stray.notFinal(), first(), last()};
        RawFrame[] closed = {stray, first(), last(), stray, first(), last()};
        return Stream.of(
                must("5.15", "5.4", "A stray continuation behind a good message fails the connection")
                        .why("The echo of the good message may or may not come before.")
                        .connected(
                                send(first(), last(), stray, text("fragment6")),
                                failed(1002).afterPerhaps(echo(WHOLE))),
                must("5.16", "5.4", "A stray continuation without FIN before good messages fails the connection")
                        .why("The first frame is wrong; what follows is not looked at any more.")
                        .connected(send(open), failed(1002)),
                must("5.17", "5.4", "A stray final continuation before good messages fails the connection")
                        .why("The first frame is wrong; what follows is not looked at any more.")
                        .connected(send(closed), failed(1002)),
                must("5.18", "5.4", "A second text within a text fails the connection")
                        .why("A new message begins only after the last has ended.")
                        .connected(send(first(), text("fragment2")), failed(1002)));
    }

    /** Autobahn pauses for a second; here the pong is the pause: it proves that the ping was read before the rest came. */
    private static Stream<ConformanceCase> pieces() {
        RawFrame second = continuation("fragment2").notFinal();
        RawFrame third = continuation("fragment3").notFinal();
        RawFrame fourth = continuation("fragment4").notFinal();
        RawFrame fifth = continuation("fragment5");
        String all = "fragment1fragment2fragment3fragment4fragment5";
        return IntStream.range(0, 2)
                .mapToObj(i -> must(
                                "5." + (19 + i),
                                "5.4",
                                "A text in five fragments with two pings, " + STYLES.get(i).how
                                        + ", is answered as it comes")
                        .why("A ping is answered while the message around it is still under way.")
                        .connected(
                                STYLES.get(i).of(first(), second, ping("ping payload 1")),
                                expect(pong("ping payload 1")),
                                STYLES.get(i).of(third, fourth, ping("ping payload 2")),
                                expect(pong("ping payload 2")),
                                STYLES.get(i).of(fifth),
                                expect(echo(all))));
    }
}
