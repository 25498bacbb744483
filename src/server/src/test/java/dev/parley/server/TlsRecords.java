package dev.parley.server;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A socket to the server that keeps what it reads, to tell the records of TLS in it. Confined to one thread. */
final class TlsRecords extends Socket {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    /**
     * The outside of a record (RFC 8446 section 5.1).
     *
     * @param type 21 for an alert in clear or of TLS 1.2, 23 for all that TLS 1.3 encrypts
     * @param length bytes that follow its header
     */
    record TlsRecord(int type, int length) {}

    TlsRecords(int port) throws IOException {
        super(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                read.write(bytes, offset, Math.max(n, 0));
                return n;
            }
        };
    }

    /** Returns the records read so far, which must be whole. */
    List<TlsRecord> records() {
        List<TlsRecord> records = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(read.toByteArray());
        while (bytes.hasRemaining()) {
            int type = bytes.get();
            bytes.getShort(); // version
            int length = bytes.getShort() & 0xFFFF;
            bytes.position(bytes.position() + length);
            records.add(new TlsRecord(type, length));
        }
        return records;
    }
}
