package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.TlsTerms;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What TLS may do below a conversation, and every way in which it ends. Unsupported at a ws:// address. */
final class TlsFormCases {
    private static final String DEFLATE = "permessage-deflate";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String HTTP = "http/1.1";
    private static final String UNKNOWN = "x-parley-unknown";

    private static final int SAID = 5;

    private TlsFormCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must(
                                "tls.close-notify.every",
                                "RFC 8446 6.1",
                                "close_notify comes before TCP ends, whatever the reason")
                        .why("Without it an end cannot be told from one that somebody else has made.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("connections that end", TlsFormCases::ends)),
                quality("tls.close-notify.none", "RFC 8446 6.1", "FIN without close_notify ends the connection")
                        .why("Nothing can come any more; what was begun is not whole.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("connections that we cut", TlsFormCases::cuts)),
                must(
                                "tls.alpn.every",
                                "RFC 7301 3.2",
                                "Of the protocols offered, http/1.1 is spoken, or none is chosen")
                        .why(
                                "A server may overlook the offer; one that knows none of it refuses by an alert, and takes none.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("offers of protocols", TlsFormCases::offers)),
                must("tls.keys.renewed", "RFC 8446 4.6.3", "New keys may be asked for at any time")
                        .why("What comes behind is encrypted by them, and what was begun goes on.")
                        .needing(Need.TLS)
                        .raw(Step.of(
                                Step.Kind.END,
                                "echoes, with new keys before, between and within messages",
                                TlsFormCases::renewed)),
                must("tls.record.every-bad", "RFC 8446 5.2", "Bytes that are no good record end the connection")
                        .why("Nothing behind them can be trusted, and nothing else is the affair of other connections.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("bytes past TLS", TlsFormCases::garbage)),
                quality("tls.record.every-gathered", "RFC 8446 5.1", "Many small records in one segment")
                        .why("Where records and segments end means nothing to the frames in them.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("conversations in records of few bytes", () -> forms(true))),
                quality("tls.record.every-segment", "RFC 8446 5.1", "Records that are cut into many segments")
                        .why("TCP is a stream, the ClientHello included.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("conversations in segments of few bytes", () -> forms(false))),
                must("tls.resumed", "RFC 8446 2.2", "A session that goes on takes nothing from the connection before")
                        .why("What TLS keeps is its keys: subprotocols and extensions are those of each connection.")
                        .needing(Need.TLS)
                        .raw(Step.of(
                                Step.Kind.END,
                                "connections of one session, with offers and without",
                                TlsFormCases::resumed)));
    }

    private static List<Row> ends() {
        List<Row> rows = new ArrayList<>();
        rows.add(ending("no close frame", c -> {}));
        rows.add(ending("within a message", c -> c.send(Output.of(text("begun").notFinal()))));
        rows.add(ending("behind a text", c -> {
            c.send(Output.of(text("good")));
            Answers.await(c, List.of(echo("good")));
        }));
        for (RawFrame last : List.of(
                close(),
                close(4000, "why"),
                text("x").unmasked(),
                text(Payload.hex("61ff")),
                continuation("x"),
                close(1005))) {
            rows.add(new Row(last.describe(), c -> {
                Handshakes.open(upgrade()).run(c);
                c.send(Output.of(last));
                requireNotice(c);
            }));
        }
        for (OpeningRequest refused : List.of(
                upgrade().without("Sec-WebSocket-Key").with("Connection", "close, Upgrade"),
                upgrade().with("Sec-WebSocket-Version", "8").with("Connection", "close, Upgrade"),
                upgrade().startLine("GET %s HTTP/1.0").without("Upgrade").with("Connection", "close"))) {
            rows.add(new Row(refused.describe(), c -> {
                Handshakes.request(refused).run(c);
                if (c.answer().isSwitching()) {
                    return; // another case's affair
                }
                c.readBytes(Integer.MAX_VALUE);
                requireNotice(c);
            }));
        }
        return rows;
    }

    /** We end, by close_notify alone. */
    private static Row ending(String name, Step.Action before) {
        return new Row("close_notify from us, " + name, c -> {
            Handshakes.open(upgrade()).run(c);
            before.run(c);
            c.halfClose();
            requireNotice(c);
        });
    }

    private static void requireNotice(Conversation conversation) throws Judgement {
        Event event = conversation.next();
        if (event instanceof Event.Close close) {
            conversation.send(Output.of(close.code() < 0 ? close() : close(close.code())));
            event = conversation.next();
        }
        if (event instanceof Event.Silence) { // when it ends is up to it
            throw Judgement.fail(Level.QUALITY, "close_notify, then the end of TCP", event.describe());
        }
        if (!(event instanceof Event.Ended end) || end.how() != Event.Ended.How.CLEANLY) {
            throw Judgement.fail("close_notify, then the end of TCP", event.describe());
        }
    }

    private static List<Row> cuts() {
        return Stream.of(List.<RawFrame>of(), List.of(text("begun").notFinal()), List.of(text(Payload.ascii(300))))
                .map(frames -> new Row(
                        frames.isEmpty()
                                ? "behind the handshake"
                                : "behind " + frames.get(0).describe(),
                        c -> {
                            Handshakes.open(upgrade()).run(c);
                            if (!frames.isEmpty()) {
                                byte[] bytes =
                                        new byte[(int) frames.get(0).onWire().length()];
                                frames.get(0).onWire().copy(0, bytes, 0, bytes.length);
                                int left = bytes.length > 200 ? 100 : 0;
                                c.send(Output.bytes("a part", Arrays.copyOf(bytes, bytes.length - left)));
                            }
                            c.cut();
                            Closings.ended().run(c);
                        }))
                .toList();
    }

    private static List<Row> offers() {
        List<Row> rows = new ArrayList<>();
        for (List<String> offer : List.of(
                List.of(HTTP),
                List.of(HTTP, UNKNOWN),
                List.of(UNKNOWN, HTTP),
                List.of("h2", HTTP),
                List.of("http/1.0", "h3", HTTP),
                List.of(UNKNOWN),
                List.of("http/1.10"))) {
            rows.add(new Row(String.join(", ", offer), c -> offer(c, offer)));
        }
        return rows;
    }

    private static void offer(Conversation conversation, List<String> offer) throws Judgement {
        conversation.tls(TlsTerms.USUAL.offering(offer));
        try {
            conversation.connect();
        } catch (Judgement e) {
            if (offer.contains(HTTP)) {
                throw e;
            }
            return; // no_application_protocol, most likely
        }
        String chosen = conversation.applicationProtocol();
        if (chosen.equals("h2")) {
            spokenAsChosen(conversation);
            return;
        }
        if (chosen.equals("http/1.0")) {
            conversation.allow("chose " + chosen + ", which is not spoken here");
            return;
        }
        if (!chosen.isEmpty() && !chosen.equals(HTTP)) {
            throw Judgement.fail(HTTP + ", or none", chosen);
        }
        conversation.send(upgrade().toOutput(conversation.target()));
        conversation.readAnswer();
        Handshakes.accepted(upgrade()).run(conversation);
        converse(conversation);
    }

    /** RFC 9113 3.2: who chooses h2 speaks it, and takes HTTP/1.1 for an error. */
    private static void spokenAsChosen(Conversation conversation) throws Judgement {
        conversation.send(upgrade().toOutput(conversation.target()));
        String said = new String(conversation.readBytes(SAID), StandardCharsets.ISO_8859_1);
        if (said.startsWith("HTTP/")) {
            throw Judgement.fail("HTTP/2, which was chosen", "an answer of HTTP/1.1");
        }
        conversation.allow("chose h2, which is not spoken here");
    }

    private static void renewed(Conversation conversation) throws Judgement {
        Handshakes.open(upgrade()).run(conversation);
        if (!conversation.tls().startsWith("TLSv1.3 ")) {
            throw Judgement.unsupported("the server does not speak TLS 1.3");
        }
        conversation.renewKeys();
        conversation.send(Output.of(text("behind new keys")));
        Answers.await(conversation, List.of(echo("behind new keys")));
        conversation.send(Output.of(text("begun ").notFinal(), ping("1")));
        conversation.renewKeys();
        conversation.send(Output.of(continuation("and ended")));
        Answers.await(conversation, List.of(pong("1"), echo("begun and ended")));
        byte[] frame = new byte[(int) text("cut by new keys").onWire().length()];
        text("cut by new keys").onWire().copy(0, frame, 0, frame.length);
        conversation.send(Output.bytes("a part", Arrays.copyOf(frame, 4)));
        conversation.renewKeys();
        conversation.renewKeys();
        conversation.send(Output.bytes("the rest", Arrays.copyOfRange(frame, 4, frame.length)));
        Answers.await(conversation, List.of(echo("cut by new keys")));
        Closings.closeCleanly().run(conversation);
    }

    /** Records that are not encrypted, of no known type, longer than may be, and what is no record at all. */
    private static List<Row> garbage() {
        String zeros = "00".repeat(40);
        return Stream.of(
                        "17030300288105" + "41".repeat(38),
                        "1703030028" + zeros,
                        "6303030028" + zeros,
                        "18030300070100401234" + "5678",
                        "170303ffff" + "00".repeat(20_000),
                        "140303000101",
                        "140303000102",
                        "818000000000")
                .map(hex -> new Row(hex.substring(0, 12), c -> {
                    Handshakes.open(upgrade()).run(c);
                    c.send(Output.of(text("good")));
                    Answers.await(c, List.of(echo("good")));
                    c.sendInClear(HexFormat.of().parseHex(hex));
                    c.send(Output.of(text("behind")));
                    Closings.ended().run(c);
                }))
                .toList();
    }

    private static List<Row> forms(boolean gathered) {
        List<Row> rows = new ArrayList<>();
        for (int size : gathered ? new int[] {1, 2, 3, 7, 60} : new int[] {1, 2, 5, 6, 29}) {
            rows.add(new Row(size + " bytes", c -> {
                c.tls(gathered ? TlsTerms.USUAL.inRecords(size) : TlsTerms.USUAL.inSegments(size));
                Handshakes.open(upgrade().offering(DEFLATE)).run(c);
                converse(c);
            }));
        }
        return rows;
    }

    /** Frames with headers of every length, in one write. */
    private static void converse(Conversation conversation) throws Judgement {
        RawFrame wide = binary(Payload.bytes(300));
        RawFrame length64 = binary(Payload.bytes(66_000));
        conversation.send(Output.of(
                text("short"), wide, ping("between"), text("").notFinal(), continuation("in fragments"), text("")));
        Answers.await(
                conversation, List.of(echo("short"), echo(wide), pong("between"), echo("in fragments"), echo("")));
        conversation.send(Output.of(length64));
        Answers.await(conversation, List.of(echo(length64)));
        Closings.closeCleanly().run(conversation);
    }

    private static void resumed(Conversation conversation) throws Judgement {
        OpeningRequest bare = upgrade().bare();
        List<Row> rows = new ArrayList<>();
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            boolean spoken = speaks(conversation, version);
            for (OpeningRequest request : List.of(
                    bare.adding(PROTOCOLS, "echo, chat").offering(DEFLATE),
                    bare,
                    bare.offering(DEFLATE + "; server_no_context_takeover"),
                    bare)) {
                if (spoken) {
                    rows.add(new Row(version + ", " + request.describe(), c -> resumed(c, version, request)));
                }
            }
        }
        Sweep.of("connections of one session", rows).run(conversation);
    }

    private static boolean speaks(Conversation conversation, String version) {
        try (Conversation other = conversation.another()) {
            other.tls(TlsTerms.USUAL.speaking(version));
            other.connect();
            return true;
        } catch (Judgement e) {
            return false; // which versions there are is another case's affair
        }
    }

    private static void resumed(Conversation conversation, String version, OpeningRequest request) throws Judgement {
        conversation.tls(TlsTerms.USUAL.speaking(version));
        Handshakes.open(request).run(conversation);
        for (String name : List.of(PROTOCOLS, EXTENSIONS)) {
            List<String> values = conversation.answer().values(name);
            if (request.values(name).isEmpty() && !values.isEmpty()) {
                throw Judgement.fail("no " + name, values.toString());
            }
        }
        Closings.closeCleanly().run(conversation);
    }
}
