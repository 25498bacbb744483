package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.closed;
import static dev.parley.conformance.script.Closings.closedAfterPerhaps;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.opcode;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What stands before, between and behind: the close frame ends whatever was under way, and nothing behind it counts. */
final class ClosingOrderCases {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";

    private ClosingOrderCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(before(), between(), behind()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> before() {
        RawFrame[] many = IntStream.rangeClosed(0, 50)
                .mapToObj(i -> i == 50 ? close(1000) : text("message " + i))
                .toArray(RawFrame[]::new);
        Expected[] echoes =
                IntStream.range(0, 50).mapToObj(i -> echo("message " + i)).toArray(Expected[]::new);
        RawFrame binary = binary(Payload.bytes(300));
        return Stream.of(
                before("many", "Fifty texts before a close frame: perhaps their echoes, in order", send(many), echoes),
                before(
                        "ping",
                        "A ping before a close frame: perhaps its pong",
                        send(ping("p"), close(1000)),
                        pong("p")),
                before("binary", "A binary message before a close frame", send(binary, close(1000)), echo(binary)),
                before(
                        "byte-by-byte",
                        "A text and a close frame that come byte by byte",
                        chopped(1, text("before"), close(1000)),
                        echo("before")));
    }

    private static ConformanceCase before(String name, String title, Step sending, Expected... answers) {
        return must("closing.before." + name, "5.5.1", title)
                .why("A server may answer what came before, or the close frame at once; in any case it answers that.")
                .connected(sending, closedAfterPerhaps(List.of(answers), 1000));
    }

    private static Stream<ConformanceCase> between() {
        Payload half = Payload.hex("6162c3");
        return Stream.of(
                between("binary", binary(Payload.bytes(10)).notFinal()),
                between("text-without-more", text("never finished").notFinal()),
                between("half-a-character", text(half).notFinal()),
                between("empty-fragment", text("").notFinal()),
                must(
                                "closing.between.two-fragments",
                                "5.5.1",
                                "A close frame behind two of three fragments is answered")
                        .why("A message that is not finished is no fault.")
                        .connected(
                                send(text("a").notFinal(), continuation("b").notFinal(), close(1001)),
                                closed(1001, 1000)),
                must("closing.between.with-ping", "5.5.1", "A ping and a close frame between fragments are answered")
                        .why("Control frames may stand between fragments, and the last of them ends the connection.")
                        .connected(
                                send(text("a").notFinal(), ping("between")),
                                expect(pong("between")),
                                send(close(1000)),
                                closed(1000)),
                must("closing.between.bad-code", "7.4", "A bad close code between fragments fails the connection")
                        .why("The close frame is judged by itself, whatever stands around it.")
                        .connected(send(text("a").notFinal(), close(1005)), failed(1002)),
                must("closing.between.compressed", "5.5.1", "A close frame between compressed fragments is answered")
                        .why("A message that is not finished is no fault.")
                        .deflated(OFFER, send(text(Payload.hex("f248")).rsv(4).notFinal(), close(1000)), closed(1000)));
    }

    private static ConformanceCase between(String name, RawFrame fragment) {
        return must("closing.between." + name, "5.5.1", "A close frame behind a first fragment is answered: " + name)
                .why("A message that is not finished is no fault, and nothing of it comes back.")
                .connected(send(fragment, close(1000)), closed(1000));
    }

    private static Stream<ConformanceCase> behind() {
        return Stream.of(
                behind("binary", binary(Payload.bytes(10))),
                behind("continuation", continuation("nothing to continue")),
                behind("first-fragment", text("begun").notFinal()),
                behind("pong", RawFrame.pong("unasked")),
                behind("unmasked", text("unmasked").unmasked()),
                behind("reserved-bits", text("reserved").rsv(7)),
                behind("reserved-opcode", opcode(0xF, Payload.EMPTY)),
                behind("bad-text", text(Payload.hex("ff"))),
                behind("long-ping", ping(Payload.bytes(126))),
                behind("other-code", close(3999)),
                behind("bad-code", close(1005)),
                behind("all", text("a"), ping("b"), RawFrame.pong("c"), close(1002)));
    }

    private static ConformanceCase behind(String name, RawFrame... frames) {
        RawFrame[] all = new RawFrame[frames.length + 1];
        all[0] = close(1000);
        System.arraycopy(frames, 0, all, 1, frames.length);
        return must("closing.behind." + name, "5.5.1", "What stands behind a close frame is not looked at: " + name)
                .why("The first close frame is answered with its code, and nothing else comes.")
                .connected(send(Arrays.copyOf(all, all.length)), closed(1000));
    }
}
