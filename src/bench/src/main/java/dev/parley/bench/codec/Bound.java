package dev.parley.bench.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The physical bound: copy from the socket's buffer and XOR in place, at offsets known beforehand, and for text a test
 * whether it is ASCII, which no validation can do without; or the copy alone, or copy and XOR without the test.
 */
final class Bound implements DecodePeer {
    /** How much of it. */
    enum Part {
        COPY,
        XOR,
        ALL
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Part part;
    private final boolean text;
    private final byte[] buffer;
    private final int size;
    private final int header;

    Bound(Work work, Part part) {
        this.part = part;
        this.text = !work.kind().equals("bin");
        this.size = work.size();
        this.header = size < 126 ? 6 : size < 65536 ? 8 : 14;
        this.buffer = new byte[work.stream().length + 13]; // as long as our decoder needs it
    }

    @Override
    public void decode(byte[] stream, int readSize, Tally tally) {
        System.arraycopy(stream, 0, buffer, 0, stream.length);
        for (int start = header; start <= stream.length; start += header + size) {
            if (part != Part.COPY) {
                long key = (int) INTS.get(buffer, start - 4) & 0xFFFF_FFFFL;
                apply(buffer, start, start + size, key | key << 32);
            }
            long high = text && part == Part.ALL ? highBits(buffer, start, start + size) : 0;
            tally.add((int) high | size, buffer[start], buffer[start + size - 1]);
        }
    }

    /** The size is a multiple of 8. */
    private static void apply(byte[] b, int from, int to, long mask) {
        int i = from;
        for (int end = to - 64; i <= end; i += 64) {
            long p = (long) LONGS.get(b, i) ^ mask;
            long q = (long) LONGS.get(b, i + 8) ^ mask;
            long r = (long) LONGS.get(b, i + 16) ^ mask;
            long s = (long) LONGS.get(b, i + 24) ^ mask;
            LONGS.set(b, i, p);
            LONGS.set(b, i + 8, q);
            LONGS.set(b, i + 16, r);
            LONGS.set(b, i + 24, s);
            p = (long) LONGS.get(b, i + 32) ^ mask;
            q = (long) LONGS.get(b, i + 40) ^ mask;
            r = (long) LONGS.get(b, i + 48) ^ mask;
            s = (long) LONGS.get(b, i + 56) ^ mask;
            LONGS.set(b, i + 32, p);
            LONGS.set(b, i + 40, q);
            LONGS.set(b, i + 48, r);
            LONGS.set(b, i + 56, s);
        }
        for (; i < to; i += 8) {
            LONGS.set(b, i, (long) LONGS.get(b, i) ^ mask);
        }
    }

    private static long highBits(byte[] b, int from, int to) {
        long seen = 0;
        long seenToo = 0;
        int i = from;
        for (int end = to - 64; i <= end; i += 64) {
            seen |= (long) LONGS.get(b, i)
                    | (long) LONGS.get(b, i + 8)
                    | (long) LONGS.get(b, i + 16)
                    | (long) LONGS.get(b, i + 24);
            seenToo |= (long) LONGS.get(b, i + 32)
                    | (long) LONGS.get(b, i + 40)
                    | (long) LONGS.get(b, i + 48)
                    | (long) LONGS.get(b, i + 56);
        }
        for (; i < to; i += 8) {
            seen |= (long) LONGS.get(b, i);
        }
        return (seen | seenToo) & 0x8080_8080_8080_8080L;
    }
}
