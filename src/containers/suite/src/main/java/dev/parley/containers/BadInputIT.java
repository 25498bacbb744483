package dev.parley.containers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.HttpAnswer;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.Pace;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What broken and hostile clients send: each gets the answer it deserves, and nobody else notices. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BadInputIT {
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private static final AtomicInteger OTHERS =
            new AtomicInteger(); // rooms; who left the last one may still be on the way out

    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with("parley.outbox.write-timeout", "3s");
    }

    /** After each attack another client has the use of every endpoint. */
    @AfterEach
    void othersAreServed() throws IOException {
        try (RawWebSocket echo = RawWebSocket.open(site.at("echo"));
                RawWebSocket heartbeat = RawWebSocket.open(site.at("heartbeat"));
                JsonPeer chat = JsonPeer.join(site.at("chat/others" + OTHERS.incrementAndGet()), "Other")) {
            echo.sendText("still there");
            assertEquals("still there", echo.readText());
            heartbeat.ping();
            chat.say("still there", "m1");
            chat.expect("message");
        }
    }

    @Test
    void handshakeFromForeignOrigin() throws IOException {
        assertEquals(
                403,
                RawWebSocket.to(site.at("chat/lobby"))
                        .header("Origin", "https://evil.example")
                        .refused()
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%20b",
                "%C3%A9",
                "a!b",
                "a@b",
                "a%3Cscript%3E",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void roomWithUnknownCharacters(String room) throws IOException {
        try (JsonPeer client = JsonPeer.open(site.at("chat/" + room))) {
            client.expectError("bad-room");
            assertEquals(4404, client.socket().readClose());
            client.socket().finish(4404);
        }
    }

    /** Servers may refuse these themselves, and most do. */
    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%2Fb", "%0d%0aX-Injected:1"})
    void roomWithCharactersThatServersDistrust(String room) throws IOException {
        HttpAnswer answer = RawWebSocket.to(site.at("chat/" + room)).answered();
        if (answer.status() == 101) {
            try (JsonPeer client = JsonPeer.open(site.at("chat/" + room))) {
                client.expectError("bad-room");
                assertEquals(4404, client.socket().readClose());
            }
        } else {
            assertTrue(answer.status() == 400 || answer.status() == 404, answer::toString);
        }
        assertTrue(answer.header("X-Injected").isEmpty(), answer::toString);
    }

    @Test
    void nicknameOfTenThousandCharacters() throws IOException {
        try (JsonPeer client = JsonPeer.open(site.at("chat/lobby"))) {
            client.join("x".repeat(10_000));
            client.expectError("bad-name");
            client.join("Ada");
            client.expect("welcome");
        }
    }

    @Test
    void invalidJson() throws IOException {
        try (JsonPeer client = JsonPeer.open(site.at("chat/lobby"))) {
            for (String text :
                    List.of("{\"type\":", "{'type':'join'}", "\u0000", "{\"type\":\"join\",}", "1e999999999")) {
                client.socket().sendText(text);
                client.expectError("malformed");
            }
            client.join("Ada");
            client.expect("welcome");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"type\":"})
    void deepJson(String opening) throws IOException {
        try (JsonPeer client = JsonPeer.open(site.at("chat/lobby"))) {
            int depth = 16_000 / opening.length();
            client.socket().sendText(opening.repeat(depth));
            client.expectError("malformed");
            client.socket()
                    .sendText("{\"type\":\"join\",\"name\":\"Ada\",\"x\":" + "[".repeat(7000) + "]".repeat(7000) + "}");
            client.expectError("malformed");
            client.join("Ada");
            client.expect("welcome");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby"})
    void closeOfOneByte(String endpoint) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at(endpoint))) {
            client.send(RawFrame.of(RawFrame.CLOSE, new byte[] {3}));
            assertEquals(1002, client.readClose()); // 5.5.1: a body has at least two bytes
            client.readEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {RawFrame.TEXT, RawFrame.PING, RawFrame.CLOSE})
    void unmaskedFrame(int opcode) throws IOException {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            client.send(RawFrame.of(opcode, new byte[] {3, (byte) 0xE8}).unmasked());
            assertEquals(1002, client.readClose()); // 5.1: a server MUST close the connection
            client.readEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "C3 28", "ED A0 80", "F4 90 80 80", "C0 AF", "61 E2 82", "FF"})
    void invalidUtf8(String hex) throws IOException {
        for (String endpoint : List.of("echo", "heartbeat", "chat/lobby", "hub")) {
            try (RawWebSocket client = RawWebSocket.open(site.at(endpoint))) {
                client.send(RawFrame.of(RawFrame.TEXT, bytes(hex)));
                assertEquals(1007, client.readClose(), endpoint); // 8.1
                client.finish(1007);
            }
        }
    }

    private static byte[] bytes(String hex) {
        String[] parts = hex.split(" ", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {RawFrame.TEXT, RawFrame.BINARY})
    void messageOf100MegabytesInOneFrame(int opcode) throws Exception {
        byte[] piece = new byte[1024 * 1024];
        Arrays.fill(piece, (byte) 'x');
        byte[] frame =
                RawFrame.of(opcode, piece).announcing(100L * piece.length).bytes();
        byte[] more = Arrays.copyOfRange(frame, frame.length - piece.length, frame.length); // masked alike: 4 divides
        sendUntilClosedWith1009(frame, more, 99);
    }

    @ParameterizedTest
    @ValueSource(ints = {RawFrame.TEXT, RawFrame.BINARY})
    void messageOf100MegabytesInFragments(int opcode) throws Exception {
        byte[] piece = new byte[1024 * 1024];
        Arrays.fill(piece, (byte) 'x');
        byte[] first = RawFrame.of(opcode, piece).unfinished().bytes();
        byte[] more = RawFrame.of(RawFrame.CONTINUATION, piece).unfinished().bytes();
        sendUntilClosedWith1009(first, more, 99);
    }

    private void sendUntilClosedWith1009(byte[] first, byte[] more, int times) throws Exception {
        try (RawWebSocket client = RawWebSocket.open(site.at("echo"))) {
            CompletableFuture<Integer> code = new CompletableFuture<>();
            Thread reader = new Thread(
                    () -> {
                        try {
                            code.complete(client.readClose());
                        } catch (IOException | RuntimeException | AssertionError e) {
                            code.completeExceptionally(e);
                        }
                    },
                    "reader");
            reader.setDaemon(true);
            reader.start();
            try {
                client.sendBytes(first);
                for (int i = 0; i < times && !code.isDone(); i++) {
                    client.sendBytes(more);
                }
            } catch (IOException e) {
                // the server reads no more; the close frame came before
            }
            assertEquals(1009, code.get(GENEROUS.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby"})
    void tenThousandPingsInOneWrite(String endpoint) throws IOException {
        int count = 10_000;
        try (RawWebSocket client = RawWebSocket.open(site.at(endpoint))) {
            ByteArrayOutputStream pings = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                pings.writeBytes(RawFrame.ping("ping " + i).bytes());
            }
            client.sendBytes(pings.toByteArray());
            int answered = -1; // 5.5.3: a pong may answer the latest of several pings only, but never an older one
            while (answered < count - 1) {
                RawFrame pong = client.read();
                assertEquals(RawFrame.PONG, pong.opcode(), pong::toString);
                int number = Integer.parseInt(pong.text().substring("ping ".length()));
                assertTrue(number > answered, "pong " + number + " after pong " + answered);
                answered = number;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "heartbeat", "chat/lobby"})
    void clientThatNeverReads(String endpoint) throws Exception {
        byte[] message = endpoint.equals("echo")
                ? RawFrame.text("x".repeat(10_000)).bytes()
                : RawFrame.text("{\"type\":\"nonsense\",\"id\":1}").bytes();
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        while (batch.size() < 100_000) {
            batch.writeBytes(message);
        }
        try (RawWebSocket client =
                RawWebSocket.to(site.at(endpoint)).receiveBuffer(4096).open()) {
            CompletableFuture<Void> dropped = new CompletableFuture<>();
            Thread writer = new Thread(
                    () -> {
                        try {
                            for (int i = 0; i < 10_000; i++) {
                                client.sendBytes(batch.toByteArray());
                            }
                            dropped.completeExceptionally(new AssertionError("a gigabyte was taken"));
                        } catch (IOException e) {
                            dropped.complete(null);
                        }
                    },
                    "writer");
            writer.setDaemon(true);
            writer.start();
            Pace.await(dropped, GENEROUS);
        }
    }

    /** A second is scaled to some milliseconds; more such clients than the server has threads. */
    @Test
    void clientsThatSendOneBytePerSecond() throws Exception {
        int count = 64;
        String request = RawWebSocket.request(site.at("echo"), "dGhlIHNhbXBsZSBub25jZQ==", List.of());
        List<Socket> sockets = new ArrayList<>();
        List<RawWebSocket> clients = new ArrayList<>();
        try (Pace pace = new Pace(Duration.ofMillis(10))) {
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (i % 2 == 0) {
                    Socket socket = RawWebSocket.connect(site.at("echo"), 0, (int) GENEROUS.toMillis());
                    sockets.add(socket);
                    writes.add(pace.write(socket.getOutputStream(), request.getBytes(ISO_8859_1)));
                } else {
                    RawWebSocket client = RawWebSocket.open(site.at("echo"));
                    clients.add(client);
                    writes.add(pace.write(
                            client.out(), RawFrame.text("slow ".repeat(30) + i).bytes()));
                }
            }
            othersAreServed(); // while all of them are at it
            for (CompletableFuture<Void> write : writes) {
                Pace.await(write, GENEROUS);
            }
            for (Socket socket : sockets) {
                byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
                assertEquals("HTTP/1.1 101", new String(status, ISO_8859_1));
            }
            for (int i = 0; i < clients.size(); i++) {
                assertEquals("slow ".repeat(30) + (2 * i + 1), clients.get(i).readText());
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            for (RawWebSocket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void resetInMidMessage() throws Exception {
        try (JsonPeer witness = JsonPeer.join(site.at("chat/reset"), "Witness")) {
            for (int i = 0; i < 50; i++) {
                try (RawWebSocket frame = RawWebSocket.open(site.at("echo"))) {
                    frame.send(RawFrame.binary(new byte[5000]).announcing(1_000_000));
                    frame.reset();
                }
                try (RawWebSocket fragments = RawWebSocket.open(site.at("echo"))) {
                    fragments.send(RawFrame.text("begun").unfinished());
                    fragments.reset();
                }
                try (JsonPeer member = JsonPeer.join(site.at("chat/reset"), "Member")) {
                    witness.expect("joined");
                    member.socket().send(RawFrame.text("{\"type\":").unfinished());
                    member.socket().reset();
                    witness.expect("left");
                }
            }
        }
        Eventually.await("all freed", GENEROUS, () -> Health.of(site).connections() == 0);
    }

    @Test
    void fiveThousandConnectsAndDropsInARow() throws Exception {
        List<String> endpoints = List.of("echo", "heartbeat", "chat/lobby");
        for (int i = 0; i < 5000; i++) {
            RawWebSocket client = RawWebSocket.open(site.at(endpoints.get(i % endpoints.size())));
            client.reset();
        }
        Eventually.await("all freed", GENEROUS, () -> Health.of(site).connections() == 0);
    }
}
