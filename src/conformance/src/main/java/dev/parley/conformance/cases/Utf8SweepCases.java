package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Characters at the borders of UTF-8, and what is none, at every place of a text and of its fragments. */
final class Utf8SweepCases {
    /** First and last of each length, and around the surrogates (RFC 3629 4). */
    private static final String[] GOOD = {
        "00",
        "7f",
        "c280",
        "dfbf",
        "e0a080",
        "e0bfbf",
        "e18080",
        "ecbfbf",
        "ed8080",
        "ed9fbf",
        "ee8080",
        "efbfbd",
        "efbfbf",
        "f0908080",
        "f0bfbfbf",
        "f1808080",
        "f3bfbfbf",
        "f4808080",
        "f48fbfbf"
    };

    private static final String[] BAD = {
        "80",
        "bf",
        "c0",
        "c080",
        "c0af",
        "c1bf",
        "c2",
        "c241",
        "c2c2",
        "df7f",
        "e0",
        "e080",
        "e08080",
        "e09fbf",
        "e0a0",
        "e0a041",
        "e18041",
        "eda080",
        "edafbf",
        "edb080",
        "edbfbf",
        "eda080edb080",
        "ee80",
        "efbf",
        "f0",
        "f080",
        "f0808080",
        "f08fbfbf",
        "f09080",
        "f0908041",
        "f4908080",
        "f4bfbfbf",
        "f5808080",
        "f7bfbfbf",
        "f888808080",
        "fc8480808080",
        "fe",
        "ff",
        "feff",
        "c3a4a4",
        "e282acac",
        "f09f9880bf"
    };

    private static final int[] OFFSETS = {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 63, 64, 125, 126};
    private static final String LESS = "it says less well what was wrong";

