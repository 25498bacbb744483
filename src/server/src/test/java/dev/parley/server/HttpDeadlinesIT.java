package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.RawClient.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that make no headway, with a timeout of 1 s; each test ends when the server ends the connection. */
@Timeout(60)
final class HttpDeadlinesIT {
    private static ParleyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ParleyServer.start(TestSettings.of("server.http-timeout=1s"));
        Await.until(HttpDeadlinesIT::answersInTime, "the server never warms up");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The first request makes a cold virtual machine load classes; where that takes too long, the second does not. */
    private static boolean answersInTime() {
        try (RawClient page = connect()) {
            page.send(ascii("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            RawClient.open(server.port(), "/echo").close();
            return page.head().startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static RawClient connect() throws IOException {
        return RawClient.connect(server.port());
    }

    @Test
    void endsConnectionsThatSendNothingOrHalfARequest() throws IOException {
        List<String> halves = List.of(
                "",
                "G",
                "GET / HTTP/1.1\r\n",
                "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n",
                "\r\n");
        List<RawClient> clients = new ArrayList<>();
        try {
            for (String half : halves) {
                clients.add(connect().send(ascii(half)));
            }
            assertEquals("", clients.get(0).rest());
            for (RawClient client : clients.subList(1, clients.size())) {
                String answer = client.rest();
                assertTrue(answer.startsWith("HTTP/1.1 408 Request Timeout\r\n"), answer);
                assertTrue(answer.contains("Connection: close\r\n"), answer);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void doesNotLetByteByByteCountAsHeadway() throws Exception {
        try (RawClient client = connect()) {
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 1_000_000; i++) {
                        client.send(ascii(i == 0 ? "GET / HTTP/1.1\r\nX: " : "a"));
                        Thread.onSpinWait();
                    }
                } catch (IOException e) {
                    // the server has ended the connection
                }
            });
            writer.setDaemon(true);
            writer.start();
            String answer = client.head(); // 431 if the head has become too large before
            assertTrue(answer.startsWith("HTTP/1.1 408 ") || answer.startsWith("HTTP/1.1 431 "), answer);
        }
    }

    @Test
    void endsConnectionThatIsKeptAliveForNothing() throws IOException {
        try (RawClient client = connect()) {
            client.send(ascii("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assertTrue(client.head().startsWith("HTTP/1.1 200 "));
            client.send(ascii("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assertTrue(client.head().startsWith("HTTP/1.1 200 "));
            assertEquals("", client.rest());
        }
    }

    @Test
    void leavesUpgradedConnectionAlone() throws IOException {
        try (RawClient upgraded = RawClient.open(server.port(), "/echo")) {
            try (RawClient idle = connect()) {
                assertEquals("", idle.rest()); // so much time has passed
            }
            assertEquals(
                    new Frame(0x81, "41"), upgraded.send("81 81 00000000 41").frame());
        }
    }

    @Test
    void endsConnectionThatSendsOnAfterTheLastAnswer() throws IOException {
        try (RawClient client = connect()) {
            client.send(ascii("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assertTrue(client.rest().startsWith("HTTP/1.1 426 ")); // the server's side has ended
            Await.until(() -> isReset(client), "the other side stays open");
        }
    }

    private static boolean isReset(RawClient client) {
        try {
            client.send(new byte[1000]);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
