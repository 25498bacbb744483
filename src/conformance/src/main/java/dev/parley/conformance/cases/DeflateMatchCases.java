package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.FixedBlock;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What zlib would not send, or not at will: matches of every kind, what does not compress, and far references. */
final class DeflateMatchCases {
    private static final String OFFER = "permessage-deflate";
    private static final int WINDOW = 32_768;
    private static final int LONGEST = 258;
    private static final int[] BORDERS = {1024, 4096, 8192, 16_384, 65_531};
    private static final int[] RANDOM = {
        1, 2, 3, 4, 7, 60, 125, 126, 127, 300, 1000, 4096, 5000, 16_383, 16_384, 32_767, 32_768, 32_769, 65_535, 65_536,
        65_537, 100_000, 200_001
    };

    private DeflateMatchCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("deflate.every.match", "RFC 7692 7.2.2", "Matches of every length and from every distance")
                        .why("A client may refer to any of the last 32768 bytes, in the message and in those before.")
                        .deflated(
                                OFFER,
                                Step.of(
                                        Step.Kind.EXPECT,
                                        "the echo of messages in blocks with fixed codes that were written by hand",
                                        DeflateMatchCases::matches)),
                must("deflate.every.random", "RFC 7692 6.1", "What does not compress, of every length")
                        .why("It grows when it is compressed, and comes back the same.")
                        .deflated(
                                OFFER,
                                Sweep.messages(
                                        "random binary messages, compressed",
                                        RANDOM.length * 2,
                                        i -> random(RANDOM[i / 2], i))),
                must("deflate.every.wire-length", "RFC 7692 6.1", "Compressed data that ends where a buffer does")
                        .why("Where a buffer ends means nothing, to an inflater neither.")
                        .deflated(
                                OFFER,
                                Sweep.messages(
                                        "random binary messages in stored blocks, so that their compressed form has 7"
                                                + " bytes less to 7 bytes more than a power of two, and echoes as well",
                                        15 * BORDERS.length,
                                        i -> stored(BORDERS[i / 15] - 7 + i % 15))),
                must("deflate.every.broken", "RFC 7692 6.2", "Compressed data with an accident")
                        .why("What zlib calls an error in the data can be no message; nothing of it is echoed.")
                        .raw(Sweep.of("compressed messages with an accident", BrokenDeflate.rows())),
                must("deflate.walk.long", "RFC 7692 7.2.2", "Long messages that refer to those before")
                        .why("The window goes on over messages of any length.")
                        .deflated(
                                OFFER,
                                Step.of(
                                        Step.Kind.EXPECT,
                                        "the echo of 40 stretches of prose of up to 40000 bytes, some in fragments",
                                        DeflateMatchCases::stretches)));
    }

    /** A block that is not compressed, and what is left of the empty one behind it (RFC 7692 7.2.1). */
    private static Message stored(int onWire) {
        byte[] plain = noise(onWire - 6, onWire);
        byte[] block = new byte[onWire];
        block[1] = (byte) plain.length;
        block[2] = (byte) (plain.length >> 8);
        block[3] = (byte) ~plain.length;
        block[4] = (byte) (~plain.length >> 8);
        System.arraycopy(plain, 0, block, 5, plain.length);
        return new Message(List.of(binary(Payload.of(block)).rsv(4)), List.of(Expected.echo(false, Payload.of(plain))));
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static Message random(int length, int seed) {
        RawFrame plain = binary(Payload.of(noise(length, seed)));
        return new Message(List.of(plain.compressed()), List.of(Expected.echo(plain)));
    }

    private static void matches(Conversation conversation) throws Judgement {
        int window = 1 << conversation.deflate().clientBits();
        byte[] history = echoed(conversation, new byte[0], block -> {
            for (int value = 0; value < 256; value++) {
                block.literal(value);
            }
            block.stored(noise(WINDOW, 1));
            for (int length = 3; length <= LONGEST; length++) {
                block.match(length, 1 + length % 7).literal(length & 0xFF).match(length, window);
            }
        });
        int[] distances = {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 17, 24, 25, 32, 33, 48, 49, 64, 65, 96, 97, 128, 129, 192, 193, 256,
            257, 384, 385, 512, 513, 768, 769, 1024, 1025, 1536, 1537, 2048, 2049, 3072, 3073, 4096, 4097, 6144, 6145,
            8192, 8193, 12_288, 12_289, 16_384, 16_385, 24_576, 24_577, 32_767, 32_768
        };
        int[] fit =
                Arrays.stream(distances).filter(distance -> distance <= window).toArray();
        history = echoed(conversation, history, block -> {
            block.stored(noise(WINDOW, 2));
            for (int distance : fit) {
                block.match(3 + distance % 9, distance).match(LONGEST, distance).literal(distance & 0xFF);
            }
        });
        for (int distance : fit) { // a message for each, which has nothing of its own if it may refer to those before
            boolean alone = conversation.deflate().clientForgets();
            history = echoed(conversation, history, block -> {
                if (alone) {
                    block.stored(noise(distance, distance));
                }
                block.match(4, distance).match(LONGEST, distance);
            });
        }
    }

    /** What the server may be referred to by the next message. */
    private static byte[] echoed(Conversation conversation, byte[] history, Consumer<FixedBlock> writing)
            throws Judgement {
        FixedBlock block = new FixedBlock(history);
        writing.accept(block);
        byte[] plain = block.plain();
        conversation.send(Output.of(binary(block.message()).rsv(4)));
        Answers.await(conversation, List.of(Expected.echo(false, Payload.of(plain))));
        if (conversation.deflate().clientForgets()) {
            return new byte[0];
        }
        byte[] all = Arrays.copyOf(history, history.length + plain.length);
        System.arraycopy(plain, 0, all, history.length, plain.length);
        return Arrays.copyOfRange(all, Math.max(0, all.length - WINDOW), all.length);
    }

    private static void stretches(Conversation conversation) throws Judgement {
        SplittableRandom random = new SplittableRandom(7692);
        byte[] prose = Samples.PROSE.bytes();
        try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
            for (int i = 0; i < 40; i++) {
                int length = random.nextInt(40_000);
                int from = random.nextInt(prose.length / 2 - length);
                Payload plain = Payload.of(Arrays.copyOfRange(prose, from, from + length));
                Payload sent = deflate.next(plain);
                RawFrame whole = text(sent).rsv(4).key(random.nextInt());
                long cut = random.nextLong(sent.length() + 1);
                conversation.send(
                        i % 2 == 0
                                ? Output.of(whole)
                                : Output.of(
                                        whole.payload(sent.slice(0, cut)).notFinal(),
                                        RawFrame.continuation(sent.slice(cut, sent.length()))));
                Answers.await(conversation, List.of(Expected.echo(true, plain)));
            }
        }
    }
}
