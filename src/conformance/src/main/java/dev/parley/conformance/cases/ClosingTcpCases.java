package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Closings.closeCleanly;
import static dev.parley.conformance.script.Closings.closed;
import static dev.parley.conformance.script.Closings.ended;
import static dev.parley.conformance.script.Closings.endedAfterPerhaps;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.halfClose;
import static dev.parley.conformance.script.Steps.send;
import static dev.parley.conformance.script.Steps.sendBytes;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;
import java.util.stream.Stream;

/** Who ends TCP, and when (7.1.1, 7.1.5), and closing handshakes that the server begins (7.1.7, 7.3). */
final class ClosingTcpCases {
    /** Makes every server begin a closing handshake: it is the only way to ask one for it. */
    private static final RawFrame BAD = text("x").rsv(3);

    private ClosingTcpCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(ends(), halves(), byServer()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> ends() {
        return Stream.of(
                must("closing.tcp.server-ends", "7.1.1", "The server ends TCP, whatever the client does")
                        .why("After both close frames the server ends the connection; we keep our end open.")
                        .connected(send(close(1000)), closed(1000)),
                should("closing.tcp.clean", "7.1.1", "TCP ends with FIN, not with RST")
                        .why("A clean end is what lets the last frame arrive; nothing unread could excuse a reset.")
                        .connected(send(close(1000)), closedBy(Event.Ended.How.CLEANLY)),
                must("closing.tcp.without-code", "7.1.1", "The server ends TCP also after a close frame without a body")
                        .why("The body is optional, the end of TCP is not.")
                        .connected(send(close()), closed(-1, 1000)),
                must("closing.tcp.after-failure", "7.1.7", "The server ends TCP after it has failed the connection")
                        .why("We answer its close frame and keep our end open; the server must not.")
                        .connected(send(BAD), failed(1002)));
    }

    private static Stream<ConformanceCase> halves() {
        byte[] half = half(text("only half of this frame comes"));
        return Stream.of(
                must("closing.half.after-close", "5.5.1", "A close frame with FIN behind it is still answered")
                        .why("We have ended our direction only; the answer can still reach us.")
                        .connected(send(close(1000)), halfClose(), closed(1000)),
                quality("closing.half.idle", "7.1.5", "FIN without a close frame ends the connection")
                        .why("No close frame can come any more, so that there is nothing to wait for.")
                        .connected(halfClose(), ended()),
                quality("closing.half.within-frame", "7.1.5", "FIN within a frame ends the connection")
                        .why("The rest of the frame can not come any more, and nothing of it comes back.")
                        .connected(sendBytes("half a text frame", half), halfClose(), ended()),
                quality("closing.half.within-message", "7.1.5", "FIN between two fragments ends the connection")
                        .why("The rest of the message can not come any more, and nothing of it comes back.")
                        .connected(send(text("begun").notFinal()), halfClose(), ended()),
                quality("closing.half.behind-text", "7.1.5", "FIN right behind a text ends the connection")
                        .why("The echo may come before: that depends on a race.")
                        .connected(send(text("last words")), halfClose(), endedAfterPerhaps(echo("last words"))),
                quality("closing.half.behind-request", "7.1.5", "FIN right behind the request ends the connection")
                        .why("The server may have answered, 101 or an error; in any case it keeps no dead connection.")
                        .raw(act("the request, and FIN right behind it", ClosingTcpCases::requestAndFin), ended()));
    }

    private static Stream<ConformanceCase> byServer() {
        return Stream.of(
                begun(
                        "data-before-answer",
                        "Text between the server's close frame and our answer is not echoed",
                        send(text("too late")),
                        send(close(1002))),
                begun(
                        "ping-before-answer",
                        "A ping between the server's close frame and our answer gets no pong",
                        send(ping("too late")),
                        send(close(1002))),
                begun(
                        "bad-before-answer",
                        "A bad frame behind the server's close frame begins nothing new",
                        send(BAD),
                        send(close(1002))),
                begun(
                        "other-code",
                        "Our answer may carry another code than the server's close frame",
                        send(close(1001))),
                begun("without-code", "Our answer may carry no code", send(close())),
                begun("two-answers", "A second answer is not answered", send(close(1002), close(1000))),
                begun("half-close", "FIN instead of our answer ends the connection", halfClose()),
                must("closing.server.reset", "7.1.7", "RST instead of our answer harms nobody else")
                        .why("The next connection is as good as any.")
                        .raw(
                                act("a connection that is failed and then reset", ClosingTcpCases::failAndReset),
                                open(upgrade()),
                                send(text("next")),
                                expect(echo("next")),
                                closeCleanly()));
    }

    /** The server has sent its close frame, or has ended the connection without; then these steps, and only the end comes. */
    private static ConformanceCase begun(String name, String title, Step... steps) {
        Step[] all = new Step[steps.length + 2];
        all[0] = act("a text with reserved bits, which makes the server begin to close", ClosingTcpCases::fail);
        System.arraycopy(steps, 0, all, 1, steps.length);
        all[all.length - 1] = ended();
        return must("closing.server." + name, "7.1.7", title)
                .why("A server that has failed a connection processes nothing more from it, and ends it.")
                .connected(Arrays.copyOf(all, all.length));
    }

    private static void fail(Conversation conversation) throws Judgement {
        conversation.send(Output.of(BAD));
        Event event = conversation.next();
        if (!(event instanceof Event.Close) && !(event instanceof Event.Ended)) {
            throw Judgement.fail("failure of the connection", event.describe());
        }
    }

    private static void requestAndFin(Conversation conversation) throws Judgement {
        conversation.connect();
        conversation.send(upgrade().toOutput(conversation.target()));
        conversation.halfClose();
        conversation.readAnswer();
    }

    private static void failAndReset(Conversation conversation) throws Judgement {
        Conversation other = conversation.another();
        open(upgrade()).run(other);
        fail(other);
        other.reset();
    }

    private static Step closedBy(Event.Ended.How how) {
        return Step.of(Step.Kind.END, "CLOSE, then the end of TCP with FIN", conversation -> {
            Event event = conversation.next();
            if (event instanceof Event.Close) {
                event = conversation.next();
            }
            if (!(event instanceof Event.Ended end) || end.how() != how) {
                throw Judgement.fail("the end of TCP with FIN", event.describe());
            }
        });
    }

    private static byte[] half(RawFrame frame) {
        byte[] bytes = new byte[(int) frame.onWire().length() / 2];
        frame.onWire().copy(0, bytes, 0, bytes.length);
        return bytes;
    }
}
