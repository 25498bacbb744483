package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.joined;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import dev.parley.wire.FrameSink;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Faults of {@link FifthBlindFault} in compressed messages. Stateless. */
final class FifthDeflateFaults {
    private static final int CLOSE = 8;
    private static final int COMPRESSED = 4; // as reserved bits
    private static final int WINDOW = 32 * 1024;
    private static final int SMALL_WINDOW = 8 * 1024;
    private static final int BUFFER = 4096;
    private static final int MOST = 24 << 20; // of what is inflated here
    private static final int SIGN = 0x80;
    private static final int KINDS_OF_BLOCK = 6;
    private static final byte[] TAIL = {0, 0, -1, -1};

    private FifthDeflateFaults() {}

    /** What a server remembers of the messages before. */
    private interface Remembering {
        byte[] before(Memory memory);

        /** Takes note of a message that has been inflated. */
        void after(byte[] message, boolean fragmented, Memory memory);
    }

    static Behaviour kindsApart() {
        return remembering(new Remembering() {
            @Override
            public byte[] before(Memory memory) {
                return memory.text ? memory.kept : memory.other;
            }

            @Override
            public void after(byte[] message, boolean fragmented, Memory memory) {
                byte[] now = end(joined(before(memory), message), WINDOW);
                memory.kept = memory.text ? now : memory.kept;
                memory.other = memory.text ? memory.other : now;
            }
        });
    }

    static Behaviour fragmentsForgotten() {
        return remembering(new Remembering() {
            @Override
            public byte[] before(Memory memory) {
                return memory.kept;
            }

            @Override
            public void after(byte[] message, boolean fragmented, Memory memory) {
                memory.kept = fragmented ? new byte[0] : end(joined(memory.kept, message), WINDOW);
            }
        });
    }

    static Behaviour smallWindow() {
        return remembering(new Remembering() {
            @Override
            public byte[] before(Memory memory) {
                return end(memory.window, SMALL_WINDOW);
            }

            @Override
            public void after(byte[] message, boolean fragmented, Memory memory) {
                // the window is remembered for all
            }
        });
    }

    /** Fails where a message would inflate to something else with what is remembered than with the whole window. */
    private static Behaviour remembering(Remembering remembering) {
        return in((frame, memory) -> {
            if (frame.isControl() || !memory.deflate) {
                return same(frame);
            }
            if (!memory.open(frame) && frame.opcode() != 0) {
                memory.expected = frame.rsv() == COMPRESSED ? 1 : 0;
                memory.message.reset();
            }
            if (memory.expected == 0) {
                return same(frame);
            }
            memory.message.writeBytes(frame.payload());
            if (!frame.fin()) {
                return same(frame);
            }
            memory.expected = 0;
            byte[] packed = memory.message.toByteArray();
            Optional<byte[]> whole = inflated(packed, memory.window);
            if (whole.isEmpty()) {
                return same(frame); // wrong for any server
            }
            boolean differs = inflated(packed, remembering.before(memory))
                    .filter(found -> Arrays.equals(found, whole.get()))
                    .isEmpty();
            remembering.after(whole.get(), frame.is(0), memory);
            memory.window = end(joined(memory.window, whole.get()), WINDOW);
            return same(differs ? frame.spoiled() : frame);
        });
    }

    private static byte[] end(byte[] bytes, int most) {
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - most), bytes.length);
    }

    private static Optional<byte[]> inflated(byte[] packed, byte[] window) {
        byte[] rest = joined(packed, TAIL);
        byte[] before = window;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (rest.length > 0) {
            Inflater inflater = new Inflater(true);
            try {
                if (before.length > 0) {
                    inflater.setDictionary(before);
                }
                inflater.setInput(rest);
                byte[] out = new byte[BUFFER];
                int got = inflater.inflate(out);
                while (got > 0 && all.size() < MOST) {
                    all.write(out, 0, got);
                    got = inflater.inflate(out);
                }
                rest = inflater.finished() ? end(rest, inflater.getRemaining()) : new byte[0];
                before = new byte[0]; // behind a final block
            } catch (DataFormatException e) {
                return Optional.empty();
            } finally {
                inflater.end();
            }
            if (Arrays.equals(rest, TAIL)) { // nothing behind the final block but what was cut off
                rest = new byte[0];
            }
        }
        return Optional.of(all.toByteArray());
    }

    static Behaviour pingInsideInflated() {
        return in((frame, memory) -> {
            if (!memory.open(frame) && !frame.isControl()) {
                memory.expected = frame.rsv() == COMPRESSED ? 1 : 0;
            }
            boolean inside = memory.wasOpen && memory.expected == 1 && frame.isControl() && !frame.is(CLOSE);
            return same(inside && frame.length() > 0 ? frame.spoiled() : frame);
        });
    }

    static Behaviour storedLengthSigned() {
        return in(
                (frame, memory) -> {
                    byte[] bytes = frame.payload();
                    boolean begins = !frame.isControl() && frame.rsv() == COMPRESSED && bytes.length > 2;
                    return begins && (bytes[0] & KINDS_OF_BLOCK) == 0 && (bytes[2] & SIGN) != 0;
                },
                Frame::spoiled);
    }

    static Behaviour fullBufferLost() {
        return ThirdBlindFaults.speaking((payload, flags, memory) -> {
            boolean full = (flags & FrameSink.RSV1) != 0 && payload.length > 0 && payload.length % BUFFER == 0;
            return full ? Arrays.copyOf(payload, payload.length - BUFFER) : payload;
        });
    }

    /** What is done with a compressed echo, and what it was made of. */
    interface Packing {
        Frame of(Frame packed, byte[] payload);
    }

    static Behaviour packing(Packing packing) {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.OUTPUT;
            }

            @Override
            public byte[] spoken(byte[] payload, int flags, Memory memory) {
                memory.kept = payload;
                return payload;
            }

            @Override
            public List<Frame> outbound(Frame frame, Memory memory) {
                return same(frame.rsv() == COMPRESSED ? packing.of(frame, memory.kept) : frame);
            }
        };
    }

    static Behaviour incompressibleCut() {
        int more = 4;
        return packing((packed, payload) -> packed.withPayload(
                Arrays.copyOf(packed.payload(), Math.min(packed.payload().length, payload.length + more))));
    }

    /** Without references, so that no window is looked back too far in. */
    static Behaviour finalBlock() {
        return packing((packed, payload) -> packed.withPayload(deflated(payload, true)));
    }

    static Behaviour closeCompressed() {
        return Behaviours.output((frame, memory) -> same(
                frame.is(CLOSE) && memory.deflate
                        ? frame.withRsv(COMPRESSED).withPayload(deflated(frame.payload(), false))
                        : frame));
    }

    static byte[] deflated(byte[] payload, boolean ends) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setStrategy(Deflater.HUFFMAN_ONLY);
            deflater.setInput(payload);
            if (ends) {
                deflater.finish();
            }
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] out = new byte[BUFFER];
            int got = out.length;
            while (ends ? !deflater.finished() : got == out.length || !deflater.needsInput()) {
                got = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
                packed.write(out, 0, got);
            }
            byte[] all = packed.toByteArray();
            return ends ? all : Arrays.copyOf(all, all.length - TAIL.length);
        } finally {
            deflater.end();
        }
    }
}
