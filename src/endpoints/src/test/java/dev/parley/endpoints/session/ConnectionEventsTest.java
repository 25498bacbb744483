package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.hub.Disconnect;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What those hear who count connections. */
class ConnectionEventsTest extends ConnectionFixture {
    private List<String> heard() {
        return bench.events().lines();
    }

    @Test
    void tellHowLongAnOpeningTook() {
        Handshake handshake = Bench.handshake("192.0.2.1", Optional.empty());
        assertTrue(bench.registry().reserve(handshake));
        bench.pass(Duration.ofMillis(70));
        bench.registry().open(session.session(), handshake, Bench.PROFILE, listener);
        assertEquals(List.of("/test opened after PT0.07S"), heard());
    }

    @Test
    void tellOfOpeningsWithoutAHandshake() {
        bench.open(session, listener);
        assertEquals(List.of("/test opened"), heard());
    }

    @Test
    void tellWhoEndedAConnectionAndHowLongItTook() {
        Connection connection = bench.open(session, listener);
        connection.disconnect(Disconnect.GOING_AWAY);
        bench.pass(Duration.ofSeconds(2));
        connection.gone();
        connection.gone();
        assertEquals(List.of("/test opened", "/test closed by GOING_AWAY in PT2S"), heard());
    }

    @Test
    void tellOfPeersThatGo() {
        bench.open(session, listener).gone();
        assertEquals(List.of("/test opened", "/test closed by its peer in PT0S"), heard());
    }

    @Test
    void tellOfWhatPasses() {
        Connection connection = bench.open(session, listener);
        connection.received();
        connection.received();
        connection.reply(text("hello"));
        assertEquals(2, bench.events().receivedMessages());
        assertEquals(text("hello").size(), bench.events().sentBytes());
    }

    @Test
    void tellOfRoundTrips() {
        Connection connection = bench.open(session, listener);
        bench.sweepFor(Duration.ofSeconds(20));
        ByteBuffer payload = pingSent();
        bench.pass(Duration.ofMillis(30));
        connection.pong(payload);
        assertEquals(List.of("/test opened", "round trip of PT0.03S"), heard());
    }
}
