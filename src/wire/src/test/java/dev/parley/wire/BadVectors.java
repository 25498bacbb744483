package dev.parley.wire;

import static dev.parley.wire.RawFrame.concat;
import static dev.parley.wire.RawFrame.hex;
import static dev.parley.wire.Vectors.utf8;

import dev.parley.wire.Vectors.Bad;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a decoder must refuse, by section. */
final class BadVectors {
    private BadVectors() {}

    static Stream<Bad> all() {
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

    private static Bad bad(String section, String name, RawFrame bad, Violation violation, RawFrame... before) {
        return new Bad(section, name, List.of(before), bad, violation, 0);
    }

    private static Bad badUtf8(String name, int at, RawFrame bad) {
        return new Bad("8.1", name, List.of(), bad, Violation.INVALID_UTF8, at);
    }
}
