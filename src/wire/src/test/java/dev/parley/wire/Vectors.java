package dev.parley.wire;

import static dev.parley.wire.RawFrame.concat;
import static dev.parley.wire.RawFrame.hex;
import static dev.parley.wire.Recorder.line;

import java.nio.charset.StandardCharsets;
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
        return GoodVectors.all();
    }

    static Stream<Bad> bad() {
        return BadVectors.all();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
