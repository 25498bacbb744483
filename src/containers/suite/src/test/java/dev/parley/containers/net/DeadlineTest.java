package dev.parley.containers.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that never sends what is waited for, but something else all the time, does not keep a test for ever. */
@Timeout(60)
final class DeadlineTest {
    private static final String PING = "\u0089\0"; // a frame as characters in ISO 8859-1
    private static final String RTT = "\u0081\u000e{\"type\":\"rtt\"}";

    interface Reading {
        void from(RawWebSocket socket) throws IOException;
    }

    record Row(String wanted, String comes, Reading reading) {
        @Override
        public String toString() {
            return wanted;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("message", PING, RawWebSocket::readMessage),
                new Row("message", PING, socket -> new JsonPeer(socket).expect("welcome")),
                new Row("message but rtt", RTT, socket -> new JsonPeer(socket).receiveBut("rtt")),
                new Row("close", PING, RawWebSocket::readClose),
                new Row("end", PING, RawWebSocket::readEnd),
                new Row("pong", PING, RawWebSocket::ping));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endsReadingThoughOtherThingsCome(Row row) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread flooding = new Thread(() -> flood(server, row.comes()), "flooding");
            flooding.setDaemon(true);
            flooding.start();
            URI endpoint = URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/");
            try (RawWebSocket socket = RawWebSocket.open(endpoint)) {
                socket.readLimit(Duration.ofMillis(200));
                Executable reading = () -> row.reading().from(socket);
                SocketTimeoutException e = assertThrows(SocketTimeoutException.class, reading);
                assertEquals("no " + row.wanted() + " within PT0.4S, though other things came", e.getMessage());
            }
        }
    }

    private static void flood(ServerSocket server, String frame) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) in.read());
            }
            String key = request.substring(request.indexOf("Key: ") + 5)
                    .lines()
                    .findFirst()
                    .orElseThrow();
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(5);
            while (true) {
                socket.getOutputStream().write(frame.getBytes(StandardCharsets.ISO_8859_1));
                readFor5Millis(in);
            }
        } catch (IOException | java.security.NoSuchAlgorithmException e) {
            // the client has gone, which ends the flood
        }
    }

    private static void readFor5Millis(InputStream in) throws IOException {
        try {
            in.readNBytes(1000);
        } catch (SocketTimeoutException e) {
            // nothing came, as is expected of some
        }
    }
}
