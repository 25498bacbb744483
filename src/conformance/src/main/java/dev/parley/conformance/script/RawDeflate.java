package dev.parley.conformance.script;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/**
 * Compresses messages as RFC 7692 7.2.1 says. One instance keeps its window from message to message, as a client with
 * context takeover does. Confined to one thread; {@link #close} frees zlib's memory.
 */
public final class RawDeflate implements AutoCloseable {
    private static final int TAIL = 4;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] buffer = new byte[8192];

    /** A message compressed on its own. */
    public static Payload message(Payload message) {
        try (RawDeflate deflate = new RawDeflate()) {
            return deflate.next(message);
        }
    }

    /** The next message, which may refer to those before. */
    public Payload next(Payload message) {
        if (message.length() == 0) {
            return Payload.hex("00"); // RFC 7692 7.2.3.6
        }
        deflater.setInput(message.toBytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int got;
        do {
            got = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, got);
        } while (got == buffer.length);
        byte[] whole = out.toByteArray();
        byte[] cut = new byte[whole.length - TAIL];
        System.arraycopy(whole, 0, cut, 0, cut.length);
        return Payload.of(cut);
    }

    /** Forgets the messages before. */
    public void reset() {
        deflater.reset();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
