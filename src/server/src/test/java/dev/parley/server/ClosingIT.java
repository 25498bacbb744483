package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.RawClient.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closing handshake (RFC 6455 sections 5.5.1 and 7.1) over raw sockets: who says what, and who ends TCP. */
final class ClosingIT {
    private static final String KEY = "00000000";
    private static final BlockingQueue<Integer> CODES = new LinkedBlockingQueue<>();
    private static ParleyServer server;

    /** Closes with the code that it is sent, or sends what it is sent back. */
    @ServerEndpoint("/closer")
    public static class Closer {
        /** Called by the container. */
        @OnMessage
        public void text(Session session, String text) throws IOException {
            if (text.startsWith("4")) {
                session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(Integer.parseInt(text)), "as asked"));
            } else {
                session.getBasicRemote().sendText(text);
            }
        }

        /** Called by the container. */
        @OnClose
        public void closed(CloseReason reason) {
            CODES.add(reason.getCloseCode().getCode());
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = ParleyServer.builder(TestSettings.of("outbox.write-timeout=200ms"))
                .endpoint(Closer.class)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "03e8, 03e8",
        "03e8627965, 03e8",
        "03e9, 03e9",
        "03f0, 03f0",
        "03f2, 03f2",
        "03f4, 03f4",
        "03f5, 03f5",
        "03f6, 03f6",
        "0bb8, 0bb8",
        "0fa1c3a4, 0fa1",
        "1387, 1387"
    })
    void answersOnceWithTheCodeAndEndsTcp(String body, String answer) throws IOException {
        String close = "88%02x".formatted(0x80 | body.length() / 2) + KEY + body;
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send("81 81" + KEY + "41" + close + "81 81" + KEY + "42" + close + "ff".repeat(20));
            assertEquals(new Frame(0x81, "41"), client.frame());
            assertEquals(new Frame(0x88, answer), client.frame());
            assertEquals(RawClient.END, client.frame());
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 1000", "03e8, 1000", "03e9, 1001", "03f4, 1001", "03f6, 1001", "0fa1, 4001"})
    void tellsEndpointTheCode(String body, int code) throws Exception {
        CODES.clear();
        try (RawClient client = RawClient.open(server.port(), "/closer")) {
            client.send("88%02x".formatted(0x80 | body.length() / 2) + KEY + body);
            assertEquals(new Frame(0x88, body), client.frame());
        }
        assertEquals(code, CODES.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void ignoresDataAfterItsCloseFrameAndWaitsForTheClients() throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/closer")) {
            client.send("81 84" + KEY + "34303031"); // 4001
            assertEquals(new Frame(0x88, "0fa1" + "61732061736b6564"), client.frame());
            client.send("81 81" + KEY + "41 89 80" + KEY); // no answer, and TCP still open in both directions
            client.send("88 82" + KEY + "0fa1");
            assertEquals(RawClient.END, client.frame());
        }
    }

    @Test
    void endsTcpWhenClientBreaksRuleInsteadOfAnswering() throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/closer")) {
            client.send("81 84" + KEY + "34303031");
            assertTrue(client.frame().closes(4001));
            client.send("83 00");
            assertEquals(RawClient.END, client.frame());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"83 00", "88 82 00000000 03ed", "01 81 00000000 ff"})
    void sendsOneCloseFrameThoughRulesAreBrokenAgain(String bad) throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send(bad).send("83 00").send("88 82" + KEY + "03e8");
            assertEquals(0x88, client.frame().b0());
            assertEquals(RawClient.END, client.frame());
        }
    }

    @Test
    void namesTheBrokenRule() throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            Frame close = client.send("81 01 41").frame();
            String reason =
                    new String(RawClient.hex(close.payload().substring(4)), java.nio.charset.StandardCharsets.UTF_8);
            assertEquals("UNMASKED_CLIENT_FRAME: see RFC 6455 5.1", reason);
        }
    }

    @Test
    void refusesTooLongMessageOfEachEndpointByItsHeader() throws IOException {
        for (String path : new String[] {"/echo", "/chat/lobby"}) {
            try (RawClient client = RawClient.open(server.port(), path)) {
                long limit = server.application().settings().longestMessage(path);
                String length = limit < 0xFFFF ? "fe %04x" : "ff %016x";
                client.send("01 80" + KEY + "80" + length.formatted(limit + 1) + KEY);
                assertTrue(client.frame().closes(1009), path);
                assertEquals(RawClient.END, client.frame());
            }
        }
    }

    @Test
    void cutsTcpOfClientThatDoesNotReadBeforeTheClose() throws Exception {
        CODES.clear();
        int size = 8 << 20; // more than the buffers in between
        try (RawClient client = RawClient.open(server.port(), "/echo");
                RawClient other = RawClient.open(server.port(), "/closer")) {
            client.send("82 ff %016x".formatted(size) + KEY)
                    .send(new byte[size])
                    .send("88 80" + KEY);
            Await.until(() -> server.application().connections() == 0, "the endpoint was not told of the close");
            other.send("88 80" + KEY);
            assertEquals(0x88, other.frame().b0());
            try {
                assertTrue(client.rest().length() < size, "it all came though nobody read it");
            } catch (IOException reset) {
                assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset.getMessage());
            }
        }
    }
}
