package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What messages say: every character, every two bytes, and what means something elsewhere. */
final class ContentSweepCases {
    private static final int CHARACTERS = 1024;
    private static final int ACCIDENTS = 150;
    private static final int LAST = 0x10_FFFF;
    private static final int SURROGATES = 0x800;
    private static final String LESS = "it says less well what was wrong";

    private static final String[] SPECIAL = {
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\r\n\r\n",
        " a",
        "a ",
        "\na",
        "a\n",
        "\u0000",
        "\u0000a",
        "a\u0000",
        "a\u0000b",
        "0",
        "-1",
        "1e999",
        "NaN",
        "null",
        "undefined",
        "true",
        "false",
        "{}",
        "[]",
        "\"",
        "\"\"",
        "'",
        "\\",
        "\\n",
        "\\u0000",
        "{\"a\":\"b\"}",
        "{\"type\":\"close\"}",
        "[\"ping\"]",
        "ping",
        "pong",
        "close",
        "exit",
        "quit",
        "bye",
        "echo",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "0\r\n\r\n",
        "5\r\nHello\r\n0\r\n\r\n",
        "<html>",
        "<!-- -->",
        "<script>alert(1)</script>",
        "&amp;",
        "%s%s%n",
        "%d",
        "%00",
        "%C3%A4",
        "${x}",
        "#{x}",
        "{0}",
        "a,b;c|d",
        "../../etc",
        "SELECT 1; --",
        "CONNECT\naccept-version:1.2\n\n\u0000",
        "o",
        "h",
        "c[3000,\"\"]",
        "2probe",
        "40",
        "\ufeff",
        "\ufeffa",
        "a\ufeff",
        "\u2028",
        "\u2029",
        "\u0085",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\u0130",
        "\u0131",
        "\u00df",
        "\u1e9e",
        "\ufb01",
        "e\u0301",
        "\u00e9",
        "\u212b",
        "\u1100\u1161",
        "\uac00",
        "\ud83d\ude00",
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
        "\ud83c\uddea\ud83c\uddfa",
        "\udbff\udfff",
        "\u007f",
        "\u0080",
        "\u0004",
        "\u001a",
        "\u001b[31m",
        "\u0007",
        "\b"
    };

    private static final String[] BYTES = {
        "00",
        "0000",
        "ff",
        "00ff",
        "ff00",
        "00616263ff",
        "8100",
        "810548656c6c6f",
        "818537fa213d7f9f4d5158",
        "8800",
        "880203e8",
        "8980",
        "8a00",
        "c100",
        "7f",
        "80",
        "7e",
        "fe",
        "1f8b0800",
        "789c",
        "0000ffff",
        "000000ffff",
        "00000000ffffffff",
        "160301",
        "feff0041",
        "fffe4100",
        "efbbbf",
        "eda080",
        "c080",
        "f8",
        "0d",
        "0a",
        "0d0a",
        "504b0304",
        "cafebabe",
        "aced0005",
        "1a",
        "04"
    };

