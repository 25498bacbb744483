package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.may;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Closings.closeCleanly;
import static dev.parley.conformance.script.Closings.closed;
import static dev.parley.conformance.script.Closings.ended;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.check;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.expectAnyOrder;
import static dev.parley.conformance.script.Steps.halfClose;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.CaseBuilder;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.TlsTerms;
import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** WebSocket over TLS (4.1, 7.1.1, 10.6). Unsupported at a ws:// address. */
final class TlsCases {
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;
    private static final int VERSION_AT = 9; // behind the headers of the record and of the handshake message
    private static final int TLS_1_2 = 0x0303;
    private static final String WHY_RECORDS = "Where TLS records end means nothing to the frames in them.";

    private TlsCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(versions(), hellos(), ends(), records()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> versions() {
        return Stream.of(
                version(quality("tls.version.1-3", "RFC 8446 4.2.1", "TLS 1.3 is spoken"), "TLSv1.3"),
                version(may("tls.version.1-2", "4.2.2", "TLS 1.2 is spoken"), "TLSv1.2"),
                old("1-1", "RFC 8996 5", 0x0302),
                old("1-0", "RFC 8996 4", 0x0301),
                old("ssl-3", "RFC 8996 4", 0x0300),
                tls(quality("tls.clear", "4.2.2", "A request in clear where TLS is spoken is not accepted"))
                        .why("The server does the TLS handshake first; an answer in clear, or the end, may follow.")
                        .raw(
                                act("an opening handshake without TLS", conversation -> {
                                    conversation.connectInClear();
                                    conversation.send(upgrade().toOutput(conversation.target()));
                                    conversation.halfClose();
                                }),
                                Step.of(Step.Kind.END, "anything but 101", conversation -> {
                                    if (conversation.readAnswer().isSwitching()) {
                                        throw Judgement.fail(
                                                "no 101 in clear",
                                                conversation.answer().describe());
                                    }
                                    open(upgrade()).run(conversation.another());
                                })));
    }

    private static ConformanceCase version(CaseBuilder builder, String version) {
        return tls(builder)
                .why("Either is a sound version; 1.2 may be left out by those who speak 1.3.")
                .raw(
                        act(
                                version + " and nothing else",
                                conversation -> conversation.tls(TlsTerms.USUAL.speaking(version))),
                        open(upgrade()),
                        check(version, conversation -> {
                            if (!conversation.tls().startsWith(version + " ")) {
                                throw Judgement.fail(version, conversation.tls());
                            }
                        }),
                        send(text("secret")),
                        expect(echo("secret")),
                        closeCleanly());
    }

    private static ConformanceCase old(String name, String section, int version) {
        return tls(should(
                        "tls.version.old-" + name,
                        section,
                        "A client that speaks no more than an old version is refused"))
                .why("The version must not be negotiated: an alert, or the end, and no ServerHello with it.")
                .raw(
                        act("a ClientHello of version " + HexFormat.of().toHexDigits((short) version), conversation -> {
                            conversation.connectInClear();
                            conversation.send(Output.bytes("ClientHello", hello(version)));
                        }),
                        Step.of(Step.Kind.END, "an alert, or the end of the connection", TlsCases::requireRefusal));
    }

    /** Enough of a ClientHello (RFC 5246 7.4.1.2) for a server of that time: ECDHE and RSA with AES, P-256. */
    private static byte[] hello(int version) {
        String ciphers = "c013c014c009c00a002f0035000a00ff";
        String extensions = "000a00040002001700" + "0b00020100";
        String body = HexFormat.of().toHexDigits((short) version) + "5a".repeat(32) + "00" + "0010" + ciphers + "0100"
                + "000e" + extensions;
        int length = body.length() / 2;
        String message = "0100" + HexFormat.of().toHexDigits((short) length) + body;
        return HexFormat.of().parseHex("160301" + HexFormat.of().toHexDigits((short) (length + 4)) + message);
    }

    private static void requireRefusal(Conversation conversation) throws Judgement {
        byte[] answer = conversation.readBytes(VERSION_AT + 2);
        if (answer.length > 0 && answer[0] == ALERT) {
            return;
        }
        if (answer.length > VERSION_AT + 1 && answer[0] == HANDSHAKE) {
            int version = ((answer[VERSION_AT] & 0xFF) << 8) | (answer[VERSION_AT + 1] & 0xFF);
            throw Judgement.fail(
                    "an alert, or the end of the connection",
                    version < TLS_1_2 ? "a ServerHello of that version" : "a ServerHello of a version not offered");
        }
        Event event = conversation.next();
        if (answer.length > 0 || !(event instanceof Event.Ended)) {
            throw Judgement.fail(
                    "an alert, or the end of the connection", answer.length + " bytes, then " + event.describe());
        }
        conversation.allow("ended the connection without an alert");
    }

    private static Stream<ConformanceCase> hellos() {
        return Stream.of(
                tls(quality("tls.hello.none", "10.4", "A connection without a ClientHello keeps no other waiting"))
                        .why("Connections have nothing in common but the server.")
                        .raw(
                                act(
                                        "a connection that says nothing",
                                        conversation -> conversation.another().connectInClear()),
                                open(upgrade()),
                                send(text("secret")),
                                expect(echo("secret")),
                                closeCleanly()),
                tls(quality("tls.hello.two-segments", "RFC 8446 5.1", "A ClientHello may come in two segments"))
                        .why("TCP is a stream. What is answered does not matter: a ServerHello, or an alert.")
                        .raw(
                                act("5 bytes of a ClientHello, and then the rest", TlsCases::helloInTwo),
                                Step.of(Step.Kind.END, "a record of TLS", conversation -> {
                                    byte[] answer = conversation.readBytes(1);
                                    if (answer.length == 0 || (answer[0] != ALERT && answer[0] != HANDSHAKE)) {
                                        throw Judgement.fail("a record of TLS", answer.length + " bytes of none");
                                    }
                                })));
    }

    private static void helloInTwo(Conversation conversation) throws Judgement {
        byte[] hello = hello(TLS_1_2);
        conversation.connectInClear();
        conversation.send(Output.bytes("5 bytes of a ClientHello", Arrays.copyOf(hello, 5)));
        open(upgrade()).run(conversation.another()); // by then it has read the first segment
        conversation.send(Output.bytes("its rest", Arrays.copyOfRange(hello, 5, hello.length)));
    }

    private static Stream<ConformanceCase> ends() {
        return Stream.of(
                tls(must("tls.close-notify.server", "RFC 8446 6.1", "The server says close_notify before it ends TCP"))
                        .why("Without it an end cannot be told from one that somebody else has made.")
                        .connected(send(close(1000)), endedByNotice()),
                tls(must(
                                "tls.close-notify.after-failure",
                                "RFC 8446 6.1",
                                "A server that fails the connection says it too"))
                        .why("The end of TLS is the same whatever the reason.")
                        .connected(send(text("x").rsv(7)), endedByNotice()),
                tls(quality(
                                "tls.close-notify.client",
                                "7.1.5",
                                "close_notify without a close frame ends the connection"))
                        .why("No close frame can come any more.")
                        .connected(halfClose(), ended()),
                tls(must(
                                "tls.close-notify.behind-close",
                                "5.5.1",
                                "A close frame with close_notify behind it is answered"))
                        .why("We have ended our direction only.")
                        .connected(send(close(1000)), halfClose(), closed(1000)));
    }

    private static Step endedByNotice() {
        return Step.of(Step.Kind.END, "perhaps CLOSE, then close_notify and the end of TCP", conversation -> {
            Event event = conversation.next();
            if (event instanceof Event.Close close) {
                conversation.send(Output.of(close.code() < 0 ? close() : close(close.code())));
                event = conversation.next();
            }
            if (!(event instanceof Event.Ended end) || end.how() != Event.Ended.How.CLEANLY) {
                throw Judgement.fail("close_notify, then the end of TCP", event.describe());
            }
        });
    }

    private static Stream<ConformanceCase> records() {
        OpeningRequest bytewise = upgrade().chopped(1);
        OpeningRequest behind = upgrade().followedBy(text("one record"));
        RawFrame wide = binary(Payload.bytes(300));
        RawFrame long64 = binary(Payload.bytes(100_000));
        return Stream.of(
                record(
                        "per-byte",
                        "A frame may be spread over a record per byte",
                        chopped(1, text("Hello")),
                        expect(echo("Hello"))),
                record("header-16", "A record may end within a 16-bit length", chopped(3, wide), expect(echo(wide))),
                record(
                        "header-64",
                        "A record may end within a 64-bit length",
                        chopped(5, long64),
                        expect(echo(long64))),
                record(
                        "key",
                        "A record may end within the masking key",
                        chopped(4, text("Hello")),
                        expect(echo("Hello"))),
                record(
                        "many-frames",
                        "A record may hold many frames",
                        send(text("a"), ping("b"), text("c")),
                        expectAnyOrder(echo("a"), pong("b"), echo("c"))),
                record(
                        "fragments",
                        "Records may end anywhere in and between fragments",
                        chopped(11, text("frag").notFinal(), continuation("men").notFinal(), continuation("ted")),
                        expect(echo("fragmented"))),
                record("largest", "A message of several full records comes back", send(long64), expect(echo(long64))),
                tls(quality(
                                "tls.record.request-per-byte",
                                "RFC 8446 5.1",
                                "A request may be spread over a record per byte"))
                        .why(WHY_RECORDS)
                        .opened(bytewise, open(bytewise), send(text("x")), expect(echo("x"))),
                tls(quality("tls.record.frame-behind", "4.1", "A frame in the same record as the request is not lost"))
                        .why("A client should wait for the answer; a server that has read more must not lose it.")
                        .opened(behind, open(behind), expect(echo("one record"))));
    }

    private static ConformanceCase record(String name, String title, Step sending, Step expected) {
        return tls(quality("tls.record." + name, "RFC 8446 5.1", title))
                .why(WHY_RECORDS)
                .connected(sending, expected);
    }

    private static CaseBuilder tls(CaseBuilder builder) {
        return builder.needing(Need.TLS);
    }
}
