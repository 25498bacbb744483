package dev.parley.conformance.script;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Sixty-four bits to compare long payloads by: CRC-32 and CRC-32C side by side. Confined to one thread. */
public final class Checksum {
    private static final int INT = 32;

    private final CRC32 first = new CRC32();
    private final CRC32C second = new CRC32C();

    /** Takes a piece. */
    public void update(byte[] bytes, int offset, int length) {
        first.update(bytes, offset, length);
        second.update(bytes, offset, length);
    }

    /** Of all that was taken. */
    public long value() {
        return (first.getValue() << INT) | second.getValue();
    }
}
