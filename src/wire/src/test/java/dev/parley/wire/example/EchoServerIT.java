package dev.parley.wire.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machine on real sockets, as an echo server, against the JDK's client and against bare bytes. */
class EchoServerIT {
    private static final long LIMIT_SECONDS = 20;

    @ParameterizedTest
    @EnumSource(EchoServers.class)
    void echoesToTheClientOfTheJdk(EchoServers kind) throws Exception {
        try (EchoServers.Running running = kind.start(Echo.Extensions.DEFLATE)) {
            Collector collector = new Collector();
            WebSocket client = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + running.port() + "/"), collector)
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            String large = "Grüße, 世界 😀 ".repeat(20_000);
            byte[] binary = new byte[300_000];
            for (int i = 0; i < binary.length; i++) {
                binary[i] = (byte) (i * 7);
            }
            await(client.sendText("first", true));
            await(client.sendText("in ", false));
            await(client.sendPing(ByteBuffer.wrap(new byte[] {1, 2})));
            await(client.sendText("fragments", true));
            await(client.sendText(large, true));
            await(client.sendBinary(ByteBuffer.wrap(binary), true));
            await(client.sendText("", true));
            await(client.sendClose(4000, "enough"));
            await(collector.closed);
            assertEquals(List.of("first", "in fragments", large, ""), collector.texts);
            assertEquals(1, collector.binaries.size());
            assertArrayEquals(binary, collector.binaries.get(0));
            assertEquals(List.of("pong 0102", "close 4000 "), collector.others);
        }
    }

    @ParameterizedTest
    @EnumSource(EchoServers.class)
    void failsAConnectionWithACloseFrameThatArrives(EchoServers kind) throws Exception {
        try (EchoServers.Running running = kind.start(Echo.Extensions.DEFLATE);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            OutputStream out = socket.getOutputStream();
            out.write(request(running.port()));
            out.write(new byte[] {(byte) 0x81, 2, 'h', 'i'}); // 5.1: not masked
            out.write(new byte[100_000]); // more that nobody will process
            InputStream in = socket.getInputStream();
            String head = readHead(in);
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertArrayEquals(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xEA}, in.readNBytes(4));
            assertEquals(-1, in.read(), "the server ends its output");
            socket.shutdownOutput();
        }
    }

    @ParameterizedTest
    @EnumSource(EchoServers.class)
    void endsTheOutputAfterTheClosingHandshake(EchoServers kind) throws Exception {
        try (EchoServers.Running running = kind.start(Echo.Extensions.DEFLATE);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            byte[] request = request(running.port());
            for (byte b : request) { // one byte at a time
                socket.getOutputStream().write(b);
            }
            InputStream in = socket.getInputStream();
            readHead(in);
            socket.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8});
            assertArrayEquals(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xE8}, in.readNBytes(4));
            assertEquals(-1, in.read());
        }
    }

    private static byte[] request(int port) {
        return ("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            assertTrue(b >= 0, () -> "the server ended within " + head);
            head.append((char) b);
        }
        return head.toString();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static final class Collector implements WebSocket.Listener {
        private final List<String> texts = new ArrayList<>();
        private final List<byte[]> binaries = new ArrayList<>();
        private final List<String> others = new ArrayList<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private byte[] binary = {};

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            int before = binary.length;
            binary = Arrays.copyOf(binary, before + data.remaining());
            data.get(binary, before, data.remaining());
            if (last) {
                binaries.add(binary);
                binary = new byte[0];
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            others.add("pong " + java.util.HexFormat.of().formatHex(bytes));
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            others.add("close " + code + " " + reason);
            closed.complete(null);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
