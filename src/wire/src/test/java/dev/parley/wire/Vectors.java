package dev.parley.wire;

import static dev.parley.wire.RawFrame.concat;
import static dev.parley.wire.RawFrame.hex;
import static dev.parley.wire.Recorder.line;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What a decoder must take and must refuse, by section; the same tables serve both roles. */
final class Vectors {
    /** Small enough that going over them takes few bytes. */
    static final Limits LIMITS = new Limits(1000, 1500, 3);

    private Vectors() {}

    /** Frames, and the lines that {@link Recorder} must hold after them. */
    record Good(String section, String name, List<RawFrame> frames, List<String> expected) {
        byte[] bytesFor(Role receiver) {
            return concat(frames.stream().map(frame -> frame.bytesFor(receiver)).toArray(byte[][]::new));
        }

        @Override
        public String toString() {
            return section + ": " + name;
        }
    }

    /** Good frames, then one that breaks a rule; the offset is that of the bad frame, plus {@code byteInFrame}. */
    record Bad(String section, String name, List<RawFrame> before, RawFrame bad, Violation violation, int byteInFrame) {
        byte[] bytesFor(Role receiver) {
            return concat(prefix(receiver), bad.bytesFor(receiver));
        }

        byte[] prefix(Role receiver) {
            return concat(before.stream().map(frame -> frame.bytesFor(receiver)).toArray(byte[][]::new));
        }

        /** Expected offset: {@code byteInFrame} counts from the first byte of payload, if it is not 0. */
        int offset(Role receiver) {
            int header = receiver == Role.SERVER ? 6 : 2;
            return prefix(receiver).length + (violation == Violation.INVALID_UTF8 ? header + byteInFrame : 0);
        }

        @Override
        public String toString() {
            return section + ": " + name;
        }
    }

    /** Literal octets of 5.7, and the role that receives them. */
    record Example(String name, Role receiver, String octets, List<String> expected) {
        byte[] bytes() {
            return hex(octets);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Example> rfcExamples() {
        byte[] hello = utf8("Hello");
        byte[] kilo = RawFrame.pattern(256);
        byte[] sixtyFour = RawFrame.pattern(65536);
        return Stream.of(
                new Example("unmasked text", Role.CLIENT, "81 05 48 65 6c 6c 6f", List.of(line("text", hello))),
                new Example(
                        "masked text", Role.SERVER, "81 85 37 fa 21 3d 7f 9f 4d 51 58", List.of(line("text", hello))),
                new Example(
                        "fragmented unmasked text",
                        Role.CLIENT,
                        "01 03 48 65 6c 80 02 6c 6f",
                        List.of(line("text...", utf8("Hel")), line("continuation", utf8("lo")))),
                new Example("unmasked ping", Role.CLIENT, "89 05 48 65 6c 6c 6f", List.of(line("ping", hello))),
                new Example(
                        "masked pong", Role.SERVER, "8a 85 37 fa 21 3d 7f 9f 4d 51 58", List.of(line("pong", hello))),
                new Example(
                        "256 bytes",
                        Role.CLIENT,
                        "82 7e 01 00" + HexFormat.of().formatHex(kilo),
                        List.of(line("binary", kilo))),
                new Example(
                        "64 KiB",
                        Role.CLIENT,
                        "82 7f 00 00 00 00 00 01 00 00" + HexFormat.of().formatHex(sixtyFour),
                        List.of(line("binary", sixtyFour))));
    }

    static Stream<Good> good() {
        return Stream.of(singleFrames(), fragmented(), control(), text(), limits())
                .flatMap(s -> s);
    }

    private static Stream<Good> singleFrames() {
        List<Good> all = new ArrayList<>();
        for (int n : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 125, 126, 127, 300}) {
            RawFrame frame = RawFrame.binary(n);
            all.add(good("5.2", n + " bytes, binary", List.of(frame), line("binary", frame.payload())));
            String ascii = "abcdefghij".repeat(30).substring(0, n);
            all.add(good("5.2", n + " bytes, text", List.of(RawFrame.text(ascii)), line("text", utf8(ascii))));
        }
        RawFrame one = RawFrame.text("one");
        RawFrame two = RawFrame.binary(200);
        all.add(good(
                "5.2",
                "several frames",
                List.of(one, two, one),
                line("text", utf8("one")),
                line("binary", two.payload()),
                line("text", utf8("one"))));
        return all.stream();
    }

