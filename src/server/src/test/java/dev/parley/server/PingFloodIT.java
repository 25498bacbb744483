package dev.parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pings are answered in order, and not faster than messages may come. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class PingFloodIT {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;

    private static ParleyServer slow() throws IOException {
        return ParleyServer.start(TestSettings.of("rates.messages=1/s burst 5"));
    }

    private static long holds(ParleyServer server) {
        try {
            URLConnection metrics = URI.create("http://127.0.0.1:" + server.port() + "/metrics")
                    .toURL()
                    .openConnection();
            metrics.setConnectTimeout(PATIENCE_MILLIS);
            metrics.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream in = metrics.getInputStream()) {
                return new String(in.readAllBytes(), UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("parley_rate_holds_total "))
                        .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.indexOf(' ')))))
                        .sum();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] frames(int firstByte, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(new byte[] {(byte) firstByte, (byte) 0x81, 0, 0, 0, 0, (byte) i});
        }
        return all.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/chat/room", "/heartbeat"})
    void isBraked(String path) throws IOException {
        try (ParleyServer server = slow();
                RawClient client = RawClient.open(server.port(), path)) {
            client.send(frames(PING, 200)); // at one a second
            for (int i = 0; i < 5; i++) {
                assertEquals(new RawClient.Frame(PONG, "%02x".formatted(i)), client.frame());
            }
            Await.until(() -> holds(server) >= 2, "it is not held back again and again");
        }
    }

    @Test
    void ofPongsIsBrakedToo() throws IOException {
        try (ParleyServer server = slow();
                RawClient client = RawClient.open(server.port(), "/chat/room")) {
            client.send(frames(PONG, 200));
            Await.until(() -> holds(server) >= 2, "it is not held back again and again");
        }
    }

    @Test
    void isNoneWhereMessagesHaveNoRates() throws IOException {
        try (ParleyServer server = slow();
                RawClient client = RawClient.open(server.port(), "/echo")) {
            client.send(frames(PING, 200));
            for (int i = 0; i < 200; i++) {
                assertEquals(new RawClient.Frame(PONG, "%02x".formatted(i)), client.frame());
            }
            assertEquals(0, holds(server));
        }
    }
}
