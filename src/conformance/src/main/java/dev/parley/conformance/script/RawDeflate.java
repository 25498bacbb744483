package dev.parley.conformance.script;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/**
 * Compresses messages as RFC 7692 7.2.1 says. One instance keeps its window from message to message, as a client with
 * context takeover does. A window smaller than zlib's is kept by making zlib forget in time. Confined to one thread;
 * {@link #close} frees zlib's memory.
 */
public final class RawDeflate implements AutoCloseable {
    private static final int TAIL = 4;
    private static final int MAX_BITS = 15;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] buffer = new byte[8192];
    private final int window; // bytes; 0 for zlib's own
    private final boolean forgets;

    /** Keeps zlib's window from message to message. */
    public RawDeflate() {
        this(DeflateTerms.NONE);
    }

    /** Keeps to what was agreed for the client. */
    public RawDeflate(DeflateTerms terms) {
        this.window = terms.clientBits() < MAX_BITS ? 1 << terms.clientBits() : 0;
        this.forgets = terms.clientForgets() || window > 0;
    }

    /** A message compressed on its own. */
    public static Payload message(Payload message) {
        try (RawDeflate deflate = new RawDeflate()) {
            return deflate.next(message);
        }
    }

    /** The next message, which may refer to those before if that was agreed. */
    public Payload next(Payload message) {
        if (message.length() == 0) {
            return Payload.hex("00"); // RFC 7692 7.2.3.6
        }
        if (forgets) {
            deflater.reset();
        }
        byte[] bytes = message.toBytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int piece = window == 0 ? bytes.length : window;
        for (int at = 0; at < bytes.length; at += piece) {
            int count = Math.min(piece, bytes.length - at);
            deflater.setInput(bytes, at, count);
            drain(out, at + count < bytes.length ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH);
        }
        byte[] whole = out.toByteArray();
        byte[] cut = new byte[whole.length - TAIL];
        System.arraycopy(whole, 0, cut, 0, cut.length);
        return Payload.of(cut);
    }

    /** Forgets the messages before. */
    public void reset() {
        deflater.reset();
    }

    private void drain(ByteArrayOutputStream out, int flush) {
        int got;
        do {
            got = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, got);
        } while (got == buffer.length);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