    private static Stream<Good> fragmented() {
        RawFrame first = RawFrame.of(0x01, "Hel");
        RawFrame last = RawFrame.of(0x80, "lo");
        RawFrame binary = RawFrame.of(0x02, RawFrame.pattern(40));
        RawFrame long2 = RawFrame.of(0x00, RawFrame.pattern(130));
        return Stream.of(
                good(
                        "5.4",
                        "two fragments",
                        List.of(first, last),
                        line("text...", utf8("Hel")),
                        line("continuation", utf8("lo"))),
                good(
                        "5.4",
                        "three fragments of binary, with bytes that are no text",
                        List.of(binary, long2, RawFrame.of(0x80, new byte[] {-1})),
                        line("binary...", binary.payload()),
                        line("continuation...", long2.payload()),
                        line("continuation", new byte[] {-1})),
                good(
                        "5.4",
                        "empty fragments",
                        List.of(RawFrame.of(0x01, ""), RawFrame.of(0x00, ""), RawFrame.of(0x80, "")),
                        "text... ",
                        "continuation... ",
                        "continuation "),
                good(
                        "5.4",
                        "two fragmented messages, then a whole one",
                        List.of(first, last, first, last, RawFrame.text("!")),
                        line("text...", utf8("Hel")),
                        line("continuation", utf8("lo")),
                        line("text...", utf8("Hel")),
                        line("continuation", utf8("lo")),
                        line("text", utf8("!"))),
                good(
                        "5.4",
                        "control frames between fragments",
                        List.of(first, RawFrame.of(0x89, "p"), RawFrame.of(0x8a, ""), last),
                        line("text...", utf8("Hel")),
                        line("ping", utf8("p")),
                        "pong ",
                        line("continuation", utf8("lo"))),
                good(
                        "1.4",
                        "a Close between fragments ends the stream",
                        List.of(first, RawFrame.of(0x88, ""), last),
                        line("text...", utf8("Hel")),
                        "close "));
    }

    private static Stream<Good> control() {
        List<Good> all = new ArrayList<>();
        byte[] most = RawFrame.pattern(125);
        for (RawFrame frame : List.of(RawFrame.of(0x89, ""), RawFrame.of(0x89, "Hello"), RawFrame.of(0x89, most))) {
            all.add(good("5.5.2", "ping of " + frame.length(), List.of(frame), line("ping", frame.payload())));
        }
        all.add(good("5.5.3", "pong, unasked", List.of(RawFrame.of(0x8a, most)), line("pong", most)));
        all.add(good("5.5.1", "empty close", List.of(RawFrame.of(0x88, "")), "close "));
        for (int code : new int[] {
            1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999
        }) {
            RawFrame close = RawFrame.close(code, "bye");
            all.add(good("7.4", "close " + code, List.of(close), line("close", close.payload())));
        }
        RawFrame close = RawFrame.close(1000, "é".repeat(61));
        all.add(good("5.5.1", "longest reason", List.of(close), line("close", close.payload())));
        all.add(good(
                "1.4",
                "what follows a Close is discarded",
                List.of(close, RawFrame.text("late"), RawFrame.of(0xFF, "bad")),
                line("close", close.payload())));
        return all.stream();
    }

    private static Stream<Good> text() {
        String mixed = "\u0000Grüße, Привет, 世界 \uD83D\uDE00 \u007f\u0080\u07ff\u0800\uffff\uD800\uDC00\uDBFF\uDFFF";
        byte[] bytes = utf8(mixed);
        List<Good> all = new ArrayList<>();
        all.add(good("5.6", "characters of every length", List.of(RawFrame.text(mixed)), line("text", bytes)));
        String longer = mixed.repeat(6);
        all.add(good("5.6", "more than a block of them", List.of(RawFrame.text(longer)), line("text", utf8(longer))));
        for (int cut = 1; cut < bytes.length; cut++) {
            byte[] head = java.util.Arrays.copyOf(bytes, cut);
            byte[] tail = java.util.Arrays.copyOfRange(bytes, cut, bytes.length);
            all.add(good(
                    "8.1",
                    "a character cut by fragments at " + cut,
                    List.of(RawFrame.of(0x01, head), RawFrame.of(0x80, tail)),
                    line("text...", head),
                    line("continuation", tail)));
        }
        return all.stream();
    }

    private static Stream<Good> limits() {
        RawFrame most = RawFrame.of(0x82, RawFrame.pattern(1000));
        RawFrame begin = RawFrame.of(0x02, RawFrame.pattern(1000));
        RawFrame half = RawFrame.of(0x80, RawFrame.pattern(500));
        RawFrame x = RawFrame.of(0x00, "x");
        return Stream.of(
                good(
                        "10.4",
                        "frames at the limit",
                        List.of(most, most),
                        line("binary", most.payload()),
                        line("binary", most.payload())),
                good(
                        "10.4",
                        "a message at the limit, twice",
                        List.of(begin, half, begin, half),
                        line("binary...", begin.payload()),
                        line("continuation", half.payload()),
                        line("binary...", begin.payload()),
                        line("continuation", half.payload())),
                good(
                        "10.4",
                        "fragments at the limit, twice",
                        List.of(
                                RawFrame.of(0x01, "a"),
                                x,
                                RawFrame.of(0x80, "z"),
                                RawFrame.of(0x01, "a"),
                                x,
                                RawFrame.of(0x80, "z")),
                        "text... 61",
                        "continuation... 78",
                        "continuation 7a",
                        "text... 61",
                        "continuation... 78",
                        "continuation 7a"));
    }

