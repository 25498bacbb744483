package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.may;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Closings.closed;
import static dev.parley.conformance.script.Closings.closedAfterPerhaps;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Autobahn's category 7: the closing handshake (5.5.1, 7). */
final class CloseCases {
    private static final int NO_CODE = -1;
    private static final int[] GOOD = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999};
    private static final int[] BAD = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999};
    private static final int[] UNDEFINED = {5000, 65535};
    private static final String AFTER_CLOSE = "What comes after a close frame is discarded, not answered.";

    private CloseCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(order(), bodies(), codes()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> order() {
        RawFrame big = text(Payload.ascii(256 * 1024));
        return Stream.of(
                must("7.1.1", "5.5.1", "A text and a close frame behind it: perhaps the echo, then the answer")
                        .why(
                                "A server may send what is under way before it answers, or answer at once: which of both comes first"
                                        + " depends on a race.")
                        .connected(
                                send(text("Hello World!"), close(1000)),
                                closedAfterPerhaps(List.of(echo("Hello World!")), 1000)),
                must("7.1.2", "5.5.1", "Of two close frames only the first counts")
                        .why(AFTER_CLOSE)
                        .connected(send(close(1000), close(1000)), closed(1000)),
                must("7.1.3", "5.5.1", "A ping behind a close frame is not answered")
                        .why(AFTER_CLOSE)
                        .connected(send(close(1000), ping("")), closed(1000)),
                must("7.1.4", "5.5.1", "A text behind a close frame is not answered")
                        .why(AFTER_CLOSE)
                        .connected(send(close(1000), text("Hello World!")), closed(1000)),
                must("7.1.5", "5.5.1", "A close frame between two fragments closes the connection")
                        .why("The message that was under way will not be completed, which is no fault.")
                        .connected(
                                send(text("fragment1").notFinal(), close(1000), continuation("fragment2")),
                                closed(1000)),
                may("7.1.6", "5.5.1", "A large text, a text, a close frame and a ping in one go")
                        .why("How much of it is echoed before the close is up to the server; the ping gets no answer.")
                        .connected(
                                send(big, text("Hello World!"), close(1000), ping("")),
                                closedAfterPerhaps(List.of(echo(big), echo("Hello World!")), 1000)));
    }

    private static Stream<ConformanceCase> bodies() {
        return Stream.of(
                must("7.3.1", "5.5.1", "A close frame without a body is answered")
                        .why("The body is optional; the answer has no code either, or 1000.")
                        .connected(send(close()), closed(NO_CODE, 1000)),
                must("7.3.2", "5.5.1", "A close frame with a body of one byte fails the connection")
                        .why("The body, if there is one, begins with a code of two bytes.")
                        .connected(send(close(Payload.hex("61"))), failed(1002)),
                must("7.3.3", "5.5.1", "A close frame with code 1000 is answered")
                        .why("The answer typically has the same code.")
                        .connected(send(close(1000)), closed(1000)),
                must("7.3.4", "5.5.1", "A close frame with code and reason is answered")
                        .why("The reason may be there or not; the answer need not repeat it.")
                        .connected(send(close(1000, "Hello World!")), closed(1000)),
                must("7.3.5", "5.5.1", "A close frame with the longest reason, 123 bytes, is answered")
                        .why("Code and reason together fill the 125 bytes of a control frame.")
                        .connected(send(close(1000, "*".repeat(123))), closed(1000)),
                must("7.3.6", "5.5", "A close frame with a reason of 124 bytes fails the connection")
                        .why("With the code that is 126 bytes, one more than a control frame can have.")
                        .connected(send(close(1000, "*".repeat(124))), failed(1002)),
                must("7.5.1", "5.5.1", "A close reason that is not UTF-8 fails the connection")
                        .why("The reason is UTF-8. 1007 says what is wrong, 1002 that something is.")
                        .connected(
                                send(close(Payload.hex("03e8 cebae1bdb9cf83cebcceb5 eda080 656469746564"))),
                                failed(1007, 1002)));
    }

    private static Stream<ConformanceCase> codes() {
        Stream<ConformanceCase> good = IntStream.range(0, GOOD.length)
                .mapToObj(i -> must("7.7." + (i + 1), "7.4", "Close code " + GOOD[i] + " is accepted")
                        .why("The code may be on the wire; the answer typically has the same code, or 1000.")
                        .connected(send(close(GOOD[i])), closed(GOOD[i], 1000)));
        Stream<ConformanceCase> bad = IntStream.range(0, BAD.length)
                .mapToObj(i -> should("7.9." + (i + 1), "7.4", "Close code " + BAD[i] + " fails the connection")
                        .why("The code is reserved, never on the wire, or below those that are defined.")
                        .connected(send(close(BAD[i])), failed(1002)));
        Stream<ConformanceCase> undefined = IntStream.range(0, UNDEFINED.length)
                .mapToObj(i -> may("7.13." + (i + 1), "7.4.2", "Close code " + UNDEFINED[i] + " is refused")
                        .why("No range is defined above 4999, so that a server may refuse it or answer with 1000.")
                        .connected(send(close(UNDEFINED[i])), closed(1002, 1000)));
        return Stream.of(good, bad, undefined).flatMap(cases -> cases);
    }
}
