package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many handshakes at once against a limit of a few connections. */
final class BurstIT {
    private static final int PLACES = 5;
    private static final int HANDSHAKES = 60;

    @Test
    void letsInNoMoreThanThereIsRoomForAndAllOfThose() throws IOException {
        try (ParleyServer server = ParleyServer.start(TestSettings.of("connections.max=" + PLACES))) {
            List<RawClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < HANDSHAKES; i++) {
                    clients.add(RawClient.connect(server.port()));
                }
                for (RawClient client : clients) {
                    client.send(RawClient.handshake("/echo", ""));
                }
                int upgraded = 0;
                for (RawClient client : clients) {
                    String head = client.head();
                    if (head.startsWith("HTTP/1.1 101 ")) {
                        upgraded++;
                        assertEquals(
                                0x81, client.send("81 81 00000000 41").frame().b0(), "closed after the upgrade");
                    } else {
                        assertTrue(head.startsWith("HTTP/1.1 503 "), head);
                    }
                }
                assertEquals(PLACES, upgraded);
                assertEquals(PLACES, server.application().connections());
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
        }
    }
}