    private Utf8SweepCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("utf8.every.good", "8.1", "Characters at the borders, at every place of a text")
                        .why("Each is a character, wherever it stands.")
                        .connected(Sweep.messages("texts", Utf8SweepCases::placed)),
                must("utf8.every.cut", "8.1", "Texts cut at every byte into two fragments")
                        .why("A fragment may end within a character.")
                        .connected(Sweep.messages("texts of two fragments", () -> cut(false))),
                must("utf8.every.cut-ping", "8.1", "Texts cut at every byte, with a ping between")
                        .why("A fragment may end within a character, and a control frame may stand there.")
                        .connected(Sweep.messages("texts of two fragments and a ping", () -> cut(true))),
                must("utf8.every.long", "8.1", "Long texts of characters of every length")
                        .why("A character may stand across any border of any buffer.")
                        .connected(Sweep.messages("long texts", Utf8SweepCases::longTexts)),
                must("utf8.every.bad", "8.1", "What is no character, at every place of a text")
                        .why("The text is not UTF-8, whatever surrounds the place.")
                        .raw(Sweep.of("texts that are not UTF-8", Utf8SweepCases::bad)),
                must("utf8.every.bad-cut", "8.1", "What is no character, cut at every byte")
                        .why("The message is not UTF-8, wherever its fragments end.")
                        .raw(Sweep.of("texts in fragments that are not UTF-8", Utf8SweepCases::badCut)),
                must("utf8.every.bad-behind", "8.1", "What is no character, behind a good text")
                        .why("A good text before it changes nothing.")
                        .raw(Sweep.of("texts that are not UTF-8 behind a good one", Utf8SweepCases::behind)),
                must("utf8.every.bad-compressed", "RFC 7692 6.2", "What is no character, compressed")
                        .why("8.1 is about the text, not about how it came.")
                        .raw(Sweep.of("compressed texts that are not UTF-8", Utf8SweepCases::compressed)));
    }

    private static Payload around(int before, String hex, int behind) {
        return Payload.hex("61".repeat(before) + hex + "7a".repeat(behind));
    }

    private static List<Message> placed() {
        List<Message> all = new ArrayList<>();
        for (String good : GOOD) {
            for (int offset : OFFSETS) {
                all.add(Message.of(RawFrame.text(around(offset, good, 0))));
                all.add(Message.of(RawFrame.text(around(offset, good + good, 9))));
            }
        }
        return all;
    }

    /** Behind so many letters that each border between two buffers falls into a character of one of them. */
    private static List<Message> longTexts() {
        List<Message> all = new ArrayList<>();
        for (String one : List.of("c3a4", "e282ac", "f09f9880")) {
            for (int before = 0; before < one.length() / 2; before++) {
                all.add(Message.of(RawFrame.text(Payload.hex("61".repeat(before) + one.repeat(20_000)))));
            }
        }
        return all;
    }

    private static List<Message> cut(boolean pings) {
        List<Message> all = new ArrayList<>();
        for (String one : GOOD) {
            for (String other : List.of("", "c3a4", "f09f9880")) {
                Payload whole = around(1, one + other, 1);
                for (long at = 0; at <= whole.length(); at++) {
                    List<RawFrame> frames = new ArrayList<>();
                    frames.add(RawFrame.text(whole.slice(0, at)).notFinal());
                    if (pings) {
                        frames.add(ping("p"));
                    }
                    frames.add(continuation(whole.slice(at, whole.length())));
                    Expected echo = Expected.echo(true, whole);
                    all.add(new Message(frames, pings ? List.of(Expected.pong("p"), echo) : List.of(echo)));
                }
            }
        }
        return all;
    }

    private static List<Row> bad() {
        Covering<Row> rows = new Covering<>();
        for (String bad : BAD) {
            for (int offset : new int[] {0, 1, 7, 8, 126}) {
                for (int behind : new int[] {0, 1, 9}) {
                    rows.add(
                            row(
                                    bad + " behind " + offset + " before " + behind,
                                    RawFrame.text(around(offset, bad, behind))),
                            aspect("what is before", bad, Math.min(offset, 2)),
                            aspect("what is behind", bad, Math.min(behind, 1)),
                            aspect("place", offset, behind),
                            aspect("how it begins", bad.substring(0, 2), offset));
                }
            }
        }
        return rows.members();
    }

    private static List<Row> badCut() {
        Covering<Row> rows = new Covering<>();
        for (String bad : BAD) {
            Payload whole = around(1, bad, 1);
            for (long at = 1; at < whole.length(); at++) {
                boolean inside = at > 1 && at < whole.length() - 1;
                rows.add(
                        row(
                                bad + " cut at " + at,
                                RawFrame.text(whole.slice(0, at)).notFinal(),
                                continuation(whole.slice(at, whole.length()))),
                        inside ? aspect("cut", bad, at) : aspect("cut beside", bad.substring(0, 2), at == 1));
            }
            rows.add(
                    row(
                            bad + " and an empty end",
                            RawFrame.text(around(1, bad, 0)).notFinal(),
                            ping(""),
                            continuation("")),
                    aspect("empty end", bad.substring(0, 2), bad.length()));
        }
        return rows.members();
    }

    private static List<Row> behind() {
        List<Row> rows = new ArrayList<>();
        for (String bad : BAD) {
            RawFrame frame = RawFrame.text(around(0, bad, 0));
            rows.add(Sweep.connected(
                    bad,
                    send(RawFrame.text("f\u00fcnf"), frame),
                    failed(1007).tolerating(1002, LESS).afterPerhaps(Expected.echo("f\u00fcnf"))));
        }
        return rows;
    }

    private static List<Row> compressed() {
        Covering<Row> rows = new Covering<>();
        for (String bad : BAD) {
            RawFrame whole = RawFrame.text(around(3, bad, bad.length() % 3)).compressed();
            RawFrame cut = whole.payload(whole.payload().slice(0, 4)).notFinal();
            RawFrame rest =
                    continuation(whole.payload().slice(4, whole.payload().length()));
            String begin = bad.substring(0, 2);
            rows.add(deflated(bad, whole), aspect("bad", bad), aspect("whole", begin));
            rows.add(deflated(bad + " in fragments", cut, rest), aspect("bad", bad), aspect("cut", begin));
        }
        return rows.members();
    }

    private static Row row(String name, RawFrame... frames) {
        return Sweep.connected(
                name, send(frames), failed(1007).tolerating(1002, LESS).afterPerhaps(Expected.pong("")));
    }

    private static Row deflated(String name, RawFrame... frames) {
        return new Row(name, conversation -> {
            Handshakes.open(upgrade().offering("permessage-deflate")).run(conversation);
            if (!conversation.deflate().agreed()) {
                throw Judgement.unsupported("the server did not take permessage-deflate");
            }
            send(frames).run(conversation);
            failed(1007).tolerating(1002, LESS).run(conversation);
        });
    }
}
