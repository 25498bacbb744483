package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.JsonPeer;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /hub}: the protocol {@code parley.v1.json} over real connections. What it means is tested in the hub. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HubIT {
    private static final AtomicInteger ROOMS = new AtomicInteger();
    private static final int MANY = 500;

    private final Site site = Site.deployed();
    private final URI hub = site.at("hub");
    private final String room = "hub" + ROOMS.incrementAndGet(); // one for each test
    private final String channel = "chat:" + room;

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    private static JsonValue text(String text) {
        return Json.createObjectBuilder().add("text", text).build();
    }

    private JsonObjectBuilder since(JsonObject position, int offset) {
        return HubPeer.message("sub")
                .add("ch", channel)
                .add(
                        "since",
                        Json.createObjectBuilder()
                                .add("e", position.getString("e"))
                                .add("o", offset));
    }

    @Test
    void negotiatesItsSubprotocol() throws IOException {
        try (RawWebSocket one = RawWebSocket.to(hub)
                        .header("Sec-WebSocket-Protocol", "x, " + HubPeer.PROTOCOL)
                        .open();
                RawWebSocket none = RawWebSocket.open(hub)) {
            assertEquals(Optional.of(HubPeer.PROTOCOL), one.answer().header("Sec-WebSocket-Protocol"));
            assertEquals(Optional.empty(), none.answer().header("Sec-WebSocket-Protocol"));
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "batch", "binary"})
    void deliversToOthersAndToThePublisherItself(String cap) throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada" + cap, cap);
                HubPeer bob = HubPeer.open(hub, "bob" + cap, cap)) {
            ada.follow(channel);
            bob.follow(channel);
            int top = bob.ask(HubPeer.message("hist").add("ch", channel)).getInt("o");
            JsonObject ok = ada.ask(HubPeer.publication(channel, 1, text("h\u00e9llo \ud83d\ude00 \"quoted\"")));
            assertEquals(top + 1, ok.getInt("o"), ok::toString);
            JsonObject message = bob.expect("msg");
            assertEquals(message, ada.expect("msg"));
            assertEquals(text("h\u00e9llo \ud83d\ude00 \"quoted\""), message.get("d"));
            assertEquals(ada.welcome("user"), message.getString("from"));
            assertEquals(top + 1, message.getInt("o"));
        }
    }

    @Test
    void takesBinaryMessages() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada")) {
            byte[] ping = "{\"t\":\"ping\",\"id\":7,\"x\":\"\u00e9\"}".getBytes(StandardCharsets.UTF_8);
            ada.socket().send(RawFrame.of(RawFrame.BINARY, ping));
            assertEquals(7, ada.expect("pong").getInt("id"));
            ada.socket().send(RawFrame.text(new String(ping, StandardCharsets.UTF_8)));
            assertEquals(7, ada.expect("pong").getInt("id"));
        }
    }

    @Test
    void recoversAfterAResetWithoutHoleOrRepetition() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada", "batch")) {
            HubPeer bob = HubPeer.open(hub, "bob", "batch");
            JsonObject position = bob.follow(channel);
            publish(ada, 1, 10);
            expectMessages(bob, 1, 4);
            bob.socket().reset();
            publish(ada, 11, MANY);
            try (HubPeer again = HubPeer.open(hub, "bob", "batch")) {
                JsonObject ok = again.ask(since(position, 4));
                assertEquals(4, ok.getInt("from"));
                assertEquals(MANY, ok.getInt("o"));
                expectMessages(again, 5, MANY);
                assertEquals(MANY, again.expect("live").getInt("o"));
                publish(ada, MANY + 1, MANY + 1);
                expectMessages(again, MANY + 1, MANY + 1);
                assertTrue(again.frames() < MANY / 2, again.frames() + " frames");
            }
        }
    }

    @Test
    void publishesOnceThoughItIsAskedAgainOnAnotherConnection() throws IOException {
        JsonObjectBuilder message = HubPeer.publication(channel, 1, text("once"));
        JsonObject request = message.build();
        try (HubPeer lost = HubPeer.open(hub, "ada")) {
            assertFalse(lost.ask(Json.createObjectBuilder(request)).containsKey("dup"));
        }
        try (HubPeer again = HubPeer.open(hub, "ada")) {
            JsonObject ok = again.ask(Json.createObjectBuilder(request));
            assertTrue(ok.getBoolean("dup"), ok::toString);
            assertEquals(1, ok.getInt("o"));
        }
    }

    @Test
    void takesASessionOverFromAConnectionThatIsStillOpen() throws IOException {
        try (HubPeer old = HubPeer.open(hub, "ada");
                HubPeer next = new HubPeer(RawWebSocket.open(hub))) {
            next.hello("ada", old.welcome("sid"));
            assertEquals(old.welcome("sid"), next.welcome("sid"));
            assertEquals(4409, old.socket().readClose());
        }
        try (HubPeer old = HubPeer.open(hub, "ada");
                HubPeer other = new HubPeer(RawWebSocket.open(hub))) {
            other.hello("bob", old.welcome("sid"));
            assertNotEquals(old.welcome("sid"), other.welcome("sid"));
            assertEquals("pong", old.ask(HubPeer.message("ping")).getString("t"));
        }
    }

    @Test
    void showsTheRoomOfThePlainChat() throws IOException {
        try (JsonPeer member = JsonPeer.join(site.at("chat/" + room), "Ada");
                HubPeer bob = HubPeer.open(hub, "bob")) {
            bob.follow(channel);
            member.say("plain", "m1");
            JsonObject message = bob.expect("msg");
            assertEquals(text("plain"), message.get("d"));
            assertEquals("Ada", message.getString("from"));
            assertEquals("m1", message.getString("mid"));
            assertEquals("plain", member.expect("message").getString("text"));
            bob.ask(HubPeer.publication(channel, 9, text("from the hub")));
            JsonObject seen = member.expect("message");
            assertEquals("from the hub", seen.getString("text"));
            assertEquals(bob.welcome("user"), seen.getString("from"));
            assertEquals(2, seen.getInt("offset"));
            assertEquals(9, seen.getInt("id"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x                                                           | malformed",
                "{\"t\":\"sub\",\"id\":1,\"ch\":\"nowhere:a\"}               | unknown-channel",
                "{\"t\":\"nonsense\",\"id\":1}                               | unknown-type",
                "{\"t\":\"pub\",\"id\":1,\"ch\":\"chat:a\",\"mid\":1}        | malformed",
                "{\"t\":\"hello\",\"v\":1,\"cid\":\"0123456789abcdef\"}      | hello-again",
                "{\"t\":\"sub\",\"id\":\"1\",\"ch\":\"chat:a\"}             | malformed",
                "{\"t\":\"sub\",\"id\":1,\"ch\":\"chat\"}                  | bad-channel",
                "{\"t\":\"sub\",\"id\":1,\"ch\":\"ticker:a\",\"history\":1} | wrong-kind",
                "{\"t\":\"unsub\",\"id\":1,\"ch\":\"chat:a\"}              | not-subscribed",
                "{\"t\":\"ping\",\"id\":1,\"id\":1}                      | bad-value",
                "{\"t\":\"rpc\",\"id\":1,\"m\":\"nothing\"}                | unknown-method"
            })
    void answersWhatIsWrongAndStaysOpen(String message, String code) throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada")) {
            ada.socket().sendText(message);
            assertEquals(code, ada.expect("err").getString("code"));
            ada.ask(HubPeer.message("ping"));
        }
    }

    @Test
    void answersWhatCannotBeAndStaysOpen() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada")) {
            publish(ada, 1, 2);
            JsonObject other = ada.ask(HubPeer.publication(channel, 2, text("other")));
            assertEquals("mid-reused", other.getString("code"));
            JsonObject known = ada.ask(HubPeer.message("hist").add("ch", channel));
            assertEquals("future-position", ada.ask(since(known, 3)).getString("code"));
            JsonObject before = Json.createObjectBuilder().add("e", "another").build();
            assertEquals(0, ada.ask(since(before, 7)).getInt("from"));
            JsonObject gap = ada.expect("gap");
            assertEquals("epoch", gap.getString("why"));
            assertEquals(8, gap.getInt("from"));
            expectMessages(ada, 1, 2);
            assertEquals(2, ada.expect("live").getInt("o"));
            String deep = "{\"t\":\"ping\",\"id\":1,\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
            ada.socket().sendText(deep);
            assertEquals("too-deep", ada.expect("err").getString("code"));
            ada.ask(HubPeer.message("ping"));
        }
    }

    @Test
    void refusesOneSubscriptionTooMany() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada")) {
            for (int i = 1; i <= 256; i++) {
                ada.follow(channel + "-" + i);
            }
            JsonObject refusal = ada.ask(HubPeer.message("sub").add("ch", channel));
            assertEquals("too-many-subscriptions", refusal.getString("code"));
            ada.ask(HubPeer.message("unsub").add("ch", channel + "-1"));
            ada.follow(channel);
        }
    }

    @Test
    void goesOnAfterWhatWasAcknowledged() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada");
                HubPeer bob = HubPeer.open(hub, "bob")) {
            publish(ada, 1, 3);
            bob.ask(HubPeer.message("sub").add("ch", channel).add("since", "acked"));
            expectMessages(bob, 1, 3);
            bob.expect("live");
            assertEquals(
                    "ok",
                    bob.ask(HubPeer.message("ack").add("ch", channel).add("o", 2))
                            .getString("t"));
            bob.socket().reset();
            try (HubPeer again = HubPeer.open(hub, "bob")) {
                JsonObject ok =
                        again.ask(HubPeer.message("sub").add("ch", channel).add("since", "acked"));
                assertEquals(2, ok.getInt("from"));
                expectMessages(again, 3, 3);
            }
        }
    }

    @Test
    void closesWith1009BeyondTheLimit() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada")) {
            ada.socket().sendText(" ".repeat((64 << 10) + 1));
            assertEquals(1009, ada.socket().readClose());
        }
    }

    @Test
    void closesConnectionsThatDoNotSayHello() throws IOException {
        try (RawWebSocket silent = RawWebSocket.open(hub)) {
            assertTrue(silent.readText().startsWith("{\"t\":\"bye\",\"code\":4502,"));
            assertEquals(4502, silent.readClose());
        }
    }

    private void publish(HubPeer publisher, int from, int to) throws IOException {
        for (int mid = from; mid <= to; mid++) {
            JsonObject ok = publisher.ask(HubPeer.publication(channel, mid, Json.createValue(mid)));
            assertEquals(mid, ok.getInt("o"), ok::toString);
        }
    }

    private static void expectMessages(HubPeer reader, int from, int to) throws IOException {
        for (int offset = from; offset <= to; offset++) {
            JsonObject message = reader.expect("msg");
            assertEquals(offset, message.getInt("o"), message::toString);
            assertEquals(offset, message.getInt("d"), message::toString);
        }
    }
}
