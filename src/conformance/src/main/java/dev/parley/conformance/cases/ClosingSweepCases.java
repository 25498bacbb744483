package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.model.CaseBuilder.should;
import static dev.parley.conformance.script.Closings.closed;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.script.Steps;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Close frames, every one of a class: codes, reasons, keys, and what stands before. */
final class ClosingSweepCases {
    private static final String[] BAD_REASONS = {
        "80",
        "ff",
        "c3",
        "c328",
        "e282",
        "e28228",
        "f09f98",
        "f0908028",
        "eda080",
        "c080",
        "f4908080",
        "fe",
        "61ff",
        "c3a4ff62",
        "ff61"
    };

    private static final int[] LENGTHS = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 29, 30, 31, 32, 33, 40, 50, 61, 62, 63, 64, 65, 66, 80, 98,
        99, 100, 101, 117, 118, 119, 120, 121, 122, 123
    };
    private static final int LONGEST_REASON = 123; // 5.5: 125 bytes with the code

    private ClosingSweepCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("closing.every.code", "7.4.1", "Close frames with codes of every kind that is legal are answered")
                        .why("A close frame with a code that may be sent is no error.")
                        .raw(Sweep.of("close frames with a legal code", codes(legal()))),
                must(
                                "closing.every.bad-code",
                                "7.4",
                                "Close frames with codes of every kind that is not fail the connection")
                        .why("These codes must not be sent, or mean nothing yet.")
                        .raw(Sweep.of("close frames with a code that is not legal", ClosingSweepCases::badCodes)),
                must("closing.every.reason", "5.5.1", "Close frames with reasons of every length are answered")
                        .why("A reason has up to 123 bytes of UTF-8.")
                        .raw(Sweep.of("close frames with a reason", ClosingSweepCases::reasons)),
                must(
                                "closing.every.long-reason",
                                "5.5.1",
                                "Close frames with a long reason are answered, and with UTF-8 only")
                        .why(
                                "An answer need not repeat the reason; one that repeats a part ends where a character does.")
                        .raw(Sweep.of("close frames with a long reason", ClosingSweepCases::longReasons)),
                must(
                                "closing.every.bad-reason",
                                "5.5.1",
                                "Close frames with a reason that is not UTF-8 fail the connection")
                        .why("A reason is UTF-8, whatever its length and the code before it.")
                        .raw(Sweep.of("close frames with a bad reason", ClosingSweepCases::badReasons)),
                should("closing.every.told", "7.1.7", "Failures of every kind are told by a close frame with a code")
                        .why(
                                "An endpoint that fails a connection says why, unless it believes that nobody can hear it.")
                        .raw(Sweep.of("frames that fail the connection", ClosingSweepCases::failures)),
                should(
                                "closing.every.told-beside-deflate",
                                "7.1.7",
                                "Failures of every kind beside compression are told by a close frame with a code")
                        .why(
                                "An endpoint that fails a connection says why, unless it believes that nobody can hear it.")
                        .raw(Sweep.of("frames that fail the connection", ClosingSweepCases::deflated)),
                quality("closing.every.echoed", "5.5.1", "Codes of every kind come back as they were sent")
                        .why(
                                "The answer typically echoes the code; one without a code, or with 1000, has none to echo.")
                        .raw(Sweep.of("close frames", ClosingSweepCases::echoed)),
                must("closing.every.before", "5.5.1", "Close frames behind messages of every kind are answered")
                        .why("What came before is over, or is given up (7.1.6).")
                        .raw(Sweep.of("close frames behind other frames", ClosingSweepCases::before)));
    }

    private static int[] legal() {
        return new int[] {
            1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3001, 3007, 3255, 3256, 3328, 3500, 3583, 3584,
            3839, 3840, 3998, 3999, 4000, 4001, 4095, 4096, 4097, 4100, 4242, 4351, 4352, 4500, 4608, 4863, 4864, 4998,
            4999
        };
    }

    private static List<Row> codes(int... codes) {
        Covering<Row> rows = new Covering<>();
        for (int code : codes) {
            rows.add(
                    Sweep.connected("code " + code, send(close(code)), closed(code)),
                    aspect("code", code),
                    aspect("alone", code / 100));
            rows.add(
                    Sweep.connected("code " + code + " and a reason", send(close(code, "b\u00fce")), closed(code)),
                    aspect("code", code),
                    aspect("reason", code / 100));
        }
        return rows.members();
    }

    private static List<Row> badCodes() {
        int[] codes = IntStream.concat(
                        IntStream.of(
                                0, 1, 2, 3, 9, 99, 100, 127, 128, 255, 256, 257, 512, 768, 999, 1004, 1005, 1006, 1015),
                        IntStream.of(
                                1016, 1020, 1023, 1024, 1025, 1099, 1100, 1279, 1280, 1999, 2000, 2047, 2048, 2815,
                                2816, 2998, 2999))
                .toArray();
        Covering<Row> rows = new Covering<>();
        for (int code : codes) {
            rows.add(
                    Sweep.connected("code " + code, send(close(code)), failed(1002)),
                    aspect("code", code),
                    aspect("alone", code / 100));
            rows.add(
                    Sweep.connected("code " + code + " and a reason", send(close(code, "why")), failed(1002)),
                    aspect("code", code),
                    aspect("reason", code / 100));
        }
        return rows.members();
    }

    private static List<Row> reasons() {
        List<Row> rows = new ArrayList<>();
        for (int length : LENGTHS) {
            String reason = new String(Payload.ascii(length).toBytes(), StandardCharsets.US_ASCII);
            rows.add(Sweep.connected(length + " bytes", send(close(1000, reason)), closed(1000)));
        }
        for (String one :
                List.of("\u00e4", "\u20ac", "\ud83d\ude00", "\u0000", "\ufffd", "\uffff", "\ufeff", "\n", "\"")) {
            rows.add(Sweep.connected("reason of " + (int) one.charAt(0), send(close(1000, one)), closed(1000)));
            rows.add(Sweep.connected(
                    "long reason of " + (int) one.charAt(0), send(close(4000, one.repeat(30))), closed(4000)));
            rows.add(Sweep.connected(
                    "reason of " + (int) one.charAt(0) + " with key",
                    send(close(3000, one).key(0x8000_00ff)),
                    closed(3000)));
        }
        return rows;
    }

    /** As long as may be, of characters that begin at every place: wherever an answer is cut, it is within one of them. */
    private static List<Row> longReasons() {
        List<Row> rows = new ArrayList<>();
        for (String one : List.of("\u00e4", "\u20ac", "\ud83d\ude00")) {
            int size = one.getBytes(StandardCharsets.UTF_8).length;
            for (int before = 0; before < size; before++) {
                String reason = "a".repeat(before) + one.repeat((LONGEST_REASON - before) / size);
                int code = before % 2 == 0 ? 1000 : 4000;
                rows.add(Sweep.connected(
                        "characters of " + size + " bytes behind " + before, send(close(code, reason)), closed(code)));
            }
        }
        return rows;
    }

    private static List<Row> badReasons() {
        Covering<Row> rows = new Covering<>();
        for (String bad : BAD_REASONS) {
            for (String code : List.of("03e8", "03e9", "0bb8", "1387")) {
                for (int length : new int[] {0, 1, 60, 115}) {
                    RawFrame frame = close(Payload.hex(code + "61".repeat(length) + bad));
                    rows.add(
                            Sweep.connected(
                                    bad + " behind " + code + " and " + length + " letters",
                                    send(frame),
                                    failed(1007).tolerating(1002, "it says less well what was wrong")),
                            aspect("code", bad, code),
                            aspect("length", bad, length),
                            aspect("code and length", code, length));
                }
            }
        }
        return rows.members();
    }

    private static List<Row> echoed() {
        Covering<Row> rows = new Covering<>();
        for (int code : legal()) {
            rows.add(
                    Sweep.connected("code " + code, send(close(code, "why")), closedWith(code)),
                    aspect("code", code),
                    aspect("reason", code / 100));
            rows.add(
                    Sweep.connected(
                            "code " + code + " behind a text",
                            send(RawFrame.text("good")),
                            expect(Expected.echo("good")),
                            send(close(code)),
                            closedWith(code)),
                    aspect("code", code),
                    aspect("alone", code / 100));
        }
        rows.add(Sweep.connected("no code", send(close()), closedWith(-1, 1000)), aspect("no code"));
        return rows.members();
    }

    private static Step closedWith(int... codes) {
        return Step.of(Step.Kind.END, "the same code", conversation -> {
            Event event = conversation.next();
            if (!(event instanceof Event.Close close) || IntStream.of(codes).noneMatch(code -> code == close.code())) {
                throw Judgement.fail("CLOSE " + codes[0], event.describe());
            }
            Closings.ended().run(conversation);
        });
    }

    /** Whole frames, one for each connection: nothing is left unread that could end it abruptly. */
    private static List<Row> failures() {
        RawFrame text = RawFrame.text("Hello");
        List<RawFrame> bad = new ArrayList<>(List.of(
                text.rsv(1),
                text.rsv(2),
                text.rsv(4),
                text.unmasked(),
                RawFrame.binary(Payload.EMPTY).unmasked(),
                RawFrame.ping("x").unmasked(),
                close(1000).unmasked(),
                RawFrame.continuation("x"),
                RawFrame.ping("x").notFinal(),
                RawFrame.pong("x").notFinal(),
                RawFrame.ping("x").rsv(4),
                RawFrame.pong("").rsv(4),
                close(1000).rsv(4),
                close(1000).notFinal(),
                close(Payload.hex("03")),
                close(0),
                close(999),
                close(1005),
                close(1006),
                close(1015),
                close(2999),
                close(Payload.hex("03e8c3"))));
        for (int opcode = 3; opcode < 16; opcode++) {
            if (opcode < 8 || opcode > 10) {
                bad.add(RawFrame.opcode(opcode, Payload.of("x")));
            }
        }
        for (String hex :
                List.of("ff", "80", "c3", "c328", "e28228", "f0288c28", "eda080", "c080", "f4908080", "e282")) {
            bad.add(RawFrame.text(Payload.hex("61" + hex)));
            bad.add(RawFrame.text(Payload.hex(hex + "41")));
        }
        Covering<Row> rows = new Covering<>();
        for (RawFrame frame : bad) {
            List<Row> ways = List.of(
                    told(frame, send(frame)),
                    told(frame, send(RawFrame.text("good")), expect(Expected.echo("good")), send(frame)),
                    told(frame, Steps.chopped(1, frame)));
            for (int way = 0; way < ways.size(); way++) {
                rows.add(
                        ways.get(way),
                        aspect("frame", frame.describe()),
                        aspect("way", way, frame.opcode()),
                        aspect("way in words", way, frame.describe().substring(0, 6)));
            }
        }
        return rows.members();
    }

    private static List<Row> deflated() {
        List<RawFrame> bad = List.of(
                RawFrame.ping("x").rsv(4),
                RawFrame.pong("x").rsv(4),
                RawFrame.ping("x").rsv(4).notFinal(),
                RawFrame.pong("").rsv(4).notFinal(),
                close(1000).rsv(4),
                RawFrame.text("x").rsv(1),
                RawFrame.text("x").rsv(2),
                RawFrame.text("x").compressed().rsv(6),
                RawFrame.continuation("x").rsv(4),
                RawFrame.text(Payload.hex("07")).rsv(4),
                RawFrame.text(Payload.hex("61ff")).compressed());
        return bad.stream()
                .map(frame -> new Row(frame.describe(), conversation -> {
                    Handshakes.open(OpeningRequest.upgrade().offering("permessage-deflate"))
                            .run(conversation);
                    if (!conversation.deflate().agreed()) {
                        throw Judgement.unsupported("the server did not take permessage-deflate");
                    }
                    send(frame).run(conversation);
                    Closings.failed(1002, 1007).told().run(conversation);
                }))
                .toList();
    }

    /** 7.4.1: 1007 is for text that is not UTF-8, and 1002 for what breaks the protocol. */
    private static int[] code(RawFrame bad) {
        boolean whole = bad.describe().startsWith("TEXT, ");
        return new int[] {whole ? 1007 : 1002};
    }

    private static Row told(RawFrame bad, Step... before) {
        List<Step> steps = new ArrayList<>(List.of(before));
        int[] codes = bad.opcode() == 8 ? new int[] {1002, 1007} : code(bad);
        steps.add(Closings.failed(codes).told());
        return Sweep.connected(
                bad.describe() + (before.length > 1 ? " behind a text" : ""), steps.toArray(Step[]::new));
    }

    private static List<Row> before() {
        List<List<RawFrame>> kinds = List.of(
                List.of(RawFrame.pong("unasked")),
                List.of(RawFrame.pong("")),
                List.of(RawFrame.text("").notFinal()),
                List.of(RawFrame.binary(Payload.bytes(300)).notFinal()),
                List.of(RawFrame.text(Payload.hex("c3")).notFinal()),
                List.of(
                        RawFrame.text("a").notFinal(),
                        RawFrame.continuation("b").notFinal()));
        List<Row> rows = new ArrayList<>();
        for (List<RawFrame> before : kinds) {
            for (RawFrame close :
                    List.of(close(1000), close(), close(4999, "x"), close(1001).key(0))) {
                List<RawFrame> all = new ArrayList<>(before);
                all.add(close);
                RawFrame[] frames = all.toArray(RawFrame[]::new);
                String name = before.get(0).describe() + " and " + close.describe();
                rows.add(Sweep.connected(name, send(frames), closed(1000, 1001, 4999, -1)));
                rows.add(
                        Sweep.connected(name + ", a write each", Steps.sendEach(frames), closed(1000, 1001, 4999, -1)));
            }
        }
        return rows;
    }
}