    private ContentSweepCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("utf8.every.character", "8.1", "Every character of Unicode")
                        .why("All 1112064 are text, assigned or not.")
                        .connected(Sweep.messages(
                                "texts of " + CHARACTERS + " characters in a row, and of each 32nd of them alone",
                                2 * (LAST + 1 - SURROGATES) / CHARACTERS,
                                ContentSweepCases::characters)),
                must("opcodes.every.two", "5.6", "Texts of two characters of ASCII, of every kind")
                        .why("Nothing in what a message begins or ends with means anything to the protocol.")
                        .connected(Sweep.messages("texts of two characters", ContentSweepCases::two)),
                must("opcodes.every.content", "5.6", "What means something to others")
                        .why("Messages and pings carry any data, whatever it means to anybody.")
                        .connected(Sweep.oneByOne(
                                "texts, binary messages, pings and fragments", ContentSweepCases::contents)),
                must("utf8.every.lead", "8.1", "Every byte at the beginning of a character, and others behind it")
                        .why("The table of RFC 3629 4 says which are characters; nothing else is.")
                        .raw(Sweep.of("texts of an \"a\", some bytes and a \"z\"", leads())),
                must("utf8.every.changed", "8.1", "Texts in which a byte is changed, lost or doubled")
                        .why("What is still UTF-8 is echoed, and what is not fails the connection.")
                        .raw(Sweep.of("texts with an accident", ContentSweepCases::changed)));
    }

    /** Every two of those that are no letters and no digits, and each of those beside one of every other kind. */
    private static List<Message> two() {
        List<Message> all = new ArrayList<>();
        for (int first = 0; first < 128; first++) {
            for (int second = 0; second < 128; second++) {
                if (isTelling(first) && isTelling(second)) {
                    all.add(Message.of(text(Payload.of(new byte[] {(byte) first, (byte) second}))));
                }
            }
        }
        return all;
    }

    private static boolean isTelling(int c) {
        return !Character.isLetterOrDigit(c) || "09AEGZaeiosz".indexOf(c) >= 0;
    }

    /** Those of an even number run through all; those of an odd number are short. */
    private static Message characters(int number) {
        int first = number / 2 * CHARACTERS;
        int step = number % 2 == 0 ? 1 : 32;
        StringBuilder text = new StringBuilder();
        for (int i = first; i < first + CHARACTERS; i += step) {
            text.appendCodePoint(i < Character.MIN_SURROGATE ? i : i + SURROGATES);
        }
        return Message.of(text(text.toString()));
    }

    private static List<Message> contents() {
        List<Payload> all = new ArrayList<>();
        for (String one : SPECIAL) {
            all.add(Payload.of(one));
            all.add(Payload.of(one.repeat(150 / one.length())));
            all.add(Payload.of("some text and " + one));
            all.add(Payload.of(one + " and some text"));
        }
        List<Message> messages = new ArrayList<>();
        for (Payload one : all) {
            messages.add(Message.of(text(one)));
            add(messages, one);
            messages.add(new Message(
                    List.of(text(one).notFinal(), continuation(one)),
                    List.of(Expected.echo(
                            true, Payload.of(new String(one.toBytes(), StandardCharsets.UTF_8).repeat(2))))));
        }
        for (String one : BYTES) {
            add(messages, Payload.hex(one));
            add(messages, Payload.hex(one.repeat(120 / one.length())));
        }
        return messages;
    }

    private static void add(List<Message> messages, Payload payload) {
        messages.add(Message.of(binary(payload)));
        if (payload.length() < 126) {
            messages.add(Message.ping(ping(payload)));
        }
    }

    private static List<Row> leads() {
        List<byte[]> texts = new ArrayList<>();
        int[] seconds = {0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xff};
        for (int lead = 0x80; lead < 0x100; lead++) {
            boolean border = lead >= 0xc0 && (lead < 0xc4 || lead >= 0xdf) && (lead < 0xe2 || lead > 0xeb);
            boolean never = lead < 0xc2 || lead > 0xf4; // whatever is behind it
            for (int second : seconds) {
                if (never ? second == (lead % 2 == 0 ? 0x41 : 0x80) : border || second == 0x80) {
                    int more = lead < 0xe0 ? 0 : lead < 0xf0 ? 1 : 2;
                    byte[] bytes = new byte[more + 4];
                    bytes[0] = 'a';
                    bytes[1] = (byte) lead;
                    bytes[2] = (byte) second;
                    for (int i = 0; i < more; i++) {
                        bytes[3 + i] = (byte) 0x80;
                    }
                    bytes[more + 3] = 'z';
                    texts.add(bytes);
                }
            }
        }
        return judged(texts);
    }

    private static List<Row> changed() {
        List<byte[]> texts = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3629);
        byte[] good = "Gr\u00fc\u00dfe, \u4e16\u754c, \ud83d\ude00 \u20ac \u05d0 \uffff \udbc0\udc00!"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ACCIDENTS; i++) {
            texts.add(accident(good, random));
        }
        return judged(texts);
    }

    private static byte[] accident(byte[] good, SplittableRandom random) {
        int at = random.nextInt(good.length);
        int kind = random.nextInt(4);
        byte[] bytes = new byte[good.length + (kind == 0 ? -1 : kind == 1 ? 1 : 0)];
        for (int i = 0, from = 0; i < bytes.length; i++) {
            boolean lost = kind == 0 && i == at;
            boolean doubled = kind == 1 && i == at;
            from += lost ? 1 : 0;
            bytes[i] = good[from];
            from += doubled ? 0 : 1;
        }
        if (kind > 1) {
            bytes[at] = (byte) (kind == 2 ? random.nextInt(256) : bytes[at] ^ (1 << random.nextInt(8)));
        }
        return bytes;
    }

    /** Those that are UTF-8 on one connection, and each other on one of its own; each third in two fragments. */
    private static List<Row> judged(List<byte[]> texts) {
        List<Message> good = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            byte[] bytes = texts.get(i);
            Payload all = Payload.of(bytes);
            long cut = i % (bytes.length + 1);
            List<RawFrame> frames = i % 3 == 0
                    ? List.of(text(all.slice(0, cut)).notFinal(), continuation(all.slice(cut, bytes.length)))
                    : List.of(text(all).key(0x9E37_79B9 * i));
            if (isUtf8(bytes)) {
                good.add(new Message(frames, List.of(Expected.echo(true, all))));
            } else {
                rows.add(Sweep.connected(
                        Payload.show(bytes),
                        send(frames.toArray(RawFrame[]::new)),
                        failed(1007).tolerating(1002, LESS)));
            }
        }
        rows.add(Sweep.connected("those that are UTF-8", Sweep.messages("texts", good), Closings.closeCleanly()));
        return rows;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
