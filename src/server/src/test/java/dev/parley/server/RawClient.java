package dev.parley.server;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A WebSocket client that writes the bytes that it is told to, and reads frames. Confined to one thread. */
final class RawClient implements Closeable {
    /** What comes when there is no frame any more. */
    static final Frame END = new Frame(-1, "");

    private static final int PATIENCE_MILLIS = 20_000;
    private final Socket socket;
    private final DataInputStream in;

    /**
     * One frame, or {@link #END}.
     *
     * @param b0 FIN, reserved bits and opcode
     * @param payload in hex
     */
    record Frame(int b0, String payload) {
        /** A close frame with this code, or one beginning with it. */
        boolean closes(int code) {
            return b0 == 0x88 && payload.startsWith("%04x".formatted(code));
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawClient connect(int port) throws IOException {
        return connect(new Socket(), port);
    }

    static RawClient connect(Socket socket, int port) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    /** Speaks over a socket that is connected. */
    static RawClient over(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    /** Connects and does the opening handshake at {@code path}. */
    static RawClient open(int port, String path) throws IOException {
        RawClient client = connect(port);
        client.send(handshake(path, ""));
        String head = client.head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(head);
        }
        return client;
    }

    static byte[] handshake(String path, String headers) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawClient send(String hex) throws IOException {
        return send(hex(hex));
    }

    /** Returns the head of an HTTP response. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return text;
            }
            head.write(next);
            text = head.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    /** Returns what comes until the server ends its side. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Returns the next frame; {@link #END} at the orderly end of TCP. */
    Frame frame() throws IOException {
        int b0 = in.read();
        if (b0 < 0) {
            return END;
        }
        int b1 = in.readUnsignedByte();
        long length = b1 == 126 ? in.readUnsignedShort() : b1 == 127 ? in.readLong() : b1;
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException("within a frame");
        }
        return new Frame(b0, HexFormat.of().formatHex(payload));
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
