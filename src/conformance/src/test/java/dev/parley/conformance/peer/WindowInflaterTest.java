package dev.parley.conformance.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.verdict.Judgement;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite's own inflater against zlib's deflater. */
class WindowInflaterTest {
    private static final int ROOM = 4; // behind a message, for the bytes that 7.2.2 puts there
    private static final int[] LENGTHS = {0, 1, 2, 5, 9, 63, 300, 4_000, 33_000, 70_000};

    /** How a message is deflated: contents, level, strategy. */
    record Packing(int contents, int level, int strategy) {}

    static Stream<Packing> packings() {
        return IntStream.range(0, 4)
                .boxed()
                .flatMap(contents -> IntStream.of(0, 1, 6, 9)
                        .boxed()
                        .flatMap(level -> IntStream.of(
                                        Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY)
                                .mapToObj(strategy -> new Packing(contents, level, strategy))));
    }

    @ParameterizedTest
    @MethodSource("packings")
    void inflatesWhatZlibDeflates(Packing packing) throws Exception {
        SplittableRandom random = new SplittableRandom(packing.hashCode());
        WindowInflater inflater = new WindowInflater(15, false, Integer.MAX_VALUE);
        Deflater deflater = new Deflater(packing.level, true);
        try {
            deflater.setStrategy(packing.strategy);
            for (int length : LENGTHS) { // one after the other: the window goes on
                byte[] plain = contents(packing.contents, length, random);
                assertArrayEquals(plain, inflated(inflater, deflated(deflater, plain)), length + " bytes");
            }
        } finally {
            deflater.end();
        }
    }

    @Test
    void namesWhatIsCutShort() throws Exception {
        Deflater deflater = new Deflater(9, true);
        try {
            byte[] whole = deflated(deflater, contents(2, 5_000, new SplittableRandom(1)));
            for (int length : List.of(1, 2, 10, whole.length / 2)) {
                WindowInflater inflater = new WindowInflater(15, false, Integer.MAX_VALUE);
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(Judgement.class, () -> inflated(inflater, cut), length + " bytes");
            }
        } finally {
            deflater.end();
        }
    }

    @Test
    void judgesWhateverComes() {
        SplittableRandom random = new SplittableRandom(1951);
        int judged = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            try {
                inflated(new WindowInflater(15, false, 100_000), bytes);
            } catch (Judgement e) {
                judged++;
            }
        }
        assertTrue(judged > 15_000, judged + " of 20000");
    }

    private static byte[] contents(int kind, int length, SplittableRandom random) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte)
                    switch (kind) {
                        case 0 -> 'a' + i % 3;
                        case 1 -> random.nextInt(256);
                        case 2 ->
                            Math.min(255, Integer.numberOfTrailingZeros(random.nextInt()) * 9); // codes of many lengths
                        default -> random.nextInt(20) == 0 ? random.nextInt(256) : bytes[Math.max(0, i - 40)];
                    };
        }
        return bytes;
    }

    private static byte[] deflated(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        byte[] out = new byte[plain.length + plain.length / 2 + 100];
        int length = 0;
        for (int call = 0; call < 3; call++) { // the first may do no more than change the strategy
            length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
        }
        return Arrays.copyOf(out, length - ROOM); // RFC 7692 7.2.1
    }

    private static byte[] inflated(WindowInflater inflater, byte[] message) throws Judgement {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        inflater.message(Arrays.copyOf(message, message.length + ROOM), message.length, plain::write);
        return plain.toByteArray();
    }
}
