package dev.parley.containers.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client on a bare socket: it sends what it is told and reads what comes, with a limit of time on every read, and twice
 * as much on every method that reads until something comes. It answers pings only where the method says so. One thread
 * may read while another writes.
 */
public final class RawWebSocket implements AutoCloseable {
    /** How long a read waits before the test fails: generous, for a loaded machine. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // 1.3
    private static final int MAX_PAYLOAD = 256 * 1024 * 1024;
    private static final int DROPPED = 64 * 1024; // at once

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final HttpAnswer answer;
    private volatile Duration readLimit = LIMIT;

    private RawWebSocket(Socket socket, InputStream in, HttpAnswer answer) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.answer = answer;
    }

    /** Opens a connection with an opening handshake that leaves nothing to desire. */
    public static RawWebSocket open(URI endpoint) throws IOException {
        return to(endpoint).open();
    }

    /** Begins an opening handshake. */
    public static Opening to(URI endpoint) {
        return new Opening(endpoint);
    }

    /** An opening handshake (4.1) in the making. Confined to one thread. */
    public static final class Opening {
        private final URI endpoint;
        private final List<String> headers = new ArrayList<>();
        private int receiveBuffer;
        private int readTimeout = (int) LIMIT.toMillis();

        private Opening(URI endpoint) {
            this.endpoint = endpoint;
        }

        /** Adds a header line. */
        public Opening header(String name, String value) {
            headers.add(name + ": " + value);
            return this;
        }

        /** Sets the size of the socket's receive buffer in bytes: a client that does not read is seen sooner. */
        public Opening receiveBuffer(int bytes) {
            receiveBuffer = bytes;
            return this;
        }

        /** Opens the connection; anything but a correct 101 is an error that names the answer. */
        public RawWebSocket open() throws IOException {
            byte[] nonce = new byte[16];
            ThreadLocalRandom.current().nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            RawWebSocket connection = send(key);
            if (connection.answer.status() != 101
                    || !accept(key)
                            .equals(connection
                                    .answer
                                    .header("Sec-WebSocket-Accept")
                                    .orElse(""))) {
                connection.close();
                throw new IOException("no upgrade at " + endpoint + ": " + connection.answer);
            }
            return connection;
        }

        /** Sends the handshake and returns the answer, which must not be an upgrade. */
        public HttpAnswer refused() throws IOException {
            HttpAnswer answer = answered();
            if (answer.status() == 101) {
                throw new AssertionError("was let in at " + endpoint + " with " + headers);
            }
            return answer;
        }

        /** Sends the handshake, returns the answer, and ends the connection. */
        public HttpAnswer answered() throws IOException {
            try (RawWebSocket connection = send("dGhlIHNhbXBsZSBub25jZQ==")) {
                return connection.answer;
            }
        }

