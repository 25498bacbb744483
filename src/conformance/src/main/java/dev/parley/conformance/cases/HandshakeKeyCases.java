package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Handshakes.accepted;
import static dev.parley.conformance.script.Handshakes.open;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.refusedNaming;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.check;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.verdict.Judgement;
import java.util.Map;
import java.util.stream.Stream;

/** Keys, versions, and the answer that belongs to them (4.2.2). */
final class HandshakeKeyCases {
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String VERSION = "Sec-WebSocket-Version";

    private HandshakeKeyCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(keys(), accepts(), versions(), upgrades(), answers()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> keys() {
        Map<String, String> bad = Map.of(
                "key.space-inside", "dGhlIHNh bXBsZSBub25jZQ==",
                "key.url-safe", "__-_-_-_-_-_-_-_-_-_-w==",
                "key.padding-inside", "dGhlIHNhbXBsZ==ub25jZQ==",
                "key.too-much-padding", "dGhlIHNhbXBsZSBub25jZQ===",
                "key.quoted", "\"dGhlIHNhbXBsZSBub25jZQ==\"",
                "key.list", "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==",
                "key.16-characters", "aaaaaaaaaaaaaaaa");
        return bad.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> must(
                                "handshake." + entry.getKey(), "4.2.1", "The key " + entry.getValue() + " is refused")
                        .why("A key is the base64 form of 16 bytes, which this is not.")
                        .handshake(upgrade().with(KEY, entry.getValue()), refused(400)));
    }

    private static Stream<ConformanceCase> accepts() {
        Map<String, String> good = Map.of(
                "zeros", "AAAAAAAAAAAAAAAAAAAAAA==",
                "ones", "/////////////////////w==",
                "plus", "+/+/+/+/+/+/+/+/+/+/+w==",
                "random", "x3JJHMbDL1EzLkh9GBhXDw==",
                "space-around", "  \t9LJpA3vCkqk3vXz1VY8vvA==\t ");
        return good.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(entry -> {
            OpeningRequest request = upgrade().with(KEY, entry.getValue());
            return must(
                            "handshake.accept." + entry.getKey(),
                            "4.2.2",
                            "The answer proves that the key was read: " + entry.getKey())
                    .why("Sec-WebSocket-Accept is made of the key without white space around it and a fixed text.")
                    .opened(request, open(request));
        });
    }

    private static Stream<ConformanceCase> versions() {
        Stream<ConformanceCase> others = Stream.of(0, 1, 7, 14, 255)
                .map(version -> must(
                                "handshake.version." + version,
                                "4.4",
                                "Version " + version + " is refused, naming the one that is spoken")
                        .why("The server speaks version 13, and the answer says so.")
                        .handshake(
                                upgrade().with(VERSION, Integer.toString(version)),
                                refusedNaming(VERSION, "13", 426, 400)));
        Map<String, String> bad = Map.of(
                "256",
                "256",
                "letters",
                "thirteen",
                "sign",
                "+13",
                "decimal",
                "13.0",
                "hexadecimal",
                "0x0D",
                "parameter",
                "13;q=1",
                "quoted",
                "\"13\"",
                "space-inside",
                "1 3");
        Stream<ConformanceCase> malformed = bad.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> must(
                                "handshake.version." + entry.getKey(),
                                "4.3",
                                "Version " + entry.getValue() + " is refused")
                        .why("A version is a number from 0 to 255 in digits, and 13 is the one that counts.")
                        .handshake(upgrade().with(VERSION, entry.getValue()), refused(400, 426)));
        return Stream.concat(others, malformed);
    }

    private static Stream<ConformanceCase> upgrades() {
        return Stream.of(
                bad("upgrade.empty", "An empty Upgrade", upgrade().with("Upgrade", "")),
                bad(
                        "upgrade.quoted",
                        "Upgrade with websocket in quotes",
                        upgrade().with("Upgrade", "\"websocket\"")),
                bad("upgrade.suffix", "An upgrade to web-socket", upgrade().with("Upgrade", "web-socket")),
                bad("connection.empty", "An empty Connection", upgrade().with("Connection", "")),
                bad(
                        "connection.websocket",
                        "Connection with websocket for Upgrade",
                        upgrade().with("Connection", "websocket")));
    }

    private static Stream<ConformanceCase> answers() {
        return Stream.of(
                must("handshake.answer.no-body", "RFC 9110 8.6", "An answer that switches protocols has no body")
                        .why("Frames begin right behind the head; a length or a transfer coding would say otherwise.")
                        .connected(
                                check("101 without Content-Length and Transfer-Encoding", HandshakeKeyCases::noBody)),
                must("handshake.answer.version-line", "4.2.2", "The answer is one of HTTP/1.1")
                        .why("The status line of the handshake is that of HTTP/1.1.")
                        .connected(check("a status line that begins with HTTP/1.1", conversation -> {
                            if (!conversation.answer().startLine().startsWith("HTTP/1.1 101")) {
                                throw Judgement.fail(
                                        "HTTP/1.1 101", conversation.answer().startLine());
                            }
                        })),
                quality("handshake.answer.each-its-own", "4.2.2", "Two connections with two keys get two answers")
                        .why("An answer that was stored for another key proves nothing.")
                        .connected(check("another answer to another key", HandshakeKeyCases::another)));
    }

    private static void noBody(Conversation conversation) throws Judgement {
        for (String name : new String[] {"Content-Length", "Transfer-Encoding"}) {
            if (!conversation.answer().values(name).isEmpty()) {
                throw Judgement.fail(
                        "101 without " + name,
                        conversation.answer().values(name).toString());
            }
        }
    }

    private static void another(Conversation conversation) throws Judgement {
        OpeningRequest request = upgrade().with(KEY, "bm90IHRoZSBzYW1lIGtleQ==");
        Conversation other = conversation.another();
        other.open(request);
        accepted(request).run(other);
        other.send(Output.of(text("mine")));
        expect(echo("mine")).run(other);
        send(text("ours")).run(conversation);
        expect(echo("ours")).run(conversation);
    }

    private static ConformanceCase bad(String name, String what, OpeningRequest request) {
        return must("handshake." + name, "4.2.1", what + " is refused")
                .why("Without both headers in their meaning the request asks for no WebSocket.")
                .handshake(request, refused(400, 426, 405, 404));
    }
}
