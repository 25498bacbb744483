package dev.parley.hub.memory;

import dev.parley.hub.spi.ChannelLog;
import java.util.Arrays;

/**
 * The last messages of one client in one log, so that a repeated one is known: what is needed of them, and no more. Not
 * safe for threads.
 */
public final class SentMessages {
    private static final int SMALLEST = 4;
    private static final int ARRAYS = 3;
    private static final int OVERHEAD = 192;

    /** Returned by {@link #find} for a message that is new. */
    public static final int NEW = -1;

    /** Returned by {@link #find} for a message that may be new or not. */
    public static final int FORGOTTEN = -2;

    private final String client;
    private final int remembered;
    private long[] numbers = new long[SMALLEST];
    private long[] offsets = new long[SMALLEST];
    private long[] digests = new long[SMALLEST];
    private long count; // ever added
    private long highest;
    private long forgotten; // highest number that is no longer remembered
    private long lastTime;

    /** Begins without any; the last {@value ChannelLog#REMEMBERED} will be remembered. */
    public SentMessages(String client) {
        this(client, ChannelLog.REMEMBERED);
    }

    /** Begins without any; the last {@code remembered} will be, a power of two and at least {@value #SMALLEST}. */
    public SentMessages(String client, int remembered) {
        if (Integer.bitCount(remembered) != 1 || remembered < SMALLEST) {
            throw new IllegalArgumentException(remembered + " is no power of two from " + SMALLEST);
        }
        this.client = client;
        this.remembered = remembered;
    }

    /** The client has sent something, new or not. */
    void heard(long time) {
        lastTime = time;
    }

    /** Returns a place to ask {@link #offset} and {@link #digest} for, or {@link #NEW}, or {@link #FORGOTTEN}. */
    public int find(long number) {
        if (number > highest) {
            return NEW;
        }
        for (long i = count - 1; i >= Math.max(0, count - numbers.length); i--) {
            if (numbers[place(i)] == number) {
                return place(i);
            }
        }
        return number <= forgotten ? FORGOTTEN : NEW;
    }

    /** Adds a message that is new; one of the first is forgotten if there are more than are remembered. */
    public void add(long number, long offset, long digest) {
        if (count == numbers.length && count < remembered) {
            int larger = 2 * numbers.length;
            numbers = Arrays.copyOf(numbers, larger);
            offsets = Arrays.copyOf(offsets, larger);
            digests = Arrays.copyOf(digests, larger);
        }
        int place = place(count);
        if (count >= numbers.length) {
            forgotten = Math.max(forgotten, numbers[place]);
        }
        numbers[place] = number;
        offsets[place] = offset;
        digests[place] = digest;
        highest = Math.max(highest, number);
        count++;
    }

    /** Returns the offset of the message at a place. */
    public long offset(int place) {
        return offsets[place];
    }

    /** Returns the digest of the data of the message at a place. */
    public long digest(int place) {
        return digests[place];
    }

    /** Returns when the client last sent something. */
    long lastTime() {
        return lastTime;
    }

    /** Returns about how many bytes of memory it takes, with its client's name. */
    public int bytes() {
        return OVERHEAD + 2 * client.length() + ARRAYS * Long.BYTES * numbers.length;
    }

    private int place(long index) {
        return (int) index & (numbers.length - 1); // a power of two
    }

    /** Makes a number of a text, such that other data is hardly ever taken for the same (64-bit FNV-1a). */
    public static long digest(String data) {
        long digest = 0xcbf29ce484222325L;
        for (int i = 0; i < data.length(); i++) {
            digest = (digest ^ data.charAt(i)) * 0x100000001b3L;
        }
        return digest;
    }
}