        private RawWebSocket send(String key) throws IOException {
            Socket socket = connect(endpoint, receiveBuffer, readTimeout);
            try {
                socket.getOutputStream().write(request(endpoint, key, headers).getBytes(ISO_8859_1));
                InputStream in = new BufferedInputStream(socket.getInputStream());
                return new RawWebSocket(socket, in, HttpAnswer.read(in));
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    /** Connects a socket to the host and port of the address; nothing is sent. */
    public static Socket connect(URI endpoint, int receiveBuffer, int readTimeoutMillis) throws IOException {
        InetAddress address = InetAddress.getByName(endpoint.getHost());
        if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) != null) {
            address = InetAddress.getLoopbackAddress(); // adapters that name the machine's own address
        }
        if (!address.isLoopbackAddress()) {
            throw new IOException(endpoint + " is not on this machine");
        }
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer); // before connect: it decides the window
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(readTimeoutMillis);
            socket.connect(new InetSocketAddress(address, endpoint.getPort()), (int) LIMIT.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the text of an opening handshake's request. */
    public static String request(URI endpoint, String key, List<String> headers) {
        String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
        StringBuilder request = new StringBuilder()
                .append("GET " + endpoint.getRawPath() + query + " HTTP/1.1\r\n")
                .append("Host: " + endpoint.getHost() + ":" + endpoint.getPort() + "\r\n")
                .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: " + key + "\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        return request.append("\r\n").toString();
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Returns the answer to the handshake. */
    public HttpAnswer answer() {
        return answer;
    }

    /** Returns the local port, which names this connection to the server. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Writes the frames in one write. */
    public void send(RawFrame... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (RawFrame frame : frames) {
            bytes.writeBytes(frame.bytes());
        }
        sendBytes(bytes.toByteArray());
    }

    /** Writes a text message. */
    public void sendText(String text) throws IOException {
        send(RawFrame.text(text));
    }

    /** Writes any bytes. */
    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Returns the stream to the server, for those who write it piece by piece. */
    public OutputStream out() {
        return out;
    }

    /**
     * Reads one frame of any kind.
     *
     * @throws EOFException if the server ended the connection
     * @throws SocketTimeoutException if nothing came within {@link #LIMIT}
     */
    public RawFrame read() throws IOException {
        int b0 = in.read();
        if (b0 < 0) {
            throw new EOFException("the server ended the connection");
        }
        int b1 = readFully(1)[0] & 0xFF;
        if ((b1 & 0x80) != 0) {
            throw new AssertionError("5.1: a server must not mask its frames");
        }
        long length = b1;
        if (b1 == 126) {
            length = ByteBuffer.wrap(readFully(2)).getShort() & 0xFFFF;
        } else if (b1 == 127) {
            length = ByteBuffer.wrap(readFully(8)).getLong();
        }
        if (length > MAX_PAYLOAD) {
            throw new AssertionError("a frame of " + length + " bytes");
        }
        return new RawFrame(b0 & 0xF0, b0 & 0x0F, false, length, readFully((int) length));
    }

    private byte[] readFully(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server ended the connection within a frame");
        }
        return bytes;
    }

    /** Reads one data message, putting fragments together (5.4) and answering pings; a close frame is an error. */
    public RawFrame readMessage() throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int opcode = RawFrame.CONTINUATION;
        boolean compressed = false;
        for (Deadline deadline = deadline(); ; deadline.check("message")) {
            RawFrame frame = read();
            if (frame.opcode() == RawFrame.PING) {
                send(RawFrame.of(RawFrame.PONG, frame.payload()));
            } else if (frame.opcode() == RawFrame.CLOSE) {
                throw new AssertionError("expected a message, came " + frame);
            } else if (!frame.control()) {
                if ((frame.opcode() == RawFrame.CONTINUATION) == (opcode == RawFrame.CONTINUATION)) {
                    throw new AssertionError("5.4: out of order: " + frame);
                }
                opcode = opcode == RawFrame.CONTINUATION ? frame.opcode() : opcode;
                compressed |= frame.rsv1();
                payload.writeBytes(frame.payload());
                if (frame.fin()) {
                    RawFrame message = RawFrame.of(opcode, payload.toByteArray());
                    return compressed ? message.withRsv1() : message;
                }
            }
        }
    }

    /** Reads a text message as {@link #readMessage} does. */
    public String readText() throws IOException {
        RawFrame message = readMessage();
        if (message.opcode() != RawFrame.TEXT) {
            throw new AssertionError("expected text, came " + message);
        }
        return message.text();
    }

    /** Reads and drops frames up to a close frame, and returns its status code; 1006 if the connection ended without. */
    public int readClose() throws IOException {
        try {
            for (Deadline deadline = deadline(); ; deadline.check("close")) {
                RawFrame frame = read();
                if (frame.opcode() == RawFrame.CLOSE) {
                    return frame.closeCode();
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (EOFException | SocketException e) {
            return 1006; // 7.1.5: how an end without a close frame is called
        }
    }

    /** Answers the server's close frame, if it still listens, and reads to the end of the connection. */
    public void finish(int code) throws IOException {
        try {
            send(RawFrame.close(code, ""));
        } catch (SocketException e) {
            // the server closed the connection already
        }
        readEnd();
    }

    /** Reads and drops whatever comes up to the end of the connection; its coming is what is tested. */
    public void readEnd() throws IOException {
        try {
            byte[] dropped = new byte[DROPPED];
            for (Deadline deadline = deadline(); in.read(dropped) >= 0; ) {
                deadline.check("end");
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            // a reset is an end too
        }
    }

    /** Proves that the connection is open: sends a ping and returns what came before its pong. */
    public List<RawFrame> ping() throws IOException {
        String payload = "p" + ThreadLocalRandom.current().nextInt();
        send(RawFrame.ping(payload));
        List<RawFrame> before = new ArrayList<>();
        for (Deadline deadline = deadline(); ; deadline.check("pong")) {
            RawFrame frame = read();
            if (frame.opcode() == RawFrame.PONG && frame.text().equals(payload)) {
                return before;
            }
            if (frame.opcode() == RawFrame.CLOSE) {
                throw new AssertionError("expected a pong, came " + frame);
            }
            before.add(frame);
        }
    }

    /** Sets how long a read waits; what reads until something comes waits twice as long. */
    public void readLimit(Duration limit) throws SocketException {
        socket.setSoTimeout((int) limit.toMillis());
        readLimit = limit;
    }

    /** Begins the time for reading until something comes. */
    public Deadline deadline() {
        return Deadline.in(readLimit.multipliedBy(2));
    }

    /** Ends the connection by a reset (RFC 9293 3.10.5): no FIN, no close frame, nothing in the buffers goes out. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the sending direction with a FIN, without a close frame. */
    public void sendFin() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the socket, without a closing handshake. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
