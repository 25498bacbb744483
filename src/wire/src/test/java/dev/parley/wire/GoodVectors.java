package dev.parley.wire;

import static dev.parley.wire.Recorder.line;
import static dev.parley.wire.Vectors.utf8;

import dev.parley.wire.Vectors.Good;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a decoder must take, by section. */
final class GoodVectors {
    private GoodVectors() {}

    static Stream<Good> all() {
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

    private static Good good(String section, String name, List<RawFrame> frames, String... expected) {
        return new Good(section, name, frames, List.of(expected));
    }
}
