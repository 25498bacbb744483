package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.floor.FloorServer;
import dev.parley.wire.CloseCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SwarmTest {
    private FloorServer server;
    private Swarm swarm;

    @BeforeEach
    void start() throws IOException {
        server = new FloorServer(0);
        swarm = Swarm.start(2);
    }

    @AfterEach
    void stop() {
        swarm.close();
        server.close();
        swarm.check();
    }

    @Test
    void opensHundredsOfConnectionsAndEachGetsItsOwnEcho() throws Exception {
        List<Inbox> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(Inbox.connect(swarm.thread(i), at("/echo")));
        }
        for (int i = 0; i < all.size(); i++) {
            assertTrue(all.get(i).send("message of " + i));
        }
        for (int i = 0; i < all.size(); i++) {
            all.get(i).awaitMessages(1);
            assertEquals(List.of("message of " + i), all.get(i).messages);
        }
    }

    @Test
    void takesMessagesLargerThanAnyBuffer() throws Exception {
        Inbox inbox = Inbox.open(swarm.thread(0), at("/echo"));
        String large = "é".repeat(300_000);
        assertTrue(inbox.send(large));
        assertTrue(inbox.send("small"));
        inbox.awaitMessages(2);
        assertEquals(List.of(large, "small"), inbox.messages);
    }

    @Test
    void worksByteByByte() throws Exception {
        Inbox inbox = Inbox.open(swarm.thread(0), at("/echo"));
        inbox.run(client -> client.limitIo(1, 1));
        List<String> sent = List.of("a", "b".repeat(200), "", "c".repeat(70_000));
        for (String text : sent) {
            assertTrue(inbox.send(text));
        }
        inbox.awaitMessages(sent.size());
        assertEquals(sent, inbox.messages);
    }

    @Test
    void pausedReaderGetsEverythingAfterwards() throws Exception {
        Inbox paused = Inbox.open(swarm.thread(0), at("/room"));
        Inbox other = Inbox.open(swarm.thread(1), at("/room"));
        paused.run(client -> client.pauseReading());
        for (int i = 0; i < 100; i++) {
            other.send("m" + i);
        }
        other.awaitMessages(100);
        assertEquals(List.of(), paused.messages);
        paused.run(client -> client.resumeReading());
        paused.awaitMessages(100);
        assertEquals(other.messages, paused.messages);
    }

    @Test
    void frozenConnectionNeitherReadsNorWritesNorEnds() throws Exception {
        Inbox frozen = Inbox.open(swarm.thread(0), at("/room"));
        Inbox other = Inbox.open(swarm.thread(0), at("/room"));
        frozen.run(client -> client.freeze());
        assertFalse(frozen.send("lost"));
        other.send("seen");
        other.awaitMessages(1);
        assertEquals(List.of("seen"), other.messages);
        assertEquals(List.of(), frozen.messages);
        assertFalse(frozen.end.isDone());
        frozen.run(client -> client.reset());
        assertEquals(End.Kind.DROPPED, frozen.end().kind());
    }

    @Test
    void resetIsSeenAsAResetByThePeer() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Inbox inbox = Inbox.connect(swarm.thread(0), at(listener.getLocalPort(), "/"));
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout((int) (Inbox.SECONDS * 1000));
                InputStream in = socket.getInputStream();
                assertTrue(in.read() > 0);
                socket.getOutputStream().write("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThrows(SocketException.class, () -> in.transferTo(OutputStream.nullOutputStream()));
            }
            assertEquals(new End(End.Kind.REFUSED, 404, ""), inbox.end());
        }
    }

    @Test
    void closingHandshakeEndsWithTheCodeOfTheServer() throws Exception {
        Inbox inbox = Inbox.open(swarm.thread(0), at("/echo"));
        inbox.run(client -> client.close(CloseCode.NORMAL_CLOSURE));
        assertEquals(new End(End.Kind.CLOSED, 1000, ""), inbox.end());
        assertFalse(inbox.send(""));
    }

    @Test
    void tellsWhyNoConnectionCameAbout() throws Exception {
        int free;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = listener.getLocalPort();
        }
        assertEquals(
                End.Kind.LOST,
                Inbox.connect(swarm.thread(0), at(free, "/")).end().kind());
        Opening unmet = Opening.to("ws://127.0.0.1:" + server.port() + "/echo", "no.such.protocol");
        assertEquals(
                End.Kind.VIOLATION, Inbox.connect(swarm.thread(0), unmet).end().kind());
    }

    @Test
    void refusesWhatItCannotSpeak() {
        assertThrows(IllegalArgumentException.class, () -> Opening.to("wss://localhost/"));
    }

    @Test
    void faultOfAListenerIsNotLost() throws Exception {
        Inbox open = Inbox.open(swarm.thread(0), at("/echo"));
        try (Swarm doomed = Swarm.start(1)) {
            doomed.thread(0).execute(() -> {
                throw new IllegalStateException("planted");
            });
            Inbox.await(() -> doomed.failure().isPresent());
            assertThrows(IllegalStateException.class, doomed::check);
        }
        assertTrue(open.send("the other threads go on"));
    }

    private Opening at(String path) throws IOException {
        return at(server.port(), path);
    }

    private static Opening at(int port, String path) throws IOException {
        return Opening.to("ws://127.0.0.1:" + port + path);
    }
}
