package dev.parley.conformance.reference;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a server reads of TLS that waits for its socket to become readable and then reads no more than its buffer holds:
 * the rest of a record is inside TLS already, and its socket does not become readable for it. Not thread-safe.
 */
final class PartOfRecord extends InputStream {
    private static final int BUFFER = 4096;
    private static final int RECORD = 16 * 1024;

    private final InputStream records; // each read gives a record at most
    private byte[] held = {};

    PartOfRecord(InputStream records) {
        this.records = records;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        byte[] more = new byte[RECORD];
        int got = records.read(more);
        if (got < 0 && held.length == 0) {
            return -1;
        }
        byte[] all = Arrays.copyOf(held, held.length + Math.max(0, got));
        System.arraycopy(more, 0, all, held.length, Math.max(0, got));
        int now = Math.min(all.length, Math.min(length, BUFFER));
        System.arraycopy(all, 0, bytes, offset, now);
        held = Arrays.copyOfRange(all, now, all.length);
        return now;
    }
}
