package dev.parley.bench.check;

import java.util.Arrays;

/** A growing array of numbers, 0 where nothing was set. */
final class Longs {
    private static final int LEAST = 16;

    private long[] values = new long[LEAST];

    long get(long index) {
        return index < values.length ? values[(int) index] : 0;
    }

    void set(long index, long value) {
        int place = Math.toIntExact(index);
        if (place >= values.length) {
            values = Arrays.copyOf(values, Math.max(place + 1, 2 * values.length));
        }
        values[place] = value;
    }
}
