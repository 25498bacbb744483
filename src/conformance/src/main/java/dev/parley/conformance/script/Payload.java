package dev.parley.conformance.script;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a message or frame carries: a stretch of a pattern repeated without end, so that 16 MiB take no memory.
 * Immutable.
 */
public final class Payload implements ByteSource {
    /** Nothing. */
    public static final Payload EMPTY = new Payload(new byte[] {0}, 0, 0);

    private static final int PIECE = 16 * 1024;
    private static final int SHOWN = 24;
    /** A prime length, so that no cut at a power of two repeats. */
    private static final int PERIOD = 251;

    private final byte[] pattern;
    private final long start;
    private final long length;

    private Payload(byte[] pattern, long start, long length) {
        this.pattern = pattern;
        this.start = start;
        this.length = length;
    }

    /** These bytes. */
    public static Payload of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes.clone(), 0, bytes.length);
    }

    /** The UTF-8 form of a text. */
    public static Payload of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes in hexadecimal; spaces between them do not count. */
    public static Payload hex(String digits) {
        return of(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    /** A byte, {@code length} times. */
    public static Payload repeat(int value, long length) {
        return new Payload(new byte[] {(byte) value}, 0, length);
    }

    /** These bytes, {@code times} times. */
    public static Payload cycle(byte[] bytes, long times) {
        return new Payload(bytes.clone(), 0, bytes.length * times);
    }

    /** Printable ASCII in which a lost, doubled or swapped piece shows. */
    public static Payload ascii(long length) {
        byte[] pattern = new byte[PERIOD];
        for (int i = 0; i < PERIOD; i++) {
            pattern[i] = (byte) (' ' + (i * 7 + i / 9) % 95);
        }
        return new Payload(pattern, 0, length);
    }

    /** Bytes of every value in which a lost, doubled or swapped piece shows. */
    public static Payload bytes(long length) {
        byte[] pattern = new byte[PERIOD];
        for (int i = 0; i < PERIOD; i++) {
            pattern[i] = (byte) (i * 31 + 128);
        }
        return new Payload(pattern, 0, length);
    }

    /** The part from {@code from} up to {@code to}. */
    public Payload slice(long from, long to) {
        if (from < 0 || to < from || to > length) {
            throw new IllegalArgumentException("[" + from + ", " + to + ") is not within " + length + " bytes");
        }
        return new Payload(pattern, start + from, to - from);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void copy(long offset, byte[] to, int at, int count) {
        int position = (int) ((start + offset) % pattern.length);
        int once = Math.min(count, pattern.length);
        int head = Math.min(once, pattern.length - position);
        System.arraycopy(pattern, position, to, at, head);
        System.arraycopy(pattern, 0, to, at + head, once - head);
        cycle(to, at, once, count);
    }

    /** After how many bytes it repeats, if it is so long. */
    int period() {
        return pattern.length;
    }

    /** Makes {@code count} bytes of the first {@code period}, in ever longer pieces. */
    static void cycle(byte[] bytes, int at, int period, int count) {
        int done = period;
        while (done < count) {
            int piece = Math.min(count - done, done);
            System.arraycopy(bytes, at, bytes, at + done, piece);
            done += piece;
        }
    }

    /** All bytes; only for payloads that fit into memory. */
    public byte[] toBytes() {
        byte[] all = new byte[Math.toIntExact(length)];
        copy(0, all, 0, all.length);
        return all;
    }

    /** The {@link Checksum} of all bytes. */
    public long checksum() {
        Checksum sum = new Checksum();
        byte[] piece = new byte[(int) Math.min(PIECE, length)];
        for (long at = 0; at < length; at += piece.length) {
            int count = (int) Math.min(piece.length, length - at);
            copy(at, piece, 0, count);
            sum.update(piece, 0, count);
        }
        return sum.value();
    }

    /** The length, and the bytes if they are few. */
    public String describe() {
        if (length == 0) {
            return "no payload";
        }
        String count = length + (length == 1 ? " byte" : " bytes");
        return length > SHOWN ? count : count + " " + show(toBytes());
    }

    /** Bytes as a quoted string if they are printable ASCII, else in hexadecimal. */
    public static String show(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ' || b > '~') {
                return HexFormat.of().formatHex(bytes);
            }
        }
        return '"' + new String(bytes, StandardCharsets.US_ASCII) + '"';
    }
}
