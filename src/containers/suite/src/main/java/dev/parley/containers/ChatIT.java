package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.RawFrame;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /chat/{room}}: members, messages, order, and an answer to everything that is wrong. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ChatIT {
    private static final AtomicInteger ROOMS = new AtomicInteger();
    private static final Set<String> PRESENCE = Set.of("joined", "members");

    private final Site site = Site.deployed();
    private final String roomName = "room" + ROOMS.incrementAndGet(); // one for each test
    private final URI room = site.at("chat/" + roomName);

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    @Test
    void welcomesWithRoomNameMembersAndPosition() throws IOException {
        try (JsonPeer ada = JsonPeer.open(room);
                JsonPeer bob = JsonPeer.open(room)) {
            ada.join("Ada");
            JsonObject first = ada.expect("welcome");
            assertEquals(roomName, first.getString("room"));
            assertEquals("Ada", first.getString("you"));
            assertEquals(List.of("Ada"), JsonPeer.strings(first, "members"));
            assertEquals(0, first.getInt("offset"));
            assertTrue(first.getJsonArray("history").isEmpty());
            bob.join("Bob");
            JsonObject second = bob.expect("welcome");
            assertEquals(Set.of("Ada", "Bob"), new TreeSet<>(JsonPeer.strings(second, "members")));
            assertEquals(first.getString("epoch"), second.getString("epoch"));
            assertEquals("Bob", ada.expect("joined").getString("name"));
        }
    }

    @Test
    void deliversToAllAndToTheSenderItself() throws IOException {
        try (JsonPeer ada = JsonPeer.join(room, "Ada");
                JsonPeer bob = JsonPeer.join(room, "Bob")) {
            ada.expect("joined");
            ada.say("h\u00e9llo \ud83d\ude00 \"quoted\"", "m1");
            for (JsonPeer member : List.of(ada, bob)) {
                JsonObject message = member.expect("message");
                assertEquals("Ada", message.getString("from"));
                assertEquals("h\u00e9llo \ud83d\ude00 \"quoted\"", message.getString("text"));
                assertEquals(1, message.getInt("offset"));
                assertEquals("m1", message.getString("id"));
                assertTrue(message.containsKey("time"), message::toString);
            }
        }
    }

    @Test
    void tellsOthersWhoIsTyping() throws IOException {
        try (JsonPeer ada = JsonPeer.join(room, "Ada");
                JsonPeer bob = JsonPeer.join(room, "Bob")) {
            ada.expect("joined");
            for (boolean on : new boolean[] {true, false}) {
                bob.send(JsonPeer.message("typing").add("on", on));
                JsonObject typing = ada.expect("typing");
                assertEquals("Bob", typing.getString("name"));
                assertEquals(on, typing.getBoolean("on"));
            }
        }
    }

    @Test
    void leavingFreesTheNameAndKeepsTheConnection() throws IOException {
        try (JsonPeer ada = JsonPeer.join(room, "Ada");
                JsonPeer bob = JsonPeer.join(room, "Bob")) {
            ada.expect("joined");
            bob.send(JsonPeer.message("leave"));
            assertEquals("Bob", ada.expect("left").getString("name"));
            assertEquals("Bob", bob.expect("left").getString("name"));
            bob.say("too late", "m1");
            assertEquals("m1", bob.expectError("not-joined").getString("id"));
            bob.join("Bob");
            bob.expect("welcome");
            assertEquals("Bob", ada.expect("joined").getString("name"));
        }
    }

    @Test
    void tellsOfMemberWhoseConnectionEnds() throws IOException {
        try (JsonPeer ada = JsonPeer.join(room, "Ada")) {
            JsonPeer closing = JsonPeer.join(room, "Closing");
            ada.expect("joined");
            closing.socket().finish(1000);
            closing.close();
            assertEquals("Closing", ada.expect("left").getString("name"));
            JsonPeer resetting = JsonPeer.join(room, "Resetting");
            ada.expect("joined");
            resetting.socket().reset();
            assertEquals("Resetting", ada.expect("left").getString("name"));
            JsonPeer ending = JsonPeer.join(room, "Ending");
            ada.expect("joined");
            ending.close();
            assertEquals("Ending", ada.expect("left").getString("name"));
        }
    }

    @Test
    void givesHistoryOnJoin() throws IOException {
        try (JsonPeer ada = JsonPeer.join(room, "Ada");
                JsonPeer bob = JsonPeer.open(room)) {
            for (int i = 1; i <= 3; i++) {
                ada.say("text " + i, "m" + i);
                ada.expect("message");
            }
            bob.join("Bob");
            JsonObject welcome = bob.expect("welcome");
            assertEquals(3, welcome.getInt("offset"));
            List<JsonObject> history = welcome.getJsonArray("history").getValuesAs(JsonObject.class);
            assertEquals(3, history.size());
            for (int i = 1; i <= 3; i++) {
                assertEquals("text " + i, history.get(i - 1).getString("text"));
                assertEquals(i, history.get(i - 1).getInt("offset"));
            }
        }
    }

    @Test
    void keepsRoomsApart() throws IOException {
        try (JsonPeer here = JsonPeer.join(room, "Ada");
                JsonPeer there = JsonPeer.join(site.at("chat/elsewhere"), "Ada")) {
            here.say("here", "m1");
            here.expect("message");
            there.say("there", "m2");
            assertEquals("there", there.expect("message").getString("text"));
        }
    }

    /** Many speak at once: every member sees every message once, in one order. */
    @Test
    void allMembersSeeOneOrder() throws Exception {
        int members = 8;
        int each = 100; // less in all than the log keeps: a slow machine makes no gap
        List<JsonPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < members; i++) {
                peers.add(JsonPeer.join(room, "member" + i));
            }
            List<CompletableFuture<List<String>>> readings = new ArrayList<>();
            for (JsonPeer peer : peers) {
                CompletableFuture<List<String>> reading = new CompletableFuture<>();
                start(() -> listen(peer, members * each, reading));
                start(() -> speak(peer, each, reading));
                readings.add(reading);
            }
            List<String> first = readings.get(0).get(60, TimeUnit.SECONDS);
            assertEquals(members * each, first.size());
            for (CompletableFuture<List<String>> reading : readings) {
                assertEquals(first, reading.get(60, TimeUnit.SECONDS));
            }
        } finally {
            for (JsonPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "member");
        thread.setDaemon(true);
        thread.start();
    }

    private static void speak(JsonPeer peer, int count, CompletableFuture<List<String>> reading) {
        try {
            for (int i = 0; i < count; i++) {
                peer.say("text " + i, "m" + i);
            }
        } catch (IOException e) {
            reading.completeExceptionally(e);
        }
    }

    private static void listen(JsonPeer peer, int count, CompletableFuture<List<String>> reading) {
        List<String> heard = new ArrayList<>();
        try {
            while (heard.size() < count) {
                JsonObject message = peer.receive();
                if (!PRESENCE.contains(message.getString("type"))) {
                    assertEquals("message", message.getString("type"), message::toString);
                    heard.add(message.getString("from") + " " + message.getString("text"));
                    assertEquals(heard.size(), message.getInt("offset"), message::toString);
                }
            }
            reading.complete(heard);
        } catch (Throwable e) { // boundary of the member's thread: the test reports it
            reading.completeExceptionally(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "nonsense",
                "[]",
                "\"say\"",
                "null",
                "{}",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":\"join\"}",
                "{\"type\":\"join\",\"name\":7}",
                "{\"type\":\"say\",\"id\":\"x\"}",
                "{\"type\":\"say\",\"text\":{}}",
                "{\"type\":\"typing\",\"on\":\"yes\"}",
                "{\"type\":\"say\",\"text\":\"a\",\"id\":[1]}",
                "{\"type\":\"join\",\"name\":\"a\"} {}"
            })
    void answersMalformedMessageAndStaysOpen(String text) throws IOException {
        try (JsonPeer client = JsonPeer.open(room)) {
            client.socket().sendText(text);
            client.expectError("malformed");
            client.join("Ada");
            client.expect("welcome");
        }
    }

    @Test
    void answersBinaryMessageAndStaysOpen() throws IOException {
        try (JsonPeer client = JsonPeer.open(room)) {
            client.socket().send(RawFrame.binary(new byte[] {1, 2, 3}));
            client.expectError("malformed");
            client.join("Ada");
            client.expect("welcome");
        }
    }

    @Test
    void answersUnknownTypeAndStaysOpen() throws IOException {
        try (JsonPeer client = JsonPeer.open(room)) {
            client.send(JsonPeer.message("shout").add("id", "x7"));
            assertEquals("x7", client.expectError("unknown-type").getString("id"));
            client.socket().ping();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "123456789012345678901234567890123", "a\nb", "a\u0000b", "a\u200eb"})
    void refusesBadNames(String name) throws IOException {
        try (JsonPeer client = JsonPeer.open(room)) {
            client.join(name);
            client.expectError("bad-name");
            client.join("Ada");
            client.expect("welcome");
        }
    }

    @ParameterizedTest
    @CsvSource({"12345678901234567890123456789012", "Zo\u00eb", "\ud83d\ude00", "a b", "\u674e"})
    void takesNamesUpTo32CodePoints(String name) throws IOException {
        try (JsonPeer client = JsonPeer.open(room)) {
            client.join(name);
            assertEquals(name, client.expect("welcome").getString("you"));
        }
    }

    @Test
    void refusesNameThatIsTakenAndSecondJoin() throws IOException {
        try (JsonPeer ada = JsonPeer.join(room, "Ada");
                JsonPeer other = JsonPeer.open(room)) {
            other.join("Ada");
            other.expectError("name-taken");
            ada.join("Eve");
            ada.expectError("already-joined");
            other.join("Bob");
            other.expect("welcome");
            assertEquals("Bob", ada.expect("joined").getString("name"));
        }
    }

    @Test
    void refusesToSpeakBeforeJoin() throws IOException {
        try (JsonPeer client = JsonPeer.open(room)) {
            client.say("hello", "m1");
            assertEquals("m1", client.expectError("not-joined").getString("id"));
            client.send(JsonPeer.message("typing").add("on", true));
            client.expectError("not-joined");
            client.send(JsonPeer.message("leave"));
            client.expectError("not-joined");
        }
    }

    @Test
    void refusesBlankText() throws IOException {
        try (JsonPeer client = JsonPeer.join(room, "Ada")) {
            client.say("", "m1");
            assertEquals("m1", client.expectError("bad-text").getString("id"));
            client.say("now", "m2");
            JsonObject message = client.expect("message");
            assertEquals("m2", message.getString("id"));
            assertEquals(1, message.getInt("offset"), "what was refused is not in the log");
        }
    }

    @Test
    void closesAboveMessageSizeWith1009() throws IOException {
        int limit = 16 * 1024;
        try (JsonPeer client = JsonPeer.join(room, "Ada")) {
            String frame = "{\"type\":\"say\",\"text\":\"\"}";
            client.socket().sendText(frame.replace("\"\"", "\"" + "x".repeat(limit - frame.length()) + "\""));
            assertFalse(client.expect("message").containsKey("id"));
            client.socket().sendText(frame.replace("\"\"", "\"" + "x".repeat(limit - frame.length() + 1) + "\""));
            assertEquals(1009, client.socket().readClose());
        }
    }
}
