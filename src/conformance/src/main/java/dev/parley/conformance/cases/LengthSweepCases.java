package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.RawFrame.LengthForm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lengths that are written too long, or are too long for their frame, and bad text far behind the beginning. */
final class LengthSweepCases {
    private static final int[] LONG_CONTROLS = {
        126, 127, 128, 129, 200, 255, 256, 257, 381, 1000, 65_535, 65_536, 65_661
    };
    private static final int[] FAR = {
        255, 256, 1000, 1023, 1024, 2047, 2048, 4095, 4096, 8191, 8192, 16_384, 32_768, 65_535, 65_536
    };
    private static final String[] BAD = {"ff", "eda080", "c3", "f0808080", "80"};
    private static final String LESS = "it says less well what was wrong";

    private LengthSweepCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                quality("lengths.every.longer-form", "5.2", "Lengths of every kind in more bytes than they need")
                        .why("A length has one form (5.2); who reads others lets two readers see two streams.")
                        .raw(Sweep.of("frames with a length in more bytes than it needs", LengthSweepCases::longer)),
                must("lengths.every.control", "5.5", "Control frames of more than 125 bytes, at every place")
                        .why("A control frame has at most 125 bytes, also if all of them have come.")
                        .raw(Sweep.of("control frames of more than 125 bytes", LengthSweepCases::controls)),
                must("masking.every.length", "5.3", "Keys of every kind for long frames")
                        .why("The key goes round and round, however long the frame.")
                        .connected(Sweep.messages("long messages", LengthSweepCases::keys)),
                must("utf8.every.bad-far", "8.1", "What is no character, far behind the beginning")
                        .why("All of the text is UTF-8, or it is not.")
                        .raw(Sweep.of("long texts that are not UTF-8", LengthSweepCases::far)),
                must("utf8.every.bad-late", "8.1", "What is no character, in each of several fragments")
                        .why("The message is not UTF-8, in whichever of its fragments it shows.")
                        .raw(Sweep.of("texts in fragments that are not UTF-8", LengthSweepCases::late)));
    }

    private static List<Row> longer() {
        List<Row> rows = new ArrayList<>();
        for (int opcode : new int[] {0, 1, 2, 8, 9, 10}) {
            for (LengthForm form : List.of(LengthForm.BITS_16, LengthForm.BITS_64)) {
                for (int length : new int[] {0, 2, 5, 125, 126, 300, 65_535}) {
                    boolean control = opcode > 7 && length > 125;
                    boolean shortest = form == LengthForm.BITS_16 && length > 125;
                    boolean close = opcode == 8 && length != 0 && length != 2;
                    if (!control && !shortest && !close) {
                        Payload payload = opcode == 8 ? Payload.hex("03e8").slice(0, length) : Payload.ascii(length);
                        RawFrame frame = RawFrame.opcode(opcode, payload).length(form);
                        RawFrame[] frames =
                                opcode == 0 ? new RawFrame[] {text("begun").notFinal(), frame} : new RawFrame[] {frame};
                        rows.add(Sweep.connected(frame.describe(), send(frames), failed(1002)));
                    }
                }
            }
        }
        return rows;
    }

    private static List<Row> controls() {
        Covering<Row> rows = new Covering<>();
        for (int opcode = 8; opcode < 11; opcode++) {
            for (int length : LONG_CONTROLS) {
                RawFrame frame = RawFrame.opcode(opcode, Payload.bytes(length));
                rows.add(
                        Sweep.connected(
                                frame.describe(), send(frame), failed(1002).tolerating(1009, LESS)),
                        aspect("opcode", opcode, length),
                        aspect("place", false, length));
                rows.add(
                        Sweep.connected(
                                frame.describe() + " within a message",
                                send(text("begun").notFinal(), frame),
                                failed(1002).tolerating(1009, LESS)),
                        aspect("opcode", opcode, length),
                        aspect("place", true, length));
            }
        }
        return rows.members();
    }

    private static List<Message> keys() {
        List<Message> all = new ArrayList<>();
        for (int key :
                new int[] {0, -1, 0x00ff_ffff, 0xff00_0000, 0x0000_00ff, 0x8080_8080, 0x7f80_0102, 0x1234_5678}) {
            for (int length : new int[] {125, 126, 127, 128, 131, 255, 256, 1021, 4099, 65_535, 65_536, 65_541}) {
                all.add(Message.of(text(Payload.ascii(length)).key(key)));
                all.add(Message.of(RawFrame.binary(Payload.bytes(length)).key(~key)));
            }
        }
        return all;
    }

    private static List<Row> far() {
        Covering<Row> rows = new Covering<>();
        for (int offset : FAR) {
            for (String bad : BAD) {
                for (int behind : new int[] {0, 20}) {
                    byte[] bytes =
                            Payload.ascii(offset + bad.length() / 2 + behind).toBytes();
                    byte[] wrong = Payload.hex(bad).toBytes();
                    System.arraycopy(wrong, 0, bytes, offset, wrong.length);
                    rows.add(
                            Sweep.connected(
                                    bad + " behind " + offset + " bytes",
                                    send(text(Payload.of(bytes))),
                                    failed(1007).tolerating(1002, LESS)),
                            aspect("place", offset, behind),
                            aspect("several bytes", offset, wrong.length > 1),
                            aspect("bad", bad, behind),
                            aspect("bad far behind", bad, offset > 4096));
                }
            }
        }
        return rows.members();
    }

    private static List<Row> late() {
        Covering<Row> rows = new Covering<>();
        for (int count = 2; count < 7; count++) {
            for (int at = 0; at < count; at++) {
                for (String bad : BAD) {
                    for (boolean pings : new boolean[] {false, true}) {
                        rows.add(
                                Sweep.connected(
                                        bad + " in fragment " + at + " of " + count + (pings ? ", pings between" : ""),
                                        send(fragments(count, at, bad, pings)),
                                        failed(1007)
                                                .tolerating(1002, LESS)
                                                .afterPerhaps(pings ? pongs(count) : new Expected[0])),
                                aspect("fragment", count, at),
                                aspect("bad", bad, at),
                                aspect("bad at the end", bad, at == count - 1, pings),
                                aspect("pings", pings, at));
                    }
                }
            }
        }
        return rows.members();
    }

    private static Expected[] pongs(int count) {
        Expected[] all = new Expected[count];
        for (int i = 0; i < count; i++) {
            all[i] = Expected.pong("between " + i);
        }
        return all;
    }

    private static RawFrame[] fragments(int count, int at, String bad, boolean pings) {
        List<RawFrame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Payload part = i == at ? Payload.hex(bad) : Payload.of("caf\u00e9");
            RawFrame frame = i == 0 ? text(part) : continuation(part);
            frames.add(i == count - 1 ? frame : frame.notFinal());
            if (pings && i < count - 1) {
                frames.add(ping("between " + i));
            }
        }
        return frames.toArray(RawFrame[]::new);
    }
}
