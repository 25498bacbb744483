package dev.parley.containers.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Messages under permessage-deflate, by the JDK's zlib. */
public final class Deflated {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF}; // RFC 7692 7.2.1

    private Deflated() {}

    /** Returns the compressed payload of a message that uses no window of an earlier one. */
    public static byte[] of(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(text.getBytes(UTF_8));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            while (n > 0) {
                out.write(buffer, 0, n);
                n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            }
            byte[] whole = out.toByteArray();
            return Arrays.copyOf(whole, whole.length - TAIL.length);
        } finally {
            deflater.end();
        }
    }

    /** Expands the messages of one direction, keeping the window from one to the next. Confined to one thread. */
    public static final class Inflating {
        private final Inflater inflater = new Inflater(true);

        /** Returns the text of the next message. */
        public String text(byte[] payload) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                expand(payload, out);
                expand(TAIL, out);
            } catch (DataFormatException e) {
                throw new AssertionError("not deflate: " + e.getMessage(), e);
            }
            return out.toString(UTF_8);
        }

        private void expand(byte[] input, ByteArrayOutputStream out) throws DataFormatException {
            byte[] buffer = new byte[8192];
            inflater.setInput(input);
            while (!inflater.needsInput()) {
                int n = inflater.inflate(buffer);
                if (n == 0 && inflater.needsDictionary()) {
                    throw new DataFormatException("wants a dictionary");
                }
                out.write(buffer, 0, n);
            }
        }
    }
}
