package dev.parley.bench.fanout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds the numbers of messages in a stream of bytes, whatever frames and envelopes they come in: each message holds
 * {@code ~0000012345~} once. Keeps its place when a piece ends in the middle. Allocates nothing.
 */
final class Marks {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TILDES = '~' * ONES;
    private static final long HIGH = 0x8080808080808080L;
    private static final int DIGITS = 10;
    private static final int NONE = -1;

    private int digits = NONE; // seen since a tilde
    private long number;

    /** Receives what is found. */
    interface Sink {
        /** The next message has this number. */
        void onMark(long number);
    }

    /** A message: a JSON string of {@code size} bytes in all that holds the number. */
    static byte[] message(long number, int size) {
        String mark = "~" + String.format("%010d", number) + "~";
        return ("\"" + mark + "x".repeat(size - mark.length() - 2) + "\"").getBytes(StandardCharsets.US_ASCII);
    }

    /** Looks through a piece; returns how many marks were in it. */
    int scan(byte[] bytes, int from, int to, Sink sink) {
        int found = 0;
        int i = from;
        while (i < to) {
            if (digits == NONE) {
                i = indexOfTilde(bytes, i, to);
                if (i == to) {
                    return found;
                }
                digits = 0;
                number = 0;
                i++;
                continue;
            }
            int c = bytes[i++];
            if (c >= '0' && c <= '9' && digits < DIGITS) {
                number = number * 10 + (c - '0');
                digits++;
            } else if (c == '~' && digits == DIGITS) {
                digits = NONE;
                found++;
                sink.onMark(number);
            } else {
                digits = c == '~' ? 0 : NONE;
                number = 0;
            }
        }
        return found;
    }

    private static int indexOfTilde(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long x = (long) LONGS.get(bytes, i) ^ TILDES;
            if (((x - ONES) & ~x & HIGH) != 0) {
                break;
            }
        }
        while (i < to && bytes[i] != '~') {
            i++;
        }
        return i;
    }
}
