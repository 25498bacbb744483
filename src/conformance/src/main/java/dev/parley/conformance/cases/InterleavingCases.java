package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.stream.Stream;

/** Messages begun within messages, and continuations of nothing (5.4), in the combinations that Autobahn leaves out. */
final class InterleavingCases {
    private static final Payload BYTES = Payload.bytes(10);

    private InterleavingCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(within(), strays(), control()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> within() {
        RawFrame openText = text("text").notFinal();
        RawFrame openBinary = binary(BYTES).notFinal();
        return Stream.of(
                within("binary-in-text", openText, binary(BYTES)),
                within("text-in-binary", openBinary, text("text")),
                within("binary-in-binary", openBinary, binary(BYTES)),
                within("fragment-in-fragment", openText, openText),
                within("binary-fragment-in-text", openText, openBinary),
                within("text-fragment-in-binary", openBinary, openText),
                within("binary-fragment-in-binary", openBinary, openBinary),
                within("empty-text-in-text", openText, text("")),
                within("after-continuation", openText, continuation("more").notFinal(), text("new")),
                within("behind-empty-fragment", text("").notFinal(), text("new")),
                must("fragmentation.within.behind-ping", "5.4", "A new message behind a ping within a message fails")
                        .why("The ping does not end the message around it. Its pong may come before the failure.")
                        .connected(
                                send(openText, ping("x"), text("new")),
                                failed(1002).afterPerhaps(pong("x"))));
    }

    private static ConformanceCase within(String name, RawFrame... frames) {
        return must("fragmentation.within." + name, "5.4", "A new message before the end of the last fails: " + name)
                .why("The fragments of two messages are never mixed.")
                .connected(send(frames), failed(1002));
    }

    private static Stream<ConformanceCase> strays() {
        return Stream.of(
                stray("empty", new Expected[0], continuation("")),
                stray("empty-not-final", new Expected[0], continuation("").notFinal()),
                stray("behind-binary", new Expected[] {echo(false, BYTES)}, binary(BYTES), continuation("x")),
                stray("behind-empty-text", new Expected[] {echo("")}, text(""), continuation("")),
                stray(
                        "behind-fragments",
                        new Expected[] {echo(false, BYTES)},
                        binary(BYTES.slice(0, 5)).notFinal(),
                        continuation(BYTES.slice(5, 10)),
                        continuation("x")),
                stray("behind-ping", new Expected[] {pong("x")}, ping("x"), continuation("x")),
                stray("behind-pong", new Expected[0], RawFrame.pong("x"), continuation("x")),
                stray("long", new Expected[0], continuation(Payload.ascii(300))));
    }

    private static ConformanceCase stray(String name, Expected[] before, RawFrame... frames) {
        return must("fragmentation.stray." + name, "5.4", "A continuation with nothing to continue fails: " + name)
                .why(
                        "A continuation needs a message that has begun and not ended. Good answers before it may come or not.")
                .connected(send(frames), failed(1002).afterPerhaps(before));
    }

    private static Stream<ConformanceCase> control() {
        RawFrame open = text("begun").notFinal();
        return Stream.of(
                fragmented("ping-alone", ping("half").notFinal()),
                fragmented("pong-alone", RawFrame.pong("half").notFinal()),
                fragmented("empty-ping", ping("").notFinal(), continuation("")),
                fragmented("ping-within-message", open, ping("half").notFinal(), continuation("end")),
                fragmented("pong-within-message", open, RawFrame.pong("half").notFinal(), continuation("end")),
                fragmented("close-within-message", open, close(1000).notFinal()));
    }

    private static ConformanceCase fragmented(String name, RawFrame... frames) {
        return must("fragmentation.control." + name, "5.5", "A control frame without FIN fails: " + name)
                .why("A control frame is never fragmented, wherever it stands.")
                .connected(send(frames), failed(1002));
    }
}