    static Stream<Bad> bad() {
        return Stream.of(badHeaders(), badControl(), badFragments(), badText(), overLimits())
                .flatMap(s -> s);
    }

    private static Stream<Bad> badHeaders() {
        List<Bad> all = new ArrayList<>();
        for (int bit : new int[] {0x40, 0x20, 0x10, 0x70}) {
            for (int first : new int[] {0x81, 0x82, 0x01, 0x89, 0x88}) {
                all.add(bad(
                        "5.2",
                        "reserved bit, first byte " + Integer.toHexString(first | bit),
                        RawFrame.of(first | bit, ""),
                        Violation.RESERVED_BIT));
            }
        }
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            all.add(bad("5.2", "opcode " + opcode, RawFrame.of(0x80 | opcode, ""), Violation.RESERVED_OPCODE));
            all.add(bad(
                    "5.2", "opcode " + opcode + " without FIN", RawFrame.of(opcode, "x"), Violation.RESERVED_OPCODE));
        }
        for (int n : new int[] {0, 1, 124, 125}) {
            all.add(bad("5.2", n + " in 16 bits", RawFrame.binary(n).withLengthBytes(2), Violation.NON_MINIMAL_LENGTH));
        }
        for (int n : new int[] {0, 125, 126, 1000}) {
            all.add(bad("5.2", n + " in 64 bits", RawFrame.binary(n).withLengthBytes(8), Violation.NON_MINIMAL_LENGTH));
        }
        all.add(bad("5.2", "65535 in 64 bits", RawFrame.header(0x82, 8, 65535), Violation.NON_MINIMAL_LENGTH));
        all.add(bad("5.2", "length 2^63", RawFrame.header(0x82, 8, Long.MIN_VALUE), Violation.NEGATIVE_LENGTH));
        all.add(bad("5.2", "length 2^64 - 1", RawFrame.header(0x81, 8, -1), Violation.NEGATIVE_LENGTH));
        return all.stream();
    }

