package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What stands where a frame, a fragment, a text or a read begins or ends. */
final class FragmentEdgeCases {
    private static final String LESS = "it says less well what was wrong";
    private static final String[] TEXTS = {
        "\ufeff",
        "\ufeff\ufeff",
        "\ufffe",
        "\ufffd",
        "\u0000",
        "\u0000\u0000",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "0",
        "-1",
        "null",
        "%",
        "%s%n",
        "\\",
        "\"",
        "'",
        "{",
        "[]",
        "<",
        "&",
        "\u0301",
        "\u200d",
        "\u2028",
        "\u00e9",
        "\u20ac",
        "\ud83d\ude00",
        "\udbff\udfff"
    };
    private static final String[] BYTES = {
        "00",
        "ff",
        "00ff",
        "0000ffff",
        "efbbbf",
        "feff",
        "fffe",
        "c3",
        "e282",
        "80",
        "1f8b",
        "789c",
        "8105",
        "8800",
        "8a00",
        "03e8",
        "0d0a0d0a",
        "1a",
        "7f"
    };
    private static final int[] WHOLE = {1, 2, 3, 5, 7, 9, 15, 17, 24, 31, 33, 40, 63, 65, 127, 129, 255, 257, 4097};
    private static final int[] BLOCKS = {8, 16, 32, 48, 64, 96, 128, 160, 256, 512, 1024, 4096, 8192, 65_536};
    private static final String[] CUT = {"c3", "e2", "e282", "f0", "f09f", "f09f98"};

