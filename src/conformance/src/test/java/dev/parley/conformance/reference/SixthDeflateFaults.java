package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.invalidText;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.zip.Deflater;

/** Faults of {@link SixthBlindFault} in compressed messages. Stateless. */
final class SixthDeflateFaults {
    private static final int RSV1 = 4;
    private static final int NARROW = 1 << 11;
    private static final int BUFFER = 4096;
    private static final int TAIL = 4; // bytes

    private SixthDeflateFaults() {}

    static Behaviour storedRefused() {
        return refusing((blocks, memory) -> blocks.hasStored());
    }

    static Behaviour farDistancesRefused() {
        return refusing((blocks, memory) -> blocks.farthest() > NARROW);
    }

    static Behaviour windowIsLastMessage() {
        return refusing((blocks, memory) -> {
            boolean tooFar = blocks.before() > memory.sixth.first;
            memory.sixth.first = blocks.length();
            return tooFar;
        });
    }

    static Behaviour wholeBuffersFail() {
        return refusing((blocks, memory) -> blocks.length() > 0 && blocks.length() % BUFFER == 0);
    }

    /** Fails at the end of such compressed messages. */
    static Behaviour refusing(BiPredicate<SixthBlocks, Memory> test) {
        return in((frame, memory) -> {
            if (!isCompressed(frame, memory)) {
                return same(frame);
            }
            ByteArrayOutputStream message = memory.sixth.gathered;
            if (!frame.is(0)) {
                message.reset();
            }
            message.writeBytes(frame.payload());
            Optional<SixthBlocks> blocks = frame.fin() ? SixthBlocks.of(message.toByteArray()) : Optional.empty();
            return same(blocks.isPresent() && test.test(blocks.get(), memory) ? invalidText() : frame);
        });
    }

    private static boolean isCompressed(Frame frame, Memory memory) {
        return memory.deflate && SixthFrameFaults.isWithin(frame, memory, (begin, same) -> (begin.rsv() & RSV1) != 0);
    }

    static Behaviour compressionStays() {
        return in((frame, memory) -> {
            if (frame.isControl() || !memory.deflate) {
                return same(frame);
            }
            boolean within = memory.open(frame) && frame.is(0);
            Frame read = !within && memory.seen ? frame.withRsv(frame.rsv() | RSV1) : frame;
            if (!within) {
                memory.sixth.compressed = (read.rsv() & RSV1) != 0;
            }
            if (frame.fin()) {
                memory.seen = within && memory.sixth.compressed;
            }
            return same(read);
        });
    }

    static Behaviour emptyEndFails() {
        return in((frame, memory) -> same(
                isCompressed(frame, memory) && frame.is(0) && frame.fin() && frame.length() == 0
                        ? invalidText()
                        : frame));
    }

    static Behaviour finishedEchoCut() {
        return packing((message, memory) -> Optional.of(finished(message)));
    }

    private static byte[] finished(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(message);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return Arrays.copyOf(packed.toByteArray(), Math.max(0, packed.size() - TAIL));
        } finally {
            deflater.end();
        }
    }

    static Behaviour windowShared() {
        return packing((message, memory) -> memory.sixth.isWide()
                ? Optional.of(memory.sixth.common().deflated(message, memory.sixth.isForgetting()))
                : Optional.empty());
    }

    /** Compresses messages otherwise, or as it should. */
    static Behaviour packing(Packing packing) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.OUTPUT;
            }

            @Override
            public byte[] spoken(byte[] payload, int flags, Memory memory) {
                memory.sixth.spoken = payload;
                return payload;
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                boolean compressed = !frame.isControl() && (frame.rsv() & RSV1) != 0;
                return same(
                        compressed
                                ? packing.of(memory.sixth.spoken, memory)
                                        .map(frame::withPayload)
                                        .orElse(frame)
                                : frame);
            }
        };
    }

    interface Packing {
        Optional<byte[]> of(byte[] message, Memory memory);
    }
}
