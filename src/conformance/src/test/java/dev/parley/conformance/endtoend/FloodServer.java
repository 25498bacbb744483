package dev.parley.conformance.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.Deflater;

/**
 * A hostile server: the first connection, which asks whether there is a WebSocket server at all, is handed to one that is
 * good; on all others it sends without end, whatever is asked.
 */
final class FloodServer extends FrontServer {
    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Flood flood;

    /** What it sends without end, in hexadecimal. */
    enum Flood {
        /** A header line that never ends. */
        HEAD("", "", "78"),
        /** Messages of no bytes. */
        EMPTY_MESSAGES("", "", "8100"),
        /** Messages of a few bytes. */
        MESSAGES("", "", "810548656c6c6f"),
        /** Fragments of a message that never ends. */
        FRAGMENTS("", "0102736f", "00026e6f"),
        /** Pings. */
        PINGS("", "", "890470696e67"),
        /** One frame of 2^62 bytes. */
        HUGE_FRAME("", "827f4000000000000000", "7878787878"),
        /** A compressed message that never ends. */
        COMPRESSED(DEFLATE, "410255aa", "000255aa"),
        /** Small compressed messages that inflate to 16 MiB each. */
        BOMBS(DEFLATE, "", bomb());

        private final String extensions;
        private final String begin;
        private final String repeated;

        Flood(String extensions, String begin, String repeated) {
            this.extensions = extensions;
            this.begin = begin;
            this.repeated = repeated;
        }
    }

    FloodServer(Flood flood) throws IOException {
        this.flood = flood;
        start();
    }

    @Override
    void serve(Socket socket, int number) throws IOException {
        if (number == 0) {
            pass(socket);
        } else {
            flood(socket);
        }
    }

    private void flood(Socket socket) throws IOException {
        String key = key(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + flood.extensions)
                        .getBytes(ISO_8859_1));
        String accept = "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        out.write((flood == Flood.HEAD ? "X-Endless: " : accept).getBytes(ISO_8859_1));
        out.write(HexFormat.of().parseHex(flood.begin));
        byte[] repeated = HexFormat.of().parseHex(flood.repeated);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        do {
            block.write(repeated);
        } while (block.size() < 32 * 1024);
        while (!socket.isClosed()) {
            block.writeTo(out);
        }
    }

    /** Reads up to the end of the head, however strange, and gives the key if there is one. */
    private static String key(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < 64 * 1024) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended in the head");
            }
            head.append((char) b);
        }
        return head.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                .map(line -> line.substring(18).strip())
                .findFirst()
                .orElse("");
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 16 MiB of zeros as a compressed text. */
    private static String bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[16 << 20]);
        byte[] out = new byte[64 * 1024];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4; // RFC 7692 7.2.1
        deflater.end();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) 0xC1, 126, (byte) (length >> 8), (byte) length});
        frame.write(out, 0, length);
        return HexFormat.of().formatHex(frame.toByteArray());
    }
}
