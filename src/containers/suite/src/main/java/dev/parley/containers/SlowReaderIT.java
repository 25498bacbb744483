package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that do not read: held back, dropped after the write timeout, and nobody else's business. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SlowReaderIT {
    private static final int SMALL_WINDOW = 4096;
    private static final int MORE_THAN_THREADS = 12; // Grizzly has 2 for each core

    private final Site site = Site.deployed();

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with("parley.outbox.write-timeout", "3s");
    }

    /** Sends until the server takes no more and ends the connection; the future tells how many bytes it took. */
    private static CompletableFuture<Long> flood(RawWebSocket client, byte[] frame, long atMost) {
        CompletableFuture<Long> flooded = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    long sent = 0;
                    try {
                        for (; sent < atMost; sent += frame.length) {
                            client.sendBytes(frame);
                        }
                        flooded.completeExceptionally(new AssertionError("the server took all " + sent + " bytes"));
                    } catch (IOException e) {
                        flooded.complete(sent); // dropped
                    }
                },
                "flood");
        thread.setDaemon(true);
        thread.start();
        return flooded;
    }

    @Test
    void echoHoldsBackAndDropsThoseWhoNeverReadAndServesOthers() throws Exception {
        List<RawWebSocket> deaf = new ArrayList<>();
        try (RawWebSocket other = RawWebSocket.open(site.at("echo"))) {
            List<CompletableFuture<Long>> floods = new ArrayList<>();
            byte[] frame = RawFrame.binary(new byte[64 * 1024]).bytes();
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                RawWebSocket client = RawWebSocket.to(site.at("echo"))
                        .receiveBuffer(SMALL_WINDOW)
                        .open();
                deaf.add(client);
                floods.add(flood(client, frame, 256L * 1024 * 1024));
            }
            int echoes = 0;
            CompletableFuture<Void> all = CompletableFuture.allOf(floods.toArray(new CompletableFuture<?>[0]));
            while (!all.isDone()) { // from the first to the last of them
                other.sendText("others " + echoes);
                assertEquals("others " + echoes, other.readText());
                echoes++;
            }
            for (CompletableFuture<Long> flood : floods) {
                long taken = flood.get(60, TimeUnit.SECONDS);
                assertTrue(taken < 64L * 1024 * 1024, "held back, but " + taken + " bytes were taken");
            }
            assertTrue(echoes > 10, "others had " + echoes + " echoes in the meantime");
        } finally {
            for (RawWebSocket client : deaf) {
                client.close();
            }
        }
    }

    @Test
    void roomGoesOnWithoutMemberWhoNeverReads() throws Exception {
        URI room = site.at("chat/slow");
        int count = 3000;
        String text = "x".repeat(4000); // 12 MB in all: more than buffers of sockets take
        try (JsonPeer ada = JsonPeer.join(room, "Ada");
                JsonPeer deaf = new JsonPeer(
                        RawWebSocket.to(room).receiveBuffer(SMALL_WINDOW).open())) {
            deaf.join("Deaf");
            deaf.expect("welcome");
            assertEquals("Deaf", ada.expect("joined").getString("name"));
            boolean left = false;
            for (int i = 1; i <= count; i++) {
                ada.say(text, "m" + i);
                left |= readUntilMessage(ada, i);
            }
            if (!left) {
                assertEquals("Deaf", ada.expect("left").getString("name"));
            }
            deaf.socket().readLimit(Duration.ofSeconds(60));
            deaf.socket().readEnd();
        }
    }

    /**
     * On Tomcat small messages go by blocking calls to those who answer pings: who does not answer, and who does not read,
     * must not stop anybody all the same.
     */
    @Test
    void roomGoesOnBesideMembersWhoAnswerNoPingsOrDoNotReadSmallMessages() throws IOException {
        URI room = site.at("chat/silent");
        int count = 600;
        String text = "x".repeat(400); // 240 kB in all: many times what is sent without knowing that it is read
        try (JsonPeer ada = JsonPeer.join(room, "Ada");
                RawWebSocket silent = RawWebSocket.open(room);
                RawWebSocket deaf =
                        RawWebSocket.to(room).receiveBuffer(SMALL_WINDOW).open()) {
            new JsonPeer(silent).join("Silent");
            assertEquals("Silent", ada.expect("joined").getString("name"));
            new JsonPeer(deaf).join("Deaf");
            assertEquals("Deaf", ada.expect("joined").getString("name"));
            int pings = 0;
            int next = 1;
            for (int i = 1; i <= count; i++) {
                ada.say(text, "m" + i);
                readUntilMessage(ada, i);
                while (next <= i) {
                    RawFrame frame = silent.read();
                    if (frame.opcode() == RawFrame.PING) {
                        pings++;
                    } else if (frame.text().contains("\"message\"")) {
                        assertTrue(frame.text().contains("\"offset\":" + next + ","), frame::text);
                        next++;
                    }
                }
            }
            if (Container.current() == Container.TOMCAT) {
                assertTrue(pings > 0, "nobody asked how far it had read");
            }
        }
    }

    /** Returns whether somebody left before the message came, which must be the next in order. */
    private static boolean readUntilMessage(JsonPeer member, int offset) throws IOException {
        boolean left = false;
        JsonObject message = member.receive();
        while (message.getString("type").equals("left")) {
            left = true;
            message = member.receive();
        }
        assertEquals("message", message.getString("type"), message::toString);
        assertEquals(offset, message.getInt("offset"));
        return left;
    }

    /** Slow is not dead: whoever reads a little all the time gets everything. */
    @Test
    void echoServesThoseWhoReadSlowly() throws Exception {
        int count = 200;
        try (RawWebSocket client =
                RawWebSocket.to(site.at("echo")).receiveBuffer(SMALL_WINDOW).open()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        client.send(RawFrame.binary(new byte[50_000]));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < count; i++) {
                assertEquals(50_000, client.readMessage().payload().length);
            }
            sent.get(60, TimeUnit.SECONDS);
        }
    }
}