    private static Stream<Bad> badControl() {
        List<Bad> all = new ArrayList<>();
        for (int opcode : new int[] {8, 9, 10}) {
            all.add(bad(
                    "5.5",
                    "opcode " + opcode + " fragmented",
                    RawFrame.of(opcode, ""),
                    Violation.FRAGMENTED_CONTROL_FRAME));
            all.add(bad(
                    "5.5",
                    "opcode " + opcode + " of 126 bytes",
                    RawFrame.of(0x80 | opcode, RawFrame.pattern(126)),
                    Violation.OVERSIZED_CONTROL_FRAME));
            all.add(bad(
                    "5.5",
                    "opcode " + opcode + " of 2^40 bytes",
                    RawFrame.header(0x80 | opcode, 8, 1L << 40),
                    Violation.OVERSIZED_CONTROL_FRAME));
        }
        all.add(bad("5.5.1", "close of one byte", RawFrame.of(0x88, new byte[] {3}), Violation.TRUNCATED_CLOSE_CODE));
        for (int code : new int[] {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
            all.add(bad("7.4", "close " + code, RawFrame.close(code, ""), Violation.ILLEGAL_CLOSE_CODE));
        }
        all.add(bad(
                "5.5.1",
                "close reason not UTF-8",
                RawFrame.of(0x88, hex("03 e8 ce ba ff")),
                Violation.INVALID_UTF8_IN_CLOSE_REASON));
        all.add(bad(
                "5.5.1",
                "close reason cut off",
                RawFrame.of(0x88, hex("03 e8 ce")),
                Violation.INVALID_UTF8_IN_CLOSE_REASON));
        return all.stream();
    }

    private static Stream<Bad> badFragments() {
        RawFrame first = RawFrame.of(0x01, "a");
        RawFrame ping = RawFrame.of(0x89, "p");
        RawFrame last = RawFrame.of(0x80, "z");
        return Stream.of(
                bad("5.4", "continuation of nothing", RawFrame.of(0x80, "x"), Violation.UNEXPECTED_CONTINUATION),
                bad(
                        "5.4",
                        "continuation of nothing, not final",
                        RawFrame.of(0x00, ""),
                        Violation.UNEXPECTED_CONTINUATION),
                bad(
                        "5.4",
                        "continuation after the end",
                        RawFrame.of(0x80, "x"),
                        Violation.UNEXPECTED_CONTINUATION,
                        first,
                        last),
                bad(
                        "5.4",
                        "continuation after a whole message",
                        RawFrame.of(0x00, "x"),
                        Violation.UNEXPECTED_CONTINUATION,
                        RawFrame.text("a")),
                bad("5.4", "text in a text message", RawFrame.text("b"), Violation.EXPECTED_CONTINUATION, first),
                bad(
                        "5.4",
                        "binary in a text message",
                        RawFrame.binary(200),
                        Violation.EXPECTED_CONTINUATION,
                        first,
                        ping),
                bad(
                        "5.4",
                        "text begun in a binary message",
                        first,
                        Violation.EXPECTED_CONTINUATION,
                        RawFrame.of(0x02, "")));
    }

    private static Stream<Bad> badText() {
        List<Bad> all = new ArrayList<>();
        String[][] texts = {
            {"80", "0"},
            {"41 bf", "1"},
            {"c0 80", "0"},
            {"c1 bf", "0"},
            {"e0 80 80", "1"},
            {"e0 9f bf", "1"},
            {"ed a0 80", "1"},
            {"ed bf bf", "1"},
            {"f0 80 80 80", "1"},
            {"f0 8f bf bf", "1"},
            {"f4 90 80 80", "1"},
            {"f5 80 80 80", "0"},
            {"ff", "0"},
            {"fe", "0"},
            {"c3 28", "1"},
            {"e2 82 28", "2"},
            {"f0 9f 98 41", "3"},
            {"c3 c3 a9", "1"},
            {"e2 28 a1", "1"},
            {"f8 88 80 80 80", "0"}
        };
        for (String[] text : texts) {
            byte[] bytes = hex(text[0]);
            int at = Integer.parseInt(text[1]);
            all.add(badUtf8(text[0], at, RawFrame.of(0x81, bytes)));
            all.add(badUtf8(text[0] + " in a fragment that is not the last", at, RawFrame.of(0x01, bytes)));
            byte[] behind = concat(utf8("0123456789abcdef".repeat(4)), bytes);
            all.add(badUtf8(text[0] + " after 64 bytes of ASCII", 64 + at, RawFrame.of(0x81, behind)));
        }
        for (String cut : new String[] {"c3", "e2 82", "f0 9f 98", "e2", "f0"}) {
            byte[] bytes = hex(cut);
            all.add(badUtf8(cut + " at the end", bytes.length, RawFrame.of(0x81, bytes)));
            all.add(new Bad(
                    "8.1",
                    cut + " at the end of a fragment, then ASCII",
                    List.of(RawFrame.of(0x01, bytes)),
                    RawFrame.of(0x80, "a"),
                    Violation.INVALID_UTF8,
                    0));
            all.add(new Bad(
                    "8.1",
                    cut + " at the end of a fragment, then nothing",
                    List.of(RawFrame.of(0x01, bytes)),
                    RawFrame.of(0x80, ""),
                    Violation.INVALID_UTF8,
                    0));
        }
        return all.stream();
    }

    private static Stream<Bad> overLimits() {
        RawFrame begin = RawFrame.of(0x02, RawFrame.pattern(1000));
        RawFrame x = RawFrame.of(0x00, "x");
        return Stream.of(
                bad("10.4", "frame of limit + 1", RawFrame.header(0x82, 0, 1001), Violation.FRAME_TOO_BIG),
                bad("10.4", "frame of 65536", RawFrame.header(0x81, 0, 65536), Violation.FRAME_TOO_BIG),
                bad("10.4", "frame of 2^63 - 1", RawFrame.header(0x82, 0, Long.MAX_VALUE), Violation.FRAME_TOO_BIG),
                bad("10.4", "message of limit + 1", RawFrame.header(0x80, 0, 501), Violation.MESSAGE_TOO_BIG, begin),
                bad(
                        "10.4",
                        "message of limit + 1, not yet final",
                        RawFrame.header(0x00, 0, 501),
                        Violation.MESSAGE_TOO_BIG,
                        begin),
                bad(
                        "10.4",
                        "one fragment too many",
                        RawFrame.of(0x80, ""),
                        Violation.TOO_MANY_FRAGMENTS,
                        RawFrame.of(0x01, "a"),
                        x,
                        x));
    }

    private static Good good(String section, String name, List<RawFrame> frames, String... expected) {
        return new Good(section, name, frames, List.of(expected));
    }

    private static Bad bad(String section, String name, RawFrame bad, Violation violation, RawFrame... before) {
        return new Bad(section, name, List.of(before), bad, violation, 0);
    }

    private static Bad badUtf8(String name, int at, RawFrame bad) {
        return new Bad("8.1", name, List.of(), bad, Violation.INVALID_UTF8, at);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
