package dev.parley.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Deflated;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /echo}: what goes in comes out, whole and in order, up to the limit. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class EchoIT {
    private static final int LIMIT = 1024 * 1024;

    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with("parley.echo.max-message-size", String.valueOf(LIMIT));
    }

    /** Every way that 5.2 writes a length, on both sides of its borders, and the limit itself. */
    static Stream<Integer> sizes() {
        return Stream.of(0, 1, 125, 126, 127, 8192, 8193, 65_535, 65_536, LIMIT);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void echoesTextOfSize(int size) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            String text = "x".repeat(size);
            client.sendText(text);
            assertEquals(text, client.readText());
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void echoesBinaryOfSize(int size) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            byte[] payload = bytes(size);
            client.send(RawFrame.binary(payload));
            RawFrame echoed = client.readMessage();
            assertEquals(RawFrame.BINARY, echoed.opcode());
            assertArrayEquals(payload, echoed.payload());
        }
    }

    @Test
    void echoesFragmentsAsOneMessageWherePingsComeBetween() throws IOException {
        byte[] text = "h\u00e9llo \ud83d\ude00 w\u00f6rld".getBytes(UTF_8);
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            for (int i = 0; i < text.length; i++) { // a fragment for each byte: within code points too
                int opcode = i == 0 ? RawFrame.TEXT : RawFrame.CONTINUATION;
                RawFrame fragment = RawFrame.of(opcode, new byte[] {text[i]});
                client.send(i == text.length - 1 ? fragment : fragment.unfinished());
                if (i % 7 == 3 && i < text.length - 1) {
                    assertTrue(client.ping().isEmpty(), "nothing is echoed before the message is whole");
                }
            }
            assertEquals(new String(text, UTF_8), client.readText());
        }
    }

    @Test
    void keepsOrderOfTenThousandMessagesPipelinedWithoutReading() throws IOException {
        int count = 10_000;
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                all.writeBytes(message(i).bytes());
            }
            client.sendBytes(all.toByteArray());
            for (int i = 0; i < count; i++) {
                assertSame(message(i), client.readMessage());
            }
            assertTrue(client.ping().isEmpty(), "nothing comes after the last");
        }
    }

    /** Text and binary in turn: a container that queues them apart would mix them up. */
    private static RawFrame message(int i) {
        return i % 3 == 0 ? RawFrame.binary(("b" + i).getBytes(UTF_8)) : RawFrame.text("t" + i);
    }

    @Test
    void keepsOrderOfLargeMessagesWrittenWhileTheEchoesAreRead() throws Exception {
        int count = 200;
        int size = 100_000;
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        client.send(large(i, size));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < count; i++) {
                assertSame(large(i, size), client.readMessage());
            }
            written.get(RawWebSocket.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static RawFrame large(int i, int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) ('a' + i % 26));
        return i % 2 == 0 ? RawFrame.binary(payload) : RawFrame.of(RawFrame.TEXT, payload);
    }

    @ParameterizedTest
    @ValueSource(ints = {RawFrame.TEXT, RawFrame.BINARY})
    void refusesMessageAboveLimitWith1009(int opcode) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            byte[] payload = new byte[LIMIT + 1];
            Arrays.fill(payload, (byte) 'x');
            client.send(RawFrame.of(opcode, payload));
            assertEquals(1009, client.readClose());
            client.finish(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {RawFrame.TEXT, RawFrame.BINARY})
    void refusesFragmentsThatTogetherExceedLimitWith1009(int opcode) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            byte[] half = new byte[LIMIT / 2];
            Arrays.fill(half, (byte) 'x');
            client.send(RawFrame.of(opcode, half).unfinished());
            client.send(RawFrame.of(RawFrame.CONTINUATION, half).unfinished());
            assertTrue(client.ping().isEmpty(), "up to the limit it stays open");
            client.send(RawFrame.of(RawFrame.CONTINUATION, new byte[] {'x'}));
            assertEquals(1009, client.readClose());
            client.finish(1009);
        }
    }

    @Test
    void limitCountsBytesNotCharacters() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            client.sendText("\u20ac".repeat(LIMIT / 3)); // 3 bytes each
            assertEquals(LIMIT / 3, client.readText().length());
            client.sendText("\u20ac".repeat(LIMIT / 3 + 1));
            assertEquals(1009, client.readClose());
        }
    }

    @Test
    void compressesWhereTheContainerCan() throws IOException {
        String text = "to be or not to be ".repeat(1000);
        try (RawWebSocket client = RawWebSocket.to(site.at("echo"))
                .header("Sec-WebSocket-Extensions", "permessage-deflate")
                .open()) {
            Optional<String> extensions = client.answer().header("Sec-WebSocket-Extensions");
            assertEquals(Container.current().compresses(), extensions.isPresent(), extensions.toString());
            if (extensions.isEmpty()) {
                client.sendText(text);
                assertEquals(text, client.readText());
                return;
            }
            for (int i = 0; i < 3; i++) { // the second one uses the window of the first
                client.send(RawFrame.of(RawFrame.TEXT, Deflated.of(text)).withRsv1());
            }
            Deflated.Inflating inflating = new Deflated.Inflating();
            for (int i = 0; i < 3; i++) {
                RawFrame echoed = client.readMessage();
                assertTrue(echoed.rsv1(), "the echo is compressed");
                assertTrue(echoed.payload().length < text.length() / 10, echoed.payload().length + " bytes");
                assertEquals(text, inflating.text(echoed.payload()));
            }
        }
    }

    @Test
    void answersCloseAndEndsConnection() throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            client.send(RawFrame.text("last"), RawFrame.close(1000, "bye"));
            assertEquals("last", client.readText());
            assertEquals(1000, client.readClose());
            client.readEnd(); // 7.1.1: the server ends the TCP connection
        }
    }

    private static void assertSame(RawFrame expected, RawFrame actual) {
        assertEquals(expected.opcode(), actual.opcode(), actual::toString);
        assertArrayEquals(expected.payload(), actual.payload(), actual::toString);
    }

    private static byte[] bytes(int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 31);
        }
        return payload;
    }
}
