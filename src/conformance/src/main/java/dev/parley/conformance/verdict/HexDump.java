package dev.parley.conformance.verdict;

import java.util.Locale;

/** Bytes as people read them: offset, hexadecimal, and the printable ones as characters. Stateless. */
public final class HexDump {
    private static final int WIDTH = 16;
    private static final int BYTE = 0xFF;

    private HexDump() {}

    /** Appends a line for every 16 bytes of {@code head}, and how many of {@code length} are not shown. */
    public static void append(StringBuilder to, byte[] head, long length) {
        for (int at = 0; at < head.length; at += WIDTH) {
            to.append(String.format(Locale.ROOT, "      %04x  ", at));
            StringBuilder chars = new StringBuilder();
            for (int i = at; i < at + WIDTH; i++) {
                if (i < head.length) {
                    int b = head[i] & BYTE;
                    to.append(String.format(Locale.ROOT, "%02x ", b));
                    chars.append(b >= ' ' && b <= '~' ? (char) b : '.');
                } else {
                    to.append("   ");
                }
            }
            to.append(' ').append(chars).append(System.lineSeparator());
        }
        if (length > head.length) {
            to.append("      ... ")
                    .append(length - head.length)
                    .append(" more bytes")
                    .append(System.lineSeparator());
        }
    }
}
