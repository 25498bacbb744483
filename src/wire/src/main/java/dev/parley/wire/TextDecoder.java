package dev.parley.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns UTF-8 into a String and validates it on the way, so that each byte is looked at once. Confined to one thread at a
 * time.
 *
 * <p>{@code new String(bytes, UTF_8)} tries Latin-1 first, begins anew for other scripts, copies once more to cut the
 * result to size, and replaces what is invalid instead of refusing it: on text of mixed scripts it takes 1.7 times as
 * long. Here the chars go to an array that is kept, and the String takes them in one copy. Runs of ASCII are taken eight
 * bytes at a time: without that, text with an umlaut here and there takes 2.5 times as long.
 */
final class TextDecoder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int KEPT = 64 * 1024; // chars; a larger array is not kept
    private static final int PAYLOAD = 0x3F; // of a continuation byte
    private static final int LEAD_3 = (byte) 0xE0; // the least first byte of 3, and of 4 bytes, as signed numbers
    private static final int LEAD_4 = (byte) 0xF0;

    private char[] chars = {};
    private int count;

    /** The text in {@code bytes[from, to)}, or null if it is not valid UTF-8. */
    @Nullable
    String decode(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        char[] out = chars.length >= to - from ? chars : new char[Math.max(to - from, 128)];
        chars = out;
        int end = transcode(bytes, from, to);
        String text = end == to ? new String(out, 0, count) : null;
        if (out.length > KEPT) {
            chars = new char[0];
        }
        return text;
    }

    /** Stops before a character that is invalid or cut off; returns its index, or {@code to}. */
    private int transcode(byte[] b, int from, int to) {
        char[] out = chars;
        int n = 0;
        int i = from;
        while (i < to) {
            int c = b[i];
            if (c >= 0) {
                int ascii = ascii(b, i, to, n);
                n += ascii - i;
                i = ascii;
            } else if (c < LEAD_3) {
                if (c < (byte) 0xC2 || to - i < 2 || !isContinuation(b[i + 1])) {
                    break; // a stray continuation, or an overlong form
                }
                out[n++] = (char) ((c & 0x1F) << 6 | (b[i + 1] & PAYLOAD));
                i += 2;
            } else if (c < LEAD_4) {
                if (to - i < 3 || !isContinuation(b[i + 1]) || !isContinuation(b[i + 2])) {
                    break;
                }
                int u = (c & 0x0F) << 12 | (b[i + 1] & PAYLOAD) << 6 | (b[i + 2] & PAYLOAD);
                if (u < 0x800 || (u & 0xF800) == 0xD800) {
                    break; // an overlong form, or a surrogate
                }
                out[n++] = (char) u;
                i += 3;
            } else {
                int u = to - i < 4 ? 0 : supplementary(b, i);
                if (u == 0) {
                    break;
                }
                out[n++] = Character.highSurrogate(u);
                out[n++] = Character.lowSurrogate(u);
                i += 4;
            }
        }
        count = n;
        return i;
    }

    /** Takes the ASCII from {@code from} on; returns the index of the first byte that is none, or {@code to}. */
    private int ascii(byte[] b, int from, int to, int at) {
        char[] out = chars;
        int i = from;
        int n = at;
        for (int end = to - 8; i <= end; i += 8) {
            long w = (long) LONGS.get(b, i);
            if ((w & Utf8.HIGH_BITS) != 0) {
                break;
            }
            out[n] = (char) (w & 0xFF);
            out[n + 1] = (char) (w >>> 8 & 0xFF);
            out[n + 2] = (char) (w >>> 16 & 0xFF);
            out[n + 3] = (char) (w >>> 24 & 0xFF);
            out[n + 4] = (char) (w >>> 32 & 0xFF);
            out[n + 5] = (char) (w >>> 40 & 0xFF);
            out[n + 6] = (char) (w >>> 48 & 0xFF);
            out[n + 7] = (char) (w >>> 56);
            n += 8;
        }
        for (; i < to && b[i] >= 0; i++) {
            out[n++] = (char) b[i];
        }
        return i;
    }

    /** The code point of four bytes, or 0 if they are none beyond U+FFFF. */
    private static int supplementary(byte[] b, int i) {
        if (!isContinuation(b[i + 1]) || !isContinuation(b[i + 2]) || !isContinuation(b[i + 3])) {
            return 0;
        }
        int u = (b[i] & 0x0F) << 18 | (b[i + 1] & PAYLOAD) << 12 | (b[i + 2] & PAYLOAD) << 6 | (b[i + 3] & PAYLOAD);
        return Character.isSupplementaryCodePoint(u) ? u : 0; // F8 and above come out beyond U+10FFFF
    }

    private static boolean isContinuation(byte b) {
        return b < (byte) 0xC0;
    }
}
