package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.at;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Handshakes.refusedNaming;
import static dev.parley.conformance.script.Handshakes.request;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.verdict.Level.MUST;
import static dev.parley.conformance.verdict.Level.QUALITY;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lists, versions, hosts and offers of every kind in the opening handshake. */
final class HandshakeListCases {
    private static final String D = "permessage-deflate";
    private static final String[] NO_BITS = {
        "=0",
        "=1",
        "=7",
        "=16",
        "=17",
        "=32",
        "=99",
        "=115",
        "=010",
        "=08",
        "=8.0",
        "=-8",
        "=+8",
        "=0x8",
        "=8a",
        "=a8",
        "=1e1",
        "=ten",
        "=\"7\"",
        "=\"010\"",
        "=18446744073709551624",
        "=4294967304",
        "=264",
        "=true"
    };
    private static final String[] SOME = {
        "=1", "=0", "=true", "=false", "=8", "=15", "=\"yes\"", "=server_no_context_takeover"
    };

    private HandshakeListCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("handshake.version.every", "4.4", "Versions of every kind but 13 are refused, naming 13")
                        .why("A client that speaks several learns which one to try.")
                        .raw(Sweep.of("versions that are not 13", HandshakeListCases::versions)),
                sweep(QUALITY, "handshake.upgrade.every-list", "RFC 9110 7.8", "Lists of protocols", upgrades()),
                sweep(MUST, "handshake.connection.every-lines", "RFC 9110 5.3", "Options in several lines", lines()),
                sweep(QUALITY, "handshake.host.good", "RFC 9110 7.2", "Hosts of every kind", hosts()),
                sweep(
                        QUALITY,
                        "handshake.target.every-absolute",
                        "RFC 9112 3.2.2",
                        "Targets in absolute form",
                        absolute()),
                sweep(
                        QUALITY,
                        "handshake.extensions.every-empty",
                        "RFC 9110 5.6.1",
                        "Offers with empty members",
                        empty()),
                must(
                                "negotiation.every-declined",
                                "RFC 7692 7.1",
                                "Offers that are not valid, of every kind, are declined")
                        .why("The handshake goes on without them, or with the good one behind them.")
                        .raw(Sweep.of("offers that are not valid", HandshakeListCases::declined)),
                must("negotiation.every-unagreed", "5.2", "What has not been agreed on is not in force")
                        .why("RSV1 means something only if the answer has taken the extension that says what.")
                        .raw(Sweep.of("compressed messages without agreement", HandshakeListCases::unagreed)));
    }

    private static ConformanceCase sweep(Level level, String id, String section, String what, List<Row> rows) {
        return at(level, id, section, what + " are accepted")
                .why("The request keeps every rule, in one of its legal forms.")
                .raw(Sweep.of(what, rows));
    }

    private static List<Row> versions() {
        IntStream others = IntStream.of(
                33, 63, 64, 77, 99, 100, 113, 126, 127, 128, 129, 130, 131, 132, 139, 141, 199, 200, 213, 253, 254,
                255);
        return IntStream.concat(IntStream.range(0, 32), others)
                .filter(version -> version != 13)
                .mapToObj(version -> new Row("version " + version, conversation -> {
                    request(upgrade().with("Sec-WebSocket-Version", Integer.toString(version)))
                            .run(conversation);
                    refusedNaming("Sec-WebSocket-Version", "13", 400, 426).run(conversation);
                }))
                .toList();
    }

    private static List<Row> upgrades() {
        List<Row> rows = new ArrayList<>();
        for (String value : List.of(
                "websocket, h2c",
                "h2c, websocket",
                "h2c,websocket",
                "h2c , WebSocket",
                "TLS/1.3, websocket",
                "websocket,",
                ",websocket")) {
            rows.add(Sweep.good("Upgrade: " + value, upgrade().with("Upgrade", value)));
        }
        rows.add(Sweep.good(
                "h2c in a line before", upgrade().with("Upgrade", "h2c").adding("Upgrade", "websocket")));
        rows.add(Sweep.good("h2c in a line behind", upgrade().adding("Upgrade", "h2c")));
        return rows;
    }

    private static List<Row> lines() {
        List<Row> rows = new ArrayList<>();
        for (String other : List.of("keep-alive", "X-Other", "X-A, X-B", "HTTP2-Settings", "te")) {
            rows.add(Sweep.good(
                    other + " before", upgrade().with("Connection", other).adding("Connection", "Upgrade")));
            rows.add(Sweep.good(other + " behind", upgrade().adding("Connection", other)));
            rows.add(Sweep.good(
                    other + " around",
                    upgrade()
                            .with("Connection", other)
                            .adding("Connection", "upgrade")
                            .adding("connection", "X-C")));
        }
        return rows;
    }

    private static List<Row> hosts() {
        return Stream.of(
                        "localhost",
                        "LOCALHOST",
                        "example.org",
                        "example.org:80",
                        "Example.ORG:8080",
                        "127.0.0.1",
                        "127.0.0.1:1",
                        "[::1]",
                        "[::1]:8080",
                        "[2001:db8::1]",
                        "a",
                        "a-b.c-d",
                        "xn--nxasmq6b",
                        "a.b.c.d.e.f.g",
                        "example.org:65535",
                        "1.2.3",
                        "x".repeat(63) + ".example")
                .map(host -> Sweep.good("Host: " + host, upgrade().with("Host", host)))
                .toList();
    }

    private static List<Row> absolute() {
        return Stream.of("GET %u://%h%s HTTP/1.1", "GET %u://%h%s?a=b HTTP/1.1", "GET %u://%h%s?a=http://b/c HTTP/1.1")
                .map(line -> Sweep.good(line, upgrade().startLine(line)))
                .toList();
    }

    private static List<Row> empty() {
        List<Row> rows = new ArrayList<>();
        for (String value : List.of("x,", ",x", ",x,", "x, , y", "x,,y", " ,x, ,, y ,")) {
            rows.add(Sweep.good(value, upgrade().offering(value)));
            rows.add(Sweep.good("subprotocols " + value, upgrade().bare().adding("Sec-WebSocket-Protocol", value)));
        }
        return rows;
    }

    private static List<Row> declined() {
        List<String> bad = new ArrayList<>(List.of(
                "server_max_window_bits",
                "x",
                "x=1",
                "window",
                "server_max_window_bit=10",
                "server_max_window_bits_=10",
                "xserver_max_window_bits=10",
                "max_window_bits=10",
                "no_context_takeover",
                "client_no_context_takeovers",
                "s2c_max_window_bits=10",
                "level=9"));
        for (String side : List.of("server", "client")) {
            for (String bits : NO_BITS) {
                bad.add(side + "_max_window_bits" + bits);
            }
            for (String value : SOME) {
                bad.add(side + "_no_context_takeover" + value);
            }
            bad.add(side + "_max_window_bits=10; " + side + "_max_window_bits=10");
            bad.add(side + "_max_window_bits=10; " + side + "_max_window_bits=9");
            bad.add(side + "_no_context_takeover; " + side + "_no_context_takeover");
        }
        Covering<Row> rows = new Covering<>();
        for (String one : bad) {
            List<Row> forms = List.of(
                    declined(D + "; " + one),
                    declined(D + "; client_max_window_bits=12; " + one),
                    declined(D + "; " + one + "; server_no_context_takeover"),
                    judged(D + "; " + one + ", " + D));
            String name = one.replaceAll("=.*", "");
            String value = one.substring(name.length());
            for (int form = 0; form < forms.size(); form++) {
                rows.add(
                        forms.get(form),
                        aspect(form < 3 ? "declined" : "passed over", form < 3 ? one : value),
                        aspect("name", name, form),
                        aspect("value", value, form == 0));
            }
        }
        return rows.members();
    }

    private static Row declined(String offer) {
        return new Row(offer, conversation -> {
            Handshakes.open(upgrade().offering(offer)).run(conversation);
            if (conversation.deflate().agreed()) {
                throw Judgement.fail(
                        "101 without permessage-deflate",
                        "the answer " + conversation.answer().values("Sec-WebSocket-Extensions"));
            }
        });
    }

    /** Whatever was offered: if the answer does not take it, RSV1 is a bit without meaning. */
    private static List<Row> unagreed() {
        List<Row> rows = new ArrayList<>();
        for (String offer : List.of(
                "",
                "x-nobody",
                "x-webkit-deflate-frame",
                "permessage-bzip2",
                "permessage-deflate2",
                "x; permessage-deflate",
                D + "; x",
                D + "; server_max_window_bits",
                D + "; server_max_window_bits=7",
                D + "; client_max_window_bits=16",
                D + "; server_no_context_takeover=1",
                D + "; x, " + D + "; client_max_window_bits=99")) {
            for (RawFrame frame : List.of(
                    RawFrame.text("compressed").compressed(),
                    RawFrame.text("compressed").compressed().notFinal(),
                    RawFrame.binary(Payload.EMPTY).rsv(4))) {
                rows.add(new Row(offer + " and " + frame.describe(), conversation -> {
                    Handshakes.open(offer.isEmpty() ? upgrade() : upgrade().offering(offer))
                            .run(conversation);
                    if (!conversation.deflate().agreed()) { // or it is another case's affair
                        Steps.send(frame).run(conversation);
                        Closings.failed(1002).run(conversation);
                    }
                }));
            }
        }
        return rows;
    }

    /** The answer is held against the offers that are valid: see DeflateTerms. */
    private static Row judged(String offers) {
        return new Row(offers, conversation -> {
            Handshakes.open(upgrade().offering(offers)).run(conversation);
            speak(conversation);
        });
    }

    private static void speak(Conversation conversation) throws Judgement {
        RawFrame plain = RawFrame.text("said twice, said twice");
        Steps.send(conversation.deflate().agreed() ? plain.compressed() : plain).run(conversation);
        Steps.expect(Expected.echo(plain)).run(conversation);
    }
}
