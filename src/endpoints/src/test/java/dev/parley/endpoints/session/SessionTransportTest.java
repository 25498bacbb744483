package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes by the blocking remote, where there is reason to. */
class SessionTransportTest {
    private static final Outbound TEXT = Outbound.Text.of("a");
    private static final Outbound BINARY = Outbound.Binary.of(ByteBuffer.wrap(new byte[] {7}));
    private static final Outbound PING = new Outbound.Ping(ByteBuffer.wrap(new byte[] {8}));

    private final FakeSession session = new FakeSession("s1");
    private final ReadingProof proof = new ReadingProof();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<String> completed = new ArrayList<>();

    private SessionTransport transport(Optional<ReadingProof> known) {
        return new SessionTransport(session.session(), known, tasks::add, tasks::add);
    }

    private void send(SessionTransport transport, Outbound message) {
        transport.send(
                message,
                failure -> completed.add(failure.map(Throwable::getMessage).orElse("sent")));
    }

    @Test
    void sendsAllAsynchronouslyWhereNothingIsKnownOfThePeer() {
        SessionTransport transport = transport(Optional.empty());
        send(transport, TEXT);
        send(transport, BINARY);
        send(transport, PING);
        assertEquals(List.of("text a", "binary 07"), session.drain());
        assertEquals(1, tasks.size());
    }

    @Test
    void sendsSmallMessagesAtOnceToOneWhoReads() {
        SessionTransport transport = transport(Optional.of(proof));
        send(transport, TEXT);
        send(transport, BINARY);
        send(transport, PING);
        assertEquals(List.of("text a at once", "binary 07 at once", "ping 08"), session.drain());
        assertEquals(List.of("sent", "sent", "sent"), completed);
        assertEquals(List.of(), tasks);
    }

    @Test
    void sendsLongMessagesAsynchronously() {
        String most = "x".repeat(1024 - Outbound.OVERHEAD);
        SessionTransport transport = transport(Optional.of(proof));
        send(transport, Outbound.Text.of(most));
        send(transport, Outbound.Text.of(most + "x"));
        assertEquals(List.of("text " + most + " at once", "text " + most + "x"), session.drain());
    }

    @Test
    void sendsAsynchronouslyToOneWhoMayNotReadUntilAPong() {
        SessionTransport transport = transport(Optional.of(proof));
        send(transport, Outbound.Text.of("x".repeat(ReadingProof.WINDOW)));
        session.drain();
        send(transport, TEXT);
        send(transport, PING);
        assertEquals(List.of("text a"), session.drain());
        assertEquals(1, tasks.size()); // a ping blocks, so it goes by a worker
        proof.asks(ByteBuffer.wrap(new byte[] {8}), 0);
        proof.answered(ByteBuffer.wrap(new byte[] {8}));
        send(transport, TEXT);
        assertEquals(List.of("text a at once"), session.drain());
    }

    @ParameterizedTest
    @EnumSource(
            value = Sends.class,
            names = {"FAIL", "THROW"})
    void tellsOfAFailure(Sends failing) {
        session.sends(failing);
        send(transport(Optional.of(proof)), TEXT);
        assertEquals(
                List.of(failing == Sends.FAIL ? "broken pipe" : "the remote endpoint is in state TEXT_FULL_WRITING"),
                completed);
    }

    @Test
    void closesByAWorkerInAnyCase() {
        SessionTransport transport = transport(Optional.of(proof));
        send(transport, new Outbound.Close(1000, "bye"));
        assertEquals(List.of(), session.drain());
        tasks.forEach(Runnable::run);
        assertEquals(List.of("close 1000 bye"), session.drain());
        assertEquals(List.of("sent"), completed);
    }
}
