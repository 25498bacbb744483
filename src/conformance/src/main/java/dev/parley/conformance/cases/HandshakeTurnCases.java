package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One thing behind another: requests behind requests, frames behind a head, and the end of TCP behind both. */
final class HandshakeTurnCases {
    private static final String ORIGIN = "Origin";
    private static final String OWN = "%u://%h";
    private static final String FOREIGN = "http://parley-conformance.example";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String DEFLATE = "permessage-deflate";

    private HandshakeTurnCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                should("origin.every-turn", "10.2", "An origin is judged each time, by itself")
                        .why("What came before, and what a proxy may have said, makes no other origin of it.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "the same verdict in any order: a foreign origin 403, the own one and none 101",
                                HandshakeTurnCases::origins)),
                must("handshake.turn.every-left", "4.2.1", "What a request leaves behind is no part of the next")
                        .why("The next one has a connection of its own.")
                        .raw(Sweep.of("good requests behind others, and parts of good ones", HandshakeTurnCases::left)),
                quality(
                                "handshake.turn.every-kept",
                                "RFC 9112 9.3",
                                "A request on a connection that was kept is one like any")
                        .why("A server may end the connection; if it does not, nothing of the first request is left.")
                        .raw(Sweep.of("good requests behind refused ones", HandshakeTurnCases::kept)),
                quality(
                                "handshake.arrival.every-bad-behind",
                                "7.1.7",
                                "Bad frames of every kind, in one write with the head")
                        .why("They are read as frames that come later.")
                        .raw(Sweep.of("bad frames behind the head", HandshakeTurnCases::badBehind)),
                quality(
                                "handshake.arrival.every-end",
                                "4.2.2",
                                "A head cut within its last line ends, and frames behind it")
                        .why("Where a write ends means nothing.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "echoes of frames that came with the last bytes of the head",
                                HandshakeTurnCases::cutEnds)),
                quality(
                                "handshake.arrival.with-fin",
                                "4.2.2",
                                "A request with a conversation and FIN behind it is answered")
                        .why("All of it came before the end, and our other direction is open.")
                        .raw(Sweep.of("conversations in one write, and FIN", HandshakeTurnCases::withFin)));
    }

    private static void origins(Conversation conversation) throws Judgement {
        OpeningRequest foreign = upgrade().adding(ORIGIN, FOREIGN);
        OpeningRequest own = upgrade().adding(ORIGIN, OWN);
        if (conversation.another().open(foreign).isSwitching()) {
            throw Judgement.unsupported("the server takes every origin");
        }
        String host = FOREIGN.substring("http://".length());
        List<Row> rows = new ArrayList<>();
        for (OpeningRequest one : List.of(
                foreign,
                foreign.adding("X-Forwarded-Host", host),
                upgrade().adding("Forwarded", "host=" + host + ";proto=http").adding(ORIGIN, FOREIGN),
                foreign.adding("X-Forwarded-Server", host).adding("X-Original-Host", host),
                foreign.adding("Referer", OWN).adding("Sec-Fetch-Site", "same-origin"))) {
            if (rows.size() % 3 == 0) {
                rows.add(Sweep.opened("none", upgrade()));
            } else if (rows.size() % 3 == 2) {
                rows.add(Sweep.opened("the own one", own));
            }
            rows.add(Sweep.bad(one.describe(), one, 403, 400));
        }
        rows.add(Sweep.opened("none", upgrade()));
        Sweep.of("origins", rows).run(conversation);
    }

    private static List<Row> left() {
        OpeningRequest all = upgrade()
                .bare()
                .adding(ORIGIN, FOREIGN)
                .adding(PROTOCOLS, "echo, chat")
                .offering(DEFLATE);
        OpeningRequest refused = all.with("Sec-WebSocket-Version", "12"); // some servers speak 8, too
        List<Row> rows = new ArrayList<>();
        for (int part : new int[] {11, 60, 150, -3}) {
            boolean reset = part == 60 || part < 0;
            rows.add(new Row((reset ? "RST" : "FIN") + " behind " + part + " bytes of a request", c -> {
                String text = Replies.text(all, c);
                c.connect();
                send(text.substring(0, part < 0 ? text.length() + part : part), c);
                end(c, reset);
                bare(c.another());
            }));
        }
        for (String behind : List.of("abcdefghij", "GET /", "\r\n\r\n", "\u0081\u0085")) {
            rows.add(new Row("bytes behind a refused request", c -> {
                c.connect();
                send(Replies.text(refused, c) + behind, c);
                c.readAnswer();
                bare(c.another());
            }));
        }
        rows.add(new Row("frames behind a close frame", c -> {
            Handshakes.open(upgrade()).run(c);
            c.send(Output.of(close(1000), text("left"), ping("left")));
            c.next();
            bare(c.another());
        }));
        rows.add(new Row("the end of a long head", HandshakeTurnCases::longHead));
        return rows;
    }

    private static void send(String text, Conversation conversation) throws Judgement {
        conversation.send(Output.bytes("part of a request", text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void end(Conversation conversation, boolean reset) throws Judgement {
        if (reset) {
            conversation.reset();
        } else {
            conversation.halfClose();
            conversation.readAnswer(); // or the end
        }
    }

    /** Takes nothing, and is answered by nothing, that another has asked for. */
    private static void bare(Conversation conversation) throws Judgement {
        Handshakes.open(upgrade().bare()).run(conversation);
        requireBare(conversation);
        Closings.closeCleanly().run(conversation);
    }

    private static void requireBare(Conversation conversation) throws Judgement {
        for (String name : List.of(PROTOCOLS, EXTENSIONS)) {
            if (!conversation.answer().values(name).isEmpty()) {
                throw Judgement.fail(
                        "no " + name, conversation.answer().values(name).toString());
            }
        }
    }

    /** Where a shorter head has come in part, the end of the longer one may still lie in the buffer. */
    private static void longHead(Conversation conversation) throws Judgement {
        Conversation first = conversation.another();
        Handshakes.open(upgrade().adding("Cookie", "a=" + "b".repeat(2000))).run(first);
        Closings.closeCleanly().run(first);
        String text = Replies.text(upgrade(), conversation);
        conversation.connect();
        send(text.substring(0, text.length() - 30), conversation);
        BoundCases.proveAlive(conversation);
        int early = conversation.readBytes(0).length;
        if (early > 0) {
            throw Judgement.fail("no answer before the end of the request", early + " bytes");
        }
        send(text.substring(text.length() - 30), conversation);
        conversation.readAnswer();
        Handshakes.accepted(upgrade()).run(conversation);
    }

    private static List<Row> kept() {
        OpeningRequest plain = upgrade().bare().without("Upgrade").with("Connection", "keep-alive");
        OpeningRequest offering =
                upgrade().bare().adding(PROTOCOLS, "echo, chat").offering(DEFLATE);
        List<Row> rows = new ArrayList<>();
        for (OpeningRequest one : List.of(
                offering.with("Sec-WebSocket-Version", "8"),
                offering.without("Sec-WebSocket-Key"),
                plain,
                plain.startLine("GET /parley-nowhere HTTP/1.1"))) {
            int cut = rows.size() % 2 == 0 ? 0 : 30;
            rows.add(new Row(one.describe() + (cut == 0 ? "" : ", the next in two parts"), c -> kept(c, one, cut)));
        }
        return rows;
    }

    private static void kept(Conversation conversation, OpeningRequest first, int cut) throws Judgement {
        Answer answer = conversation.open(first);
        List<String> lengths = answer.values("Content-Length");
        if (answer.status() < 300 || answer.lists("Connection", "close") || lengths.isEmpty()) {
            return;
        }
        conversation.requireBody();
        conversation.readBytes(Integer.parseInt(lengths.get(0)));
        String next = Replies.text(upgrade().bare(), conversation);
        send(next.substring(0, next.length() - cut), conversation);
        if (cut > 0) {
            BoundCases.proveAlive(conversation);
            send(next.substring(next.length() - cut), conversation);
        }
        if (conversation.readAnswer().status() == 0) {
            return; // a server may end any connection that has no request under way
        }
        Handshakes.accepted(upgrade().bare()).run(conversation);
        requireBare(conversation);
    }

    private static List<Row> badBehind() {
        List<Row> rows = new ArrayList<>();
        for (RawFrame bad : List.of(
                text("x").rsv(2),
                text("x").rsv(4),
                binary(Payload.of("x")).rsv(1),
                RawFrame.opcode(3, Payload.of("x")),
                RawFrame.opcode(11, Payload.EMPTY),
                continuation("x"),
                ping("x").notFinal(),
                ping("x").unmasked(),
                ping(Payload.bytes(126)),
                text(Payload.hex("61ff")),
                close(1005),
                close(Payload.hex("03")))) {
            boolean behind = rows.size() % 2 == 1;
            OpeningRequest request =
                    behind ? upgrade().followedBy(text("good"), bad) : upgrade().followedBy(bad);
            rows.add(new Row(bad.describe() + (behind ? " behind a text" : ""), c -> {
                Handshakes.open(request).run(c);
                failed(1002, 1007)
                        .tolerating(1009, "it says less well what was wrong")
                        .afterPerhaps(Expected.echo("good"))
                        .run(c);
            }));
        }
        return rows;
    }

    private static void cutEnds(Conversation conversation) throws Judgement {
        for (int left = 1; left < 5; left++) {
            try (Conversation one = conversation.another()) {
                String text = Replies.text(upgrade().followedBy(text("behind"), ping("it")), one);
                int at = text.indexOf("\r\n\r\n") + 4 - left;
                one.connect();
                send(text.substring(0, at), one);
                BoundCases.proveAlive(conversation); // by then it has read the first part
                send(text.substring(at), one);
                one.readAnswer();
                Handshakes.accepted(upgrade()).run(one);
                Answers.await(one, List.of(Expected.echo("behind"), Expected.pong("it")));
                Closings.closeCleanly().run(one);
            } catch (Judgement e) {
                throw e.at(left + " bytes before the end of the head");
            }
        }
    }

    private static List<Row> withFin() {
        return Stream.of(List.of(text("all"), close(1000)), List.of(text("all").notFinal(), ping("p"), close(4000)))
                .map(frames -> new Row(frames.size() + " frames", c -> {
                    c.connect();
                    c.post(upgrade().followedBy(frames.toArray(RawFrame[]::new)).toOutput(c.target()));
                    c.halfClose();
                    c.readAnswer();
                    Handshakes.accepted(upgrade()).run(c);
                    Event event = c.next();
                    while (event instanceof Event.Message || event instanceof Event.Pong) {
                        event = c.next();
                    }
                    if (!(event instanceof Event.Close)) {
                        throw Judgement.fail("CLOSE", event.describe());
                    }
                }))
                .toList();
    }
}
