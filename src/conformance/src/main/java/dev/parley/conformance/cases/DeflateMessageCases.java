package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Fragments;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.stream.Stream;

/** Messages under permessage-deflate (RFC 7692 6, 7.2). */
final class DeflateMessageCases {
    private static final String OFFER = "permessage-deflate; client_max_window_bits";

    private static final String CODE_WHY = "it says less well what was wrong";

    private DeflateMessageCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(good(), bad()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> good() {
        RawFrame whole = text("Hello").compressed();
        Payload fixed = Payload.hex("f248cdc9c90700");
        return Stream.of(
                echoed("single", "6.2", "A compressed text is understood", send(whole)),
                echoed(
                        "fragmented",
                        "6.1",
                        "A compressed text in two fragments is understood",
                        send(text(fixed.slice(0, 3)).rsv(4).notFinal(), continuation(fixed.slice(3, 7)))),
                echoed(
                        "stored-block",
                        "7.2.3.3",
                        "A block that is only stored is understood",
                        send(text(Payload.hex("00 0500 faff 48656c6c6f 00")).rsv(4))),
                echoed(
                        "final-block",
                        "7.2.3.4",
                        "A final block is understood",
                        send(text(Payload.hex("f348cdc9c9070000")).rsv(4))),
                echoed(
                        "two-blocks",
                        "7.2.3.5",
                        "Two blocks in one message are understood",
                        send(text(Payload.hex("f248050000 00ffffcac9c90700")).rsv(4))),
                echoed(
                        "empty-tail",
                        "6.1",
                        "An empty last fragment is understood",
                        send(text(fixed).rsv(4).notFinal(), continuation(""))),
                echoed(
                        "empty-blocks",
                        "7.2.1",
                        "Ten empty blocks before the text are understood",
                        send(text(Payload.hex("000000ffff".repeat(10) + "f248cdc9c90700"))
                                .rsv(4))),
                echoed(
                        "one-byte-fragments",
                        "6.1",
                        "Compressed text in fragments of one byte is understood",
                        Fragments.send(text(fixed).rsv(4), 1)),
                echoed(
                        "empty-first-fragment",
                        "6.1",
                        "An empty first fragment with RSV1 is understood",
                        send(text("").rsv(4).notFinal(), continuation(fixed))),
                echoed(
                        "byte-by-byte",
                        "6.2",
                        "Compressed text that comes byte by byte is understood",
                        chopped(1, text(fixed).rsv(4))),
                echoed("plain", "6", "A text that is not compressed is understood", send(text("Hello"))),
                echoed(
                        "plain-fragments",
                        "6",
                        "A fragmented text that is not compressed is understood",
                        send(text("Hel").notFinal(), continuation("lo"))),
                whole("empty-final", "An empty final block is an empty text", "030000", Payload.EMPTY),
                whole("empty-two", "Two empty blocks are an empty text", "000000ffff00", Payload.EMPTY),
                sized(
                        "long",
                        "A compressed text of 100 KB is understood",
                        Samples.message(Samples.HTML.bytes(), 0, 100_000)),
                sized("repeated", "A text that compresses a thousand times is understood", Payload.repeat('a', 60_000)),
                sized("dynamic", "A block with a code of its own is understood", Payload.ascii(2000)),
                must("deflate.message.binary", "RFC 7692 6.2", "A compressed binary message is understood")
                        .why("Compression is the same for both types, and the type is kept.")
                        .deflated(
                                OFFER,
                                act("3000 bytes, compressed", packed(RawFrame.binary(Payload.bytes(3000)))),
                                expect(echo(false, Payload.bytes(3000)))),
                must("deflate.message.empty", "RFC 7692 7.2.3.6", "An empty compressed message is understood")
                        .why("It is one octet, 00, after which the receiver has nothing.")
                        .deflated(OFFER, send(text(Payload.hex("00")).rsv(4)), expect(echo(""))),
                must("deflate.message.ping-between", "RFC 7692 6.1", "A ping between compressed fragments is answered")
                        .why("Control frames are never compressed and may stand between fragments.")
                        .deflated(
                                OFFER,
                                send(text(fixed.slice(0, 3)).rsv(4).notFinal(), RawFrame.ping("between")),
                                expect(pong("between")),
                                send(continuation(fixed.slice(3, 7))),
                                expect(echo("Hello"))),
                must("deflate.context.client", "RFC 7692 7.1.1.2", "A message may refer to the one before")
                        .why("Unless client_no_context_takeover was agreed, the server keeps the client's window.")
                        .deflated(
                                OFFER,
                                act("the same text twice, compressed with one window", DeflateMessageCases::twice),
                                expect(echo("Hello"), echo("Hello"))));
    }

    private static Stream<ConformanceCase> bad() {
        return Stream.of(
                failing(
                        "rsv1-continuation",
                        "6",
                        "RSV1 on a continuation fails the connection",
                        1002,
                        send(
                                text(Payload.hex("f248cd")).rsv(4).notFinal(),
                                continuation(Payload.hex("c9c90700")).rsv(4))),
                failing(
                        "rsv1-only-on-continuation",
                        "6",
                        "RSV1 on the continuation alone fails the connection",
                        1002,
                        send(text("Hel").notFinal(), continuation("lo").rsv(4))),
                failing(
                        "rsv1-ping",
                        "6.1",
                        "RSV1 on a ping fails the connection",
                        1002,
                        send(RawFrame.ping("x").rsv(4))),
                failing(
                        "rsv1-close",
                        "6.1",
                        "RSV1 on a close frame fails the connection",
                        1002,
                        send(RawFrame.close(1000).rsv(4))),
                failing(
                        "rsv2",
                        "6",
                        "RSV2 beside an agreed RSV1 fails the connection",
                        1002,
                        send(text("Hello").compressed().rsv(6))),
                failing(
                        "not-deflate",
                        "7.2.2",
                        "Data that is not DEFLATE fails the connection",
                        1007,
                        send(text(Payload.hex("ffffffffffff")).rsv(4))),
                corrupt("block-type", "A block of the type that is reserved fails the connection", "07"),
                corrupt("stored-length", "A stored block with two lengths that differ fails", "000500000048656c6c6f00"),
                corrupt("length-code", "A length code that does not exist fails the connection", "1a0300"),
                corrupt("distance-code", "A distance code that does not exist fails the connection", "023e00"),
                must(
                                "deflate.message.far-reference-second",
                                "RFC 7692 7.2.2",
                                "A reference to before the first message fails in the second")
                        .why(
                                "The window holds five bytes; the reference goes back six. The first echo may come before.")
                        .deflated(
                                OFFER,
                                send(
                                        text("Hello").compressed(),
                                        text(Payload.hex("02930000")).rsv(4)),
                                failed(1007).tolerating(1002, CODE_WHY).afterPerhaps(echo("Hello"))),
                must("deflate.message.bad-behind-good", "RFC 7692 7.2.2", "Bad data behind a good message fails")
                        .why("Each message is judged. The first echo may come before.")
                        .deflated(
                                OFFER,
                                send(
                                        text("Hello").compressed(),
                                        text(Payload.hex("07")).rsv(4)),
                                failed(1007).tolerating(1002, CODE_WHY).afterPerhaps(echo("Hello"))),
                failing(
                        "far-reference",
                        "7.2.2",
                        "A reference to before the first byte fails the connection",
                        1007,
                        send(text(Payload.hex("f20011000000")).rsv(4))),
                failing(
                        "bad-utf8",
                        "6.2",
                        "Text that is not UTF-8 once inflated fails the connection",
                        1007,
                        send(text(Payload.hex("cebae1bdb9cf83cebcceb5eda080656469746564"))
                                .compressed())),
                failing(
                        "bad-utf8-fragments",
                        "6.2",
                        "Text in fragments that is not UTF-8 once inflated fails the connection",
                        1007,
                        Fragments.send(
                                text(Payload.hex("cebae1bdb9cf83cebcceb5eda080656469746564"))
                                        .compressed(),
                                8)));
    }

    private static ConformanceCase corrupt(String name, String title, String hex) {
        return failing(name, "7.2.2", title, 1007, send(text(Payload.hex(hex)).rsv(4)));
    }

    private static ConformanceCase whole(String name, String title, String hex, Payload message) {
        return must("deflate.message." + name, "RFC 7692 7.2.3", title)
                .why("Any sequence of DEFLATE blocks is legal.")
                .deflated(OFFER, send(text(Payload.hex(hex)).rsv(4)), expect(echo(true, message)));
    }

    private static ConformanceCase sized(String name, String title, Payload message) {
        return must("deflate.message." + name, "RFC 7692 7.2.2", title)
                .why("The server inflates what zlib has deflated, and every byte is compared.")
                .deflated(OFFER, act("that text, compressed", packed(text(message))), expect(echo(true, message)));
    }

    /** With the window that was agreed, which matters for messages longer than the smallest. */
    private static Step.Action packed(RawFrame frame) {
        return conversation -> {
            try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
                conversation.send(
                        Output.of(frame.payload(deflate.next(frame.payload())).rsv(4)));
            }
        };
    }

    private static ConformanceCase echoed(String name, String section, String title, Step sending) {
        return must("deflate.message." + name, "RFC 7692 " + section, title)
                .why("Any sequence of DEFLATE blocks is legal, and fragments may be cut anywhere in it.")
                .deflated(OFFER, sending, expect(echo("Hello")));
    }

    private static ConformanceCase failing(String name, String section, String title, int code, Step sending) {
        return must("deflate.message." + name, "RFC 7692 " + section, title)
                .why("The receiver fails the connection; the better code is " + code + ", and the other says less.")
                .deflated(OFFER, sending, failed(code).tolerating(code == 1002 ? 1007 : 1002, CODE_WHY));
    }

    private static void twice(Conversation conversation) throws Judgement {
        try (RawDeflate deflate = new RawDeflate()) {
            for (int i = 0; i < 2; i++) {
                if (conversation.deflate().clientForgets()) {
                    deflate.reset();
                }
                Payload compressed = deflate.next(Payload.of("Hello"));
                conversation.send(Output.of(RawFrame.text(compressed).rsv(4)));
            }
        }
    }
}