    private FragmentEdgeCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must(
                                "fragmentation.every.edge",
                                "5.4",
                                "Fragments that begin and end with what means something to others")
                        .why("A fragment is no text of its own: what stands at its edges stands within the message.")
                        .connected(Sweep.messages("messages of three fragments", FragmentEdgeCases::edges)),
                must("lengths.every.whole-read", "6.2", "Frames that fill a buffer, and nothing behind them")
                        .why("A message is delivered when it is whole, not when more has come.")
                        .connected(Sweep.oneByOne("messages", FragmentEdgeCases::whole)),
                must("utf8.every.cut-end", "8.1", "Texts of every length that end within a character")
                        .why("A text that ends there is not UTF-8, however long it is.")
                        .raw(Sweep.of("texts that end within a character", FragmentEdgeCases::cutEnds)),
                must("closing.every.behind-bad", "7.1.7", "A bad frame, and others behind it in the same write")
                        .why("What stands behind it can not make it good, and is not looked at.")
                        .raw(Sweep.of("bad frames with others behind them", FragmentEdgeCases::behindBad)));
    }

    private static List<Message> edges() {
        List<Message> all = new ArrayList<>();
        for (String one : TEXTS) {
            add(all, true, one.getBytes(StandardCharsets.UTF_8));
        }
        for (String one : BYTES) {
            add(all, false, Payload.hex(one).toBytes());
        }
        return all;
    }

    /** At the beginning of each of three fragments, at the end of each, and as all there is of each. */
    private static void add(List<Message> all, boolean isText, byte... edge) {
        byte[] word = "ab".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < 3; at++) {
            for (int kind = 0; kind < 3; kind++) {
                byte[][] parts = {word, word, word};
                parts[at] = kind == 0 ? join(edge, word) : kind == 1 ? join(word, edge) : edge;
                all.add(message(isText, parts));
            }
        }
        all.add(message(isText, edge, edge, edge));
        all.add(message(isText, edge, new byte[0], edge));
        all.add(message(isText, edge));
    }

    private static Message message(boolean isText, byte[]... parts) {
        List<RawFrame> frames = new ArrayList<>();
        byte[] whole = new byte[0];
        for (int i = 0; i < parts.length; i++) {
            Payload part = Payload.of(parts[i]);
            RawFrame frame = i > 0 ? continuation(part) : isText ? text(part) : binary(part);
            frames.add(i == parts.length - 1 ? frame : frame.notFinal());
            whole = join(whole, parts[i]);
        }
        return new Message(frames, List.of(Expected.echo(isText, Payload.of(whole))));
    }

    private static byte[] join(byte[] one, byte... other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    /** As many bytes on the wire as a power of two, or 1000, or a segment has, and one more or less. */
    private static List<Message> whole() {
        List<Message> all = new ArrayList<>();
        for (int size : new int[] {
            64, 128, 256, 512, 1000, 1024, 1448, 1460, 2048, 4096, 8192, 10_000, 16_384, 24_576, 32_768, 65_536, 131_072
        }) {
            for (int more = -1; more < 2; more++) {
                RawFrame frame = filling(size + more);
                all.add(Message.of(frame));
                all.add(Message.of(text(Payload.ascii(frame.payload().length()))));
                RawFrame first = filling(size / 2 + more);
                RawFrame rest = filling(size - size / 2);
                Payload both = Payload.of(
                        join(first.payload().toBytes(), rest.payload().toBytes()));
                all.add(new Message(
                        List.of(first.notFinal(), continuation(rest.payload())), List.of(Expected.echo(false, both))));
                all.add(new Message(
                        List.of(ping("read"), filling(size + more - 10)),
                        List.of(Expected.pong("read"), Expected.echo(filling(size + more - 10)))));
            }
        }
        return all;
    }

    private static RawFrame filling(int onWire) {
        return binary(Payload.bytes(onWire - (onWire < 132 ? 6 : onWire < 65_544 ? 8 : 14)));
    }

    private static List<Row> cutEnds() {
        List<Row> rows = new ArrayList<>();
        for (int length : WHOLE) {
            rows.add(cutEnd(length, CUT[rows.size() % CUT.length], rows.size() % 3));
        }
        for (int length : BLOCKS) {
            rows.add(cutEnd(length, CUT[0], 0));
            rows.add(cutEnd(length, CUT[1 + rows.size() % 5], 0));
            rows.add(cutEnd(length, CUT[rows.size() % CUT.length], 1 + rows.size() % 2));
        }
        return rows;
    }

    /** Letters, and a cut character at the end; in one frame, in two, or behind characters of two bytes. */
    private static Row cutEnd(int length, String cut, int form) {
        byte[] end = Payload.hex(cut).toBytes();
        byte[] all = Payload.ascii(Math.max(length, end.length)).toBytes();
        for (int i = 0; form == 2 && i + 1 < all.length - end.length; i += 2) {
            all[i] = (byte) 0xc3;
            all[i + 1] = (byte) 0xa4;
        }
        System.arraycopy(end, 0, all, all.length - end.length, end.length);
        Payload whole = Payload.of(all);
        long half = whole.length() / 2 & ~1;
        RawFrame[] frames = form == 1
                ? new RawFrame[] {text(whole.slice(0, half)).notFinal(), continuation(whole.slice(half, whole.length()))
                }
                : new RawFrame[] {text(whole)};
        return Sweep.connected(
                all.length + " bytes with " + cut + " at the end" + (form == 1 ? ", in two fragments" : ""),
                send(frames),
                failed(1007).tolerating(1002, LESS));
    }

    private static List<Row> behindBad() {
        List<RawFrame> bad = List.of(
                text("x").rsv(4),
                text("x").rsv(2),
                ping("x").rsv(1),
                RawFrame.opcode(3, Payload.of("x")),
                RawFrame.opcode(11, Payload.EMPTY),
                text("x").unmasked(),
                ping("x").notFinal(),
                ping(Payload.bytes(126)),
                continuation("x"),
                text(Payload.hex("61ff")),
                close(999),
                close(Payload.hex("03")),
                close(Payload.hex("03e8ff")));
        List<List<RawFrame>> behind = List.of(
                List.of(close(1000)),
                List.of(close()),
                List.of(text("behind"), close(1001, "bye")),
                List.of(text("behind")),
                List.of(ping("behind")),
                List.of(continuation("behind")),
                List.of(RawFrame.opcode(5, Payload.of("x")), close(1000)),
                List.of(text(Payload.hex("ff")), close(3000)));
        Covering<Row> rows = new Covering<>();
        for (RawFrame one : bad) {
            for (int kind = 0; kind < behind.size(); kind++) {
                List<RawFrame> frames = new ArrayList<>(List.of(one));
                frames.addAll(behind.get(kind));
                rows.add(
                        Sweep.opened(
                                one.describe() + ", and "
                                        + behind.get(kind).get(0).describe() + " behind it",
                                upgrade(),
                                send(frames.toArray(RawFrame[]::new)),
                                failed(1002, 1007).tolerating(1009, LESS)),
                        aspect("bad", one.describe(), kind < 3),
                        aspect("behind", kind));
            }
        }
        return rows.members();
    }
}
