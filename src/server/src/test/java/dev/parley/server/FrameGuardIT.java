package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.RawClient.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guard does, seen from the other end of a real connection. */
final class FrameGuardIT {
    private static final String KEY = "00000000";
    private static ParleyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ParleyServer.start(TestSettings.of("echo.max-message-size=1MiB", "heartbeat.interval=5s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    record Bad(String name, String bytes, int code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> bad() {
        return Stream.of(
                new Bad("unmasked frame", "81 05 48656c6c6f", 1002),
                new Bad("reserved bit", "c1 80" + KEY, 1002),
                new Bad("reserved opcode", "83 80" + KEY, 1002),
                new Bad("fragmented ping", "09 80" + KEY, 1002),
                new Bad("ping of 126 bytes", "89 fe 007e" + KEY, 1002),
                new Bad("length not minimal", "82 fe 0001" + KEY, 1002),
                new Bad("length with top bit", "82 ff 8000000000000000" + KEY, 1002),
                new Bad("continuation of nothing", "80 80" + KEY, 1002),
                new Bad("close with 1 byte", "88 81" + KEY + "03", 1002),
                new Bad("close with code 1005", "88 82" + KEY + "03ed", 1002),
                new Bad("text that is not UTF-8", "81 82" + KEY + "c328", 1007),
                new Bad("100 MB announced", "82 ff 0000000006400000" + KEY, 1009),
                new Bad(
                        "message of too many fragments",
                        "02 ff 0000000000100000" + KEY + "00".repeat(1 << 20) + "80 81" + KEY + "00",
                        1009));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void closesWithCodeAndEndsTcpInOrder(Bad bad) throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send("81 81" + KEY + "41").send(bad.bytes());
            assertEquals(new Frame(0x81, "41"), client.frame());
            Frame close = client.frame();
            assertTrue(close.closes(bad.code()), close.toString());
            assertEquals(RawClient.END, client.frame());
        }
    }

    @Test
    void sendsCloseFrameThoughClientGoesOnSending() throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send("82 ff 0000000006400000" + KEY).send(new byte[8 * 1024 * 1024]);
            assertTrue(client.frame().closes(1009));
            assertEquals(RawClient.END, client.frame());
        }
    }

    @Test
    void takesFramesThatComeInOneSegmentWithTheHandshake() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(RawClient.handshake("/echo", ""));
        all.writeBytes(RawClient.hex("81 81" + KEY + "41 81 81" + KEY + "42"));
        try (RawClient client = RawClient.connect(server.port())) {
            client.send(all.toByteArray());
            assertTrue(client.head().startsWith("HTTP/1.1 101 "));
            assertEquals(new Frame(0x81, "41"), client.frame());
            assertEquals(new Frame(0x81, "42"), client.frame());
        }
    }

    @Test
    void echoesFrameThatComesByteByByte() throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.socket().setTcpNoDelay(true);
            for (byte next : RawClient.hex("81 85 37fa213d 7f9f4d5158")) {
                client.send(new byte[] {next});
            }
            assertEquals(new Frame(0x81, "48656c6c6f"), client.frame());
        }
    }

    @Test
    void echoesLargeTextWithCharactersCutByThePieces() throws IOException {
        String text = "aé€😀".repeat(60_000).substring(0, 250_000);
        byte[] bytes = text.substring(0, Character.isHighSurrogate(text.charAt(249_999)) ? 249_999 : 250_000)
                .getBytes(StandardCharsets.UTF_8);
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send("81 ff %016x".formatted(bytes.length) + KEY).send(bytes);
            Frame echo = client.frame();
            assertEquals(0x81, echo.b0());
            assertEquals(HexFormat.of().formatHex(bytes), echo.payload());
        }
    }

    @Test
    void takesWhatGrizzlyReadsAtOnceAfterItHasWrittenMuch() throws IOException {
        byte[] message = new byte[1 << 20]; // Grizzly reads into the buffer that it wrote from
        for (int i = 0; i < 5; i++) {
            try (RawClient client = RawClient.open(server.port(), "/echo")) {
                client.send("82 ff %016x".formatted(message.length) + KEY).send(message);
                assertEquals(2 * message.length, client.frame().payload().length());
            }
        }
    }

    @Test
    void answersTenThousandPingsInOneWrite() throws IOException {
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send(("89 81" + KEY + "41").repeat(10_000));
            for (int i = 0; i < 10_000; i++) {
                assertEquals(new Frame(0x8a, "41"), client.frame());
            }
        }
    }

    @Test
    void holdsBackClientThatDoesNotReadAndGoesOnWhenItReads() throws Exception {
        int size = 64 * 1024;
        int messages = 400; // 25 MiB each way, more than all buffers in between
        byte[] message = new byte[size];
        Thread writer;
        try (RawClient client = RawClient.open(server.port(), "/echo")) {
            writer = new Thread(() -> {
                try {
                    for (int i = 0; i < messages; i++) {
                        message[0] = (byte) i;
                        client.send("82 ff %016x".formatted(size) + KEY).send(message);
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            writer.join(1_500); // a limit of waiting: it is held back for ever, or this test proves nothing
            assertTrue(writer.isAlive(), "the server took 25 MiB though nobody read the echo");
            try (RawClient other = RawClient.open(server.port(), "/echo")) { // no thread is held
                assertEquals(
                        new Frame(0x81, "41"), other.send("81 81" + KEY + "41").frame());
            }
            for (int i = 0; i < messages; i++) {
                Frame echo = client.frame();
                assertEquals(2 * size, echo.payload().length());
                assertTrue(echo.payload().startsWith("%02x".formatted(i & 0xFF)), "order of message " + i);
            }
            writer.join();
        }
    }

    @Test
    void tellsEndpointWhenTcpEnds() throws Exception {
        Await.until(() -> server.application().connections() == 0, "connections of other tests");
        RawClient client = RawClient.open(server.port(), "/echo");
        Await.until(() -> server.application().connections() == 1, "the endpoint was not told of the connection");
        client.socket().setSoLinger(true, 0); // reset
        client.close();
        Await.until(() -> server.application().connections() == 0, "the endpoint was not told of its end");
    }
}
