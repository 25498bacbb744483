package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.hub.Disconnect;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the sweep does to a connection: it asks whether the peer is there, and gives it up. */
class ConnectionSweepTest extends ConnectionFixture {
    @Test
    void pingsOnceAnIntervalOfSilence() {
        bench.open(session, listener);
        bench.sweepFor(Duration.ofMillis(19_999));
        assertEquals(List.of(), session.drain());
        bench.sweepFor(Duration.ofMillis(1));
        assertEquals(1, session.drain().size());
        bench.sweepFor(Duration.ofSeconds(14));
        assertEquals(List.of(), session.drain());
    }

    @Test
    void tellsTheRoundTripTimeOfAPing() {
        Connection connection = bench.open(session, listener);
        bench.sweepFor(Duration.ofSeconds(20));
        ByteBuffer payload = pingSent();
        bench.pass(Duration.ofMillis(7));
        connection.pong(payload);
        assertEquals(List.of("round trip 7 ms"), listener.log());
    }

    @Test
    void ignoresAPongThatAnswersNothing() {
        Connection connection = bench.open(session, listener);
        connection.pong(ByteBuffer.allocate(16));
        connection.pong(ByteBuffer.allocate(0));
        assertEquals(List.of(), listener.log());
    }

    @Test
    void takesAnyPongForLife() {
        Connection connection = bench.open(session, listener);
        for (int i = 0; i < 10; i++) {
            bench.sweepFor(Duration.ofSeconds(34));
            connection.pong(ByteBuffer.allocate(0));
        }
        assertFalse(connection.isOver());
    }

    @Test
    void closesASilentPeerWith4500() {
        Connection connection = bench.open(session, listener);
        bench.sweepFor(Duration.ofMillis(34_999));
        session.drain();
        assertFalse(connection.isOver());
        bench.sweepFor(Duration.ofMillis(1));
        assertEquals(List.of("close 4500 silent for too long"), session.drain());
        assertEquals(List.of("ended", "gone"), listener.log());
    }

    @Test
    void closesAPeerThatDoesNotReadWith4501() {
        session.sends(Sends.LATER);
        Connection connection = bench.open(session, listener);
        connection.reply(text("a"));
        bench.sweepFor(Duration.ofMillis(9_999));
        assertFalse(connection.isOver());
        bench.sweepFor(Duration.ofMillis(1));
        assertEquals(List.of("text a", "close 4501 does not read"), session.drain());
    }

    @Test
    void keepsASlowPeerWhoseSendsComplete() {
        session.sends(Sends.LATER);
        Connection connection = bench.open(session, listener);
        IntStream.range(0, 8).forEach(i -> connection.offer(text("m" + i)));
        for (int i = 0; i < 8; i++) {
            bench.sweepFor(Duration.ofSeconds(9));
            connection.received();
            session.complete();
        }
        assertFalse(connection.isOver());
    }

    @Test
    void forgetsAPeerThatDoesNotClose() {
        Connection connection = bench.open(session, listener);
        connection.disconnect(Disconnect.NORMAL);
        bench.sweepFor(Duration.ofMillis(2_999));
        assertEquals(1, bench.registry().size());
        assertEquals(List.of("close 1000 done"), session.drain());
        bench.sweepFor(Duration.ofMillis(1));
        assertGone();
    }

    @Test
    void abortsATransportThatDoesNotClose() {
        ScriptedControl control = new ScriptedControl();
        Connection connection = bench.open(session, listener, control);
        connection.disconnect(Disconnect.NORMAL);
        bench.sweepFor(Duration.ofSeconds(3));
        assertEquals(List.of("abort"), control.log());
        assertGone();
    }

    @Test
    void forgetsAPeerWhoseTransportCannotBeAborted() {
        ScriptedControl control = new ScriptedControl("abort");
        Connection connection = bench.open(session, listener, control);
        connection.disconnect(Disconnect.NORMAL);
        bench.sweepFor(Duration.ofSeconds(3));
        assertGone();
    }

    @Test
    void closesAgainWhereNothingCanBeAborted() {
        session.sends(Sends.LATER);
        Connection connection = bench.open(session, listener);
        connection.reply(text("never leaves"));
        connection.disconnect(Disconnect.NORMAL);
        bench.sweepFor(Duration.ofSeconds(3));
        assertEquals(List.of("text never leaves", "close 1001 server stops"), session.drain());
        assertGone();
    }
}
