package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.expectAnyOrder;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.script.Steps.sendEach;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Fragmented messages that are right (5.4): binary ones, empty fragments, many of them, and control frames between. */
final class FragmentCases {
    private static final Payload BYTES = Payload.bytes(20);
    private static final RawFrame FIRST = binary(BYTES.slice(0, 10)).notFinal();
    private static final RawFrame LAST = continuation(BYTES.slice(10, 20));

    private FragmentCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(binaries(), empty(), many(), pinged()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> binaries() {
        return Stream.of(
                good("binary.one-write", "A binary message in two fragments", send(FIRST, LAST), BYTES),
                good("binary.two-writes", "A binary message in two writes", sendEach(FIRST, LAST), BYTES),
                good("binary.byte-by-byte", "A fragmented binary message byte by byte", chopped(1, FIRST, LAST), BYTES),
                good(
                        "binary.one-byte-each",
                        "A binary message of every byte, a fragment each",
                        Fragments.send(binary(Payload.bytes(256)), 1),
                        Payload.bytes(256)),
                good(
                        "binary.long",
                        "A binary message of 64 KiB in fragments of 1000",
                        Fragments.send(binary(Payload.bytes(65_536)), 1000),
                        Payload.bytes(65_536)),
                good(
                        "binary.not-text",
                        "A fragmented binary message that is not UTF-8",
                        send(binary(Payload.hex("ffc0")).notFinal(), continuation(Payload.hex("afed"))),
                        Payload.hex("ffc0afed")),
                must(
                                "fragmentation.binary.then-text",
                                "5.4",
                                "A binary message and a text, both in fragments, keep their types")
                        .why("The type of a message is that of its first frame; order is kept.")
                        .connected(
                                send(FIRST, LAST, text("te").notFinal(), continuation("xt")),
                                expect(echo(false, BYTES), echo("text"))),
                must(
                                "fragmentation.binary.then-whole",
                                "5.4",
                                "A whole message right behind fragments is one of its own")
                        .why("The message before ended with its last fragment.")
                        .connected(send(FIRST, LAST, binary(BYTES)), expect(echo(false, BYTES), echo(false, BYTES))));
    }

    private static Stream<ConformanceCase> empty() {
        RawFrame nothing = continuation("").notFinal();
        return Stream.of(
                good(
                        "empty.all",
                        "A binary message of three empty fragments",
                        send(binary(Payload.EMPTY).notFinal(), nothing, continuation("")),
                        Payload.EMPTY),
                good(
                        "empty.first",
                        "An empty first fragment",
                        send(binary(Payload.EMPTY).notFinal(), continuation(BYTES)),
                        BYTES),
                good("empty.last", "An empty last fragment", send(binary(BYTES).notFinal(), continuation("")), BYTES),
                good("empty.between", "Fifty empty fragments in the middle", send(padded(50)), BYTES),
                must("fragmentation.empty.text", "5.4", "A text with an empty fragment within a character comes back")
                        .why("Text is judged as a whole; an empty fragment adds nothing.")
                        .connected(
                                send(text(Payload.hex("e2")).notFinal(), nothing, continuation(Payload.hex("82ac"))),
                                expect(echo("\u20ac"))));
    }

    private static RawFrame[] padded(int times) {
        RawFrame[] frames = new RawFrame[times + 2];
        Arrays.fill(frames, continuation("").notFinal());
        frames[0] = FIRST;
        frames[times + 1] = LAST;
        return frames;
    }

    private static Stream<ConformanceCase> many() {
        return Stream.of(
                good(
                        "many.growing",
                        "Fragments of 1, 2, 3 and so on to 300 bytes",
                        send(growing()),
                        Payload.bytes(45_150)),
                good(
                        "many.forms",
                        "Fragments whose lengths have all three forms",
                        send(
                                binary(Payload.bytes(125)).notFinal(),
                                continuation(Payload.bytes(125 + 126).slice(125, 251))
                                        .notFinal(),
                                continuation(Payload.bytes(251 + 65_536).slice(251, 65_787))),
                        Payload.bytes(65_787)),
                good(
                        "many.chopped",
                        "A message in fragments of 7 and writes of 5",
                        chopped(5, sevens()),
                        Payload.bytes(700)));
    }

    private static RawFrame[] growing() {
        Payload all = Payload.bytes(45_150);
        List<RawFrame> frames = new ArrayList<>();
        long at = 0;
        for (int size = 1; size <= 300; size++) {
            Payload piece = all.slice(at, at + size);
            RawFrame frame = size == 1 ? binary(piece) : continuation(piece);
            frames.add(size == 300 ? frame : frame.notFinal());
            at += size;
        }
        return frames.toArray(RawFrame[]::new);
    }

    private static RawFrame[] sevens() {
        Payload all = Payload.bytes(700);
        RawFrame[] frames = new RawFrame[100];
        for (int i = 0; i < frames.length; i++) {
            Payload piece = all.slice(7L * i, 7L * i + 7);
            RawFrame frame = i == 0 ? binary(piece) : continuation(piece);
            frames[i] = i == frames.length - 1 ? frame : frame.notFinal();
        }
        return frames;
    }

    private static Stream<ConformanceCase> pinged() {
        return Stream.of(
                must(
                                "fragmentation.binary.ping-between",
                                "5.4",
                                "A ping between the fragments of a binary message is answered")
                        .why("Control frames may stand between fragments. Both answers come; their order is a race.")
                        .connected(
                                send(FIRST, ping("between"), LAST),
                                expectAnyOrder(pong("between"), echo(false, BYTES))),
                must(
                                "fragmentation.binary.pings-awaited",
                                "5.4",
                                "Pings between fragments are answered before the message ends")
                        .why("A ping is answered while the message around it is still under way.")
                        .connected(
                                send(FIRST, ping("one")),
                                expect(pong("one")),
                                send(continuation("").notFinal(), ping("two")),
                                expect(pong("two")),
                                send(LAST),
                                expect(echo(false, BYTES))),
                must(
                                "fragmentation.binary.pong-between",
                                "5.5.3",
                                "A pong that nobody asked for stands between fragments")
                        .why("It is not answered and changes nothing.")
                        .connected(send(FIRST, RawFrame.pong("unasked"), LAST), expect(echo(false, BYTES))),
                must("fragmentation.binary.ping-byte-by-byte", "5.4", "The same with a ping, byte by byte")
                        .why("How TCP cuts frames means nothing. Both answers come; their order is a race.")
                        .connected(
                                chopped(1, FIRST, ping("between"), LAST),
                                expectAnyOrder(pong("between"), echo(false, BYTES))),
                must("fragmentation.text.ping-longest", "5.4", "A ping of 125 bytes between fragments keeps its bytes")
                        .why("The payload of the ping has nothing to do with that of the message around it.")
                        .connected(
                                send(text("te").notFinal(), ping(Payload.bytes(125)), continuation("xt")),
                                expectAnyOrder(pong(Payload.bytes(125)), echo("text"))));
    }

    private static ConformanceCase good(String name, String what, Step sending, Payload whole) {
        return must("fragmentation." + name, "5.4", what + " comes back whole")
                .why("However a message is cut, it is one message; the echo may be cut in any other way.")
                .connected(sending, expect(echo(false, whole)));
    }
}
