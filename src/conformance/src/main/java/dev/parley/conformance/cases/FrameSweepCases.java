package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Good frames, every one of a class: lengths, keys, bytes, fragments and what stands between them. */
final class FrameSweepCases {
    private static final int[] BORDERS = {
        510, 511, 512, 513, 1000, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097, 8191, 8192, 8193, 16_383,
        16_384, 16_385, 32_767, 32_768, 32_769, 65_533, 65_534, 65_535, 65_536, 65_537, 65_663, 70_000, 131_071,
        131_072, 131_073, 0x0d0a, 0x0a0d, 0x0a0a, 0x1600, 0x4745, 0x7e7e, 0x7f00, 0x7fff, 0x8080, 0x8181, 0xff00,
        0xfeff, 0xff7f, 0x1_0a0d, 0x1_00ff, 0x1_ff00
    };

    private static final int[] KEY_BYTES = {0, 1, 0x7f, 0x80, 0xff, 'a', '\r', '\n'};
    private static final long[] PIECES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 124, 125, 126, 127, 128, 255, 256, 257};
    private static final String WHY =
            "Nothing about this one is special to the protocol, so it is echoed as any other.";

    private FrameSweepCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(lengths(), keys(), values(), fragments()).flatMap(cases -> cases);
    }

    private static IntStream all() {
        IntStream random = new SplittableRandom(1951).ints(150, 1200, 80_000);
        IntStream multiples = IntStream.rangeClosed(1, 70).flatMap(i -> IntStream.of(i * 1024, i * 1460 / 2));
        return Stream.of(IntStream.rangeClosed(0, 1200), Arrays.stream(BORDERS), multiples, random)
                .flatMapToInt(numbers -> numbers);
    }

    private static Stream<ConformanceCase> lengths() {
        return Stream.of(
                must("lengths.every.text", "5.2", "Texts of every length")
                        .why(WHY)
                        .connected(messages("texts", all(), i -> Message.of(text(Payload.ascii(i))))),
                must("lengths.every.binary", "5.2", "Binary messages of every length")
                        .why(WHY)
                        .connected(messages("binary messages", all(), i -> Message.of(binary(Payload.bytes(i))))),
                must("lengths.every.ping", "5.5", "Pings of every length")
                        .why(WHY)
                        .connected(pings("pings", IntStream.rangeClosed(0, 125), i -> ping(Payload.bytes(i)))),
                must("lengths.every.falling", "5.2", "Messages that become shorter")
                        .why("What a longer one has left in a buffer belongs to no other.")
                        .connected(messages(
                                "messages",
                                IntStream.rangeClosed(0, 300).map(i -> 300 - i),
                                i -> Message.of(i % 2 == 0 ? text(Payload.ascii(i)) : binary(Payload.bytes(i))))));
    }

    private static Step messages(String what, IntStream numbers, IntFunction<Message> message) {
        return Sweep.messages(what, numbers.mapToObj(message).toList());
    }

    private static Step pings(String what, IntStream numbers, IntFunction<RawFrame> ping) {
        return Sweep.oneByOne(what, numbers.mapToObj(ping).map(Message::ping).toList());
    }

    private static Stream<ConformanceCase> keys() {
        SplittableRandom random = new SplittableRandom(6455);
        IntStream some = random.ints(200);
        IntStream chosen = IntStream.range(0, 4)
                .flatMap(at -> Arrays.stream(KEY_BYTES)
                        .flatMap(value -> IntStream.of(0x1f2e3d4c, 0, -1, 0x80808080)
                                .map(rest -> (rest & ~(0xFF << (8 * at))) | (value << (8 * at)))));
        int[] keys = IntStream.concat(chosen, some).toArray();
        return Stream.of(
                must("masking.every.text", "5.3", "Texts with keys of every kind")
                        .why("The key is any 32 bits.")
                        .connected(messages(
                                "texts",
                                IntStream.range(0, keys.length),
                                i -> Message.of(text(Payload.ascii(i % 41)).key(keys[i])))),
                must("masking.every.ping", "5.3", "Pings with keys of every kind")
                        .why("The key is any 32 bits.")
                        .connected(pings(
                                "pings",
                                IntStream.range(0, keys.length),
                                i -> ping(Payload.bytes(i % 23)).key(keys[i]))),
                must("masking.every.fragment", "5.3", "Fragments with keys of every kind")
                        .why("The key is any 32 bits, for each frame anew, and begins anew with each frame.")
                        .connected(messages(
                                "messages of two fragments",
                                IntStream.range(1, keys.length),
                                i -> inTwo(binary(Payload.bytes(3 + i % 150)), 1 + i % 3, keys[i - 1], keys[i]))));
    }

    private static Message inTwo(RawFrame whole, long cut, int first, int second) {
        Payload all = whole.payload();
        return new Message(
                List.of(
                        whole.payload(all.slice(0, cut)).notFinal().key(first),
                        continuation(all.slice(cut, all.length())).key(second)),
                List.of(Expected.echo(whole)));
    }

    private static Stream<ConformanceCase> values() {
        IntStream bytes = IntStream.range(0, 256);
        return Stream.of(
                must("opcodes.every.byte", "5.6", "Binary messages of every byte")
                        .why("Binary data is any bytes.")
                        .connected(messages(
                                "binary messages of one byte, and of nine the same",
                                IntStream.range(0, 512),
                                i -> Message.of(binary(Payload.repeat(i / 2, i % 2 == 0 ? 1 : 9))))),
                must("opcodes.every.character", "5.6", "Texts of every character of one or two bytes")
                        .why("Text is any characters, in any number.")
                        .connected(messages(
                                "texts of one character, and of that among others",
                                IntStream.range(0, 2 * 0x800),
                                i -> Message.of(text(
                                        i % 2 == 0
                                                ? Character.toString(i / 2)
                                                : "<" + Character.toString(i / 2) + ">")))),
                must("opcodes.every.pair", "5.6", "Every byte behind every other")
                        .why("No two bytes in a row mean anything to the protocol.")
                        .connected(Sweep.messages(
                                "a text of every two characters in a row, and binary messages of every two bytes",
                                List.of(
                                        Message.of(text(Payload.of(pairs(128)))),
                                        Message.of(binary(Payload.of(pairs(256))))))),
                must("opcodes.every.ping", "5.5.2", "Pings of every byte")
                        .why("The application data of a ping is any bytes.")
                        .connected(pings("pings of one byte or two", bytes, i -> ping(Payload.repeat(i, 1 + i % 2)))));
    }

    /** Each byte below {@code n} behind each other. */
    private static byte[] pairs(int n) {
        byte[] all = new byte[2 * n * n];
        for (int i = 0; i < n * n; i++) {
            all[2 * i] = (byte) (i / n);
            all[2 * i + 1] = (byte) (i % n);
        }
        return all;
    }

    private static Stream<ConformanceCase> fragments() {
        return Stream.of(
                must("fragmentation.every.two", "5.4", "Two fragments of every two lengths")
                        .why(WHY)
                        .connected(Sweep.messages("messages of two fragments", FrameSweepCases::two)),
                must("fragmentation.every.three", "5.4", "Three fragments, and every control frame between")
                        .why(WHY)
                        .connected(Sweep.messages("messages of three fragments", FrameSweepCases::three)),
                must("fragmentation.every.count", "5.4", "Messages of every number of fragments")
                        .why(WHY)
                        .connected(messages(
                                "messages of fragments of one byte",
                                IntStream.concat(
                                        IntStream.rangeClosed(2, 140),
                                        IntStream.of(
                                                254, 255, 256, 257, 258, 511, 512, 513, 1000, 1023, 1024, 1025, 2049,
                                                4097)),
                                i -> pieces(i % 2 == 0 ? text(Payload.ascii(i)) : binary(Payload.bytes(i)), i))));
    }

    private static List<Message> two() {
        List<Message> all = new ArrayList<>();
        for (long first : PIECES) {
            for (long second : PIECES) {
                RawFrame whole = (first + second) % 2 == 0
                        ? text(Payload.ascii(first + second))
                        : binary(Payload.bytes(first + second));
                all.add(inTwo(whole, first, 0x1020_3040, 0x8f00_ff01));
            }
        }
        for (long length : new long[] {65_535, 65_536}) {
            all.add(inTwo(binary(Payload.bytes(length + 1)), length, 1, 2));
            all.add(inTwo(text(Payload.ascii(length + 1)), 1, 3, 4));
            all.add(inTwo(binary(Payload.bytes(2 * length)), length, 5, 6));
        }
        return all;
    }

    private static List<Message> three() {
        List<Message> all = new ArrayList<>();
        long[] sizes = {0, 1, 6, 126};
        for (int i = 0; i < 64 * 16; i++) {
            long[] size = {sizes[i & 3], sizes[(i >> 2) & 3], sizes[(i >> 4) & 3]};
            Payload payload = Payload.ascii(size[0] + size[1] + size[2]);
            RawFrame whole = i % 3 == 0 ? binary(payload) : text(payload);
            List<RawFrame> frames = new ArrayList<>();
            List<Expected> answers = new ArrayList<>();
            frames.add(whole.payload(payload.slice(0, size[0])).notFinal());
            control((i >> 6) & 3, frames, answers);
            frames.add(continuation(payload.slice(size[0], size[0] + size[1])).notFinal());
            control((i >> 8) & 3, frames, answers);
            frames.add(continuation(payload.slice(size[0] + size[1], payload.length())));
            answers.add(Expected.echo(whole));
            all.add(new Message(frames, answers));
        }
        return all;
    }

    private static void control(int kind, List<RawFrame> frames, List<Expected> answers) {
        if (kind == 1) {
            frames.add(RawFrame.pong("unasked"));
        } else if (kind > 1) {
            RawFrame control = kind == 2 ? ping("between") : ping("");
            frames.add(control);
            answers.add(Expected.pong(control.payload()));
        }
    }

    private static Message pieces(RawFrame whole, int count) {
        List<RawFrame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Payload one = whole.payload().slice(i, i + 1);
            RawFrame frame = i == 0 ? whole.payload(one) : continuation(one);
            frames.add(i == count - 1 ? frame : frame.notFinal());
        }
        return new Message(frames, List.of(Expected.echo(whole)));
    }
}
