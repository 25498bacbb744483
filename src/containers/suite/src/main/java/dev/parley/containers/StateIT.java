package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels of {@code /hub} that keep values, over real connections. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class StateIT {
    private static final AtomicInteger CHANNELS = new AtomicInteger();
    private static final String LONG = "x".repeat(8_000);
    private static final int MANY = 300;

    private final URI hub = Site.deployed().at("hub");
    private final String channel = "sync:it" + CHANNELS.incrementAndGet(); // one for each test

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with();
    }

    private JsonObjectBuilder set(int mid, String key, int number) {
        return HubPeer.publication(channel, mid, value(number)).add("key", key);
    }

    private static JsonObject value(int number) {
        return Json.createObjectBuilder().add("n", number).add("text", LONG).build();
    }

    private static JsonObject position(JsonObject ok, int version) {
        return Json.createObjectBuilder()
                .add("e", ok.getString("e"))
                .add("v", version)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "batch", "delta", "binary"})
    void tellsValuesAndThenChanges(String cap) throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada" + cap);
                HubPeer bob = HubPeer.open(hub, "bob" + cap, cap)) {
            assertEquals(1, ada.ask(set(1, "k", 1)).getInt("v"));
            bob.ask(HubPeer.message("sub").add("ch", channel));
            JsonObject snap = bob.expect("snap");
            assertEquals(value(1), snap.getJsonObject("keys").get("k"));
            assertTrue(snap.getBoolean("first"));
            assertEquals(1, bob.expect("live").getInt("v"));
            ada.ask(set(2, "k", 2));
            JsonObject change = bob.expect("upd");
            assertEquals(2, change.getInt("v"));
            JsonObject told = change.getJsonObject(cap.equals("delta") ? "patch" : "set");
            assertEquals(2, told.getJsonObject("k").getInt("n"));
            assertEquals(!cap.equals("delta"), told.getJsonObject("k").containsKey("text"));
            ada.ask(HubPeer.message("pub")
                    .add("ch", channel)
                    .add("mid", 3)
                    .add("key", "k")
                    .add("del", true));
            assertEquals("k", bob.expect("upd").getJsonArray("del").getString(0));
        }
    }

    @Test
    void tellsAfterAResetOnlyWhatHasChangedMeanwhile() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada")) {
            ada.ask(set(1, "stays", 1));
            ada.ask(set(2, "goes", 2));
            HubPeer bob = HubPeer.open(hub, "bob");
            JsonObject ok = bob.ask(HubPeer.message("sub").add("ch", channel));
            bob.expect("snap");
            bob.socket().reset();
            for (int mid = 3; mid < MANY; mid++) {
                ada.ask(set(mid, "changes", mid));
            }
            ada.ask(HubPeer.message("pub")
                    .add("ch", channel)
                    .add("mid", MANY)
                    .add("key", "goes")
                    .add("del", true));
            try (HubPeer again = HubPeer.open(hub, "bob")) {
                again.ask(HubPeer.message("sub").add("ch", channel).add("since", position(ok, 2)));
                JsonObject change = again.expect("upd");
                assertEquals(MANY, change.getInt("v"));
                assertEquals(
                        Json.createObjectBuilder()
                                .add("changes", value(MANY - 1))
                                .build(),
                        change.get("set"));
                assertEquals("goes", change.getJsonArray("del").getString(0));
                assertEquals(MANY, again.expect("live").getInt("v"));
            }
        }
    }

    @Test
    void letsOneOfTwoWinWhoChangeTheSameVersion() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada");
                HubPeer bob = HubPeer.open(hub, "bob")) {
            ada.ask(set(1, "k", 1));
            JsonObject ok = bob.ask(HubPeer.message("sub").add("ch", channel));
            JsonObject seen = position(ok, 1);
            JsonObject first = bob.ask(conditional(seen, 1));
            assertEquals(2, first.getInt("v"), first::toString);
            JsonObject second = ada.ask(conditional(seen, 2));
            assertEquals("conflict", second.getString("code"));
        }
    }

    private JsonObjectBuilder conditional(JsonObject seen, int mid) {
        return set(mid, "k", mid).add("ifVersion", seen.getInt("v")).add("e", seen.getString("e"));
    }

    @Test
    void isKnownInTheEndToAReaderThatStoodStill() throws IOException {
        try (HubPeer ada = HubPeer.open(hub, "ada");
                HubPeer slow = HubPeer.open(hub, "slow")) {
            slow.ask(HubPeer.message("sub").add("ch", channel));
            for (int mid = 1; mid <= MANY; mid++) {
                ada.ask(set(mid, "k" + mid % 2, mid)); // while nobody reads at the other end
            }
            JsonObject known = JsonValue.EMPTY_JSON_OBJECT;
            int version = 0;
            while (version < MANY) {
                JsonObject message = slow.receive();
                assertTrue(message.getInt("v", version) >= version, message::toString);
                version = message.getInt("v", version);
                if (message.containsKey("set")) {
                    JsonObjectBuilder merged = Json.createObjectBuilder(known);
                    message.getJsonObject("set").forEach(merged::add);
                    known = merged.build();
                }
            }
            assertEquals(
                    Json.createObjectBuilder()
                            .add("k0", value(MANY))
                            .add("k1", value(MANY - 1))
                            .build(),
                    Json.createObjectBuilder()
                            .add("k0", known.get("k0"))
                            .add("k1", known.get("k1"))
                            .build());
        }
    }
}
