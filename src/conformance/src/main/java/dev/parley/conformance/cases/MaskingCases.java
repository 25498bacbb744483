package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.expectAnyOrder;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.stream.Stream;

/** Masking (5.1, 5.3). */
final class MaskingCases {
    private static final String WHY = "A client masks every frame, and a server closes the connection when one is not.";

    private MaskingCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                unmasked("text", text("Hello")),
                unmasked("empty-text", text("")),
                unmasked("binary", RawFrame.binary(Payload.bytes(300))),
                unmasked("ping", RawFrame.ping("Hello")),
                unmasked("pong", RawFrame.pong("Hello")),
                unmasked("close", RawFrame.close(1000)),
                must("masking.continuation.unmasked", "5.1", "An unmasked continuation fails the connection")
                        .why(WHY)
                        .connected(
                                send(text("Hel").notFinal(), continuation("lo").unmasked()), failed(1002)),
                must("masking.key.zero", "5.3", "A masking key of zeros is as good as any other")
                        .why("The key is any 32 bits; the mask bit counts, not the key.")
                        .connected(send(text("Hello").key(0)), expect(echo("Hello"))),
                must("masking.key.changes", "5.3", "Each frame has a key of its own")
                        .why("The key is chosen anew for each frame, also within a message.")
                        .connected(
                                send(
                                        text("Hel").key(0x01020304).notFinal(),
                                        continuation("lo").key(0x7f80ff00)),
                                expect(echo("Hello"))),
                must("masking.behind-good.unmasked", "5.1", "An unmasked text behind a masked one fails the connection")
                        .why("Every frame is masked, not only the first. The first echo may come before.")
                        .connected(
                                send(text("masked"), text("unmasked").unmasked()),
                                failed(1002).afterPerhaps(echo("masked"))),
                must("masking.ping-within-message.unmasked", "5.1", "An unmasked ping within a masked message fails")
                        .why(WHY)
                        .connected(
                                send(text("Hel").notFinal(), RawFrame.ping("x").unmasked()), failed(1002)),
                must("masking.long.unmasked", "5.1", "An unmasked frame with a 16-bit length fails the connection")
                        .why(WHY)
                        .connected(send(text(Payload.ascii(300)).unmasked()), failed(1002)),
                good("key.ones", "A key of ones", text("Hello").key(-1)),
                good(
                        "key.high-bit",
                        "A key that is negative as an int",
                        text(Payload.ascii(1000)).key(0x8182_8384)),
                good(
                        "key.one-byte",
                        "A key of which one byte is not 0",
                        text(Payload.ascii(1000)).key(0x0000_0100)),
                good(
                        "key.equals-text",
                        "A key that makes the masked payload all zeros",
                        text("aaaaaaaa").key(0x61616161)),
                good("key.empty", "A key for no payload", text("").key(0x12345678)),
                must("masking.key.control", "5.3", "Control frames have keys of their own too")
                        .why("The key is chosen anew for each frame, also between fragments.")
                        .connected(
                                send(
                                        text("Hel").key(0x01020304).notFinal(),
                                        RawFrame.ping("Hello").key(0x0a0b0c0d),
                                        continuation("lo").key(0x01020304)),
                                expectAnyOrder(pong("Hello"), echo("Hello"))),
                must("masking.key.position", "5.3", "The key goes on where a read has cut the payload")
                        .why("Octet i is masked with octet i modulo 4 of the key, wherever TCP cuts.")
                        .connected(
                                chopped(7, text(Payload.ascii(10_000)).key(0x11223344)),
                                expect(echo(true, Payload.ascii(10_000)))));
    }

    private static ConformanceCase good(String name, String what, RawFrame frame) {
        return must("masking." + name, "5.3", what + " is as good as any other")
                .why("The key is any 32 bits.")
                .connected(send(frame), expect(echo(frame)));
    }

    private static ConformanceCase unmasked(String name, RawFrame frame) {
        return must("masking." + name + ".unmasked", "5.1", "The connection fails on an unmasked frame: " + name)
                .why(WHY)
                .connected(send(frame.unmasked()), failed(1002));
    }
}
