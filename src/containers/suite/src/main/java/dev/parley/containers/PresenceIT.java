package dev.parley.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.containers.deploy.ParleyWar;
import dev.parley.containers.deploy.Site;
import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.JsonPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is in a channel of {@code /hub} and who types, over real connections, cut ones among them. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PresenceIT {
    private static final AtomicInteger ROOMS = new AtomicInteger();

    private final Site site = Site.deployed();
    private final URI hub = site.at("hub");
    private final String room = "presence" + ROOMS.incrementAndGet(); // one for each test
    private final String channel = "chat:" + room;

    @Deployment(testable = false)
    static WebArchive war() {
        return ParleyWar.with("parley.heartbeat.interval", "4s", "parley.heartbeat.timeout", "30s");
    }

    /** Makes a client a member; the list of members has been read. */
    private HubPeer enter(String client) throws IOException {
        HubPeer peer = HubPeer.open(hub, client);
        JsonObject ok = peer.ask(HubPeer.message("sub").add("ch", channel).add("presence", true));
        assertTrue(ok.containsKey("presence"), ok::toString);
        presenceBesideLive(peer);
        return peer;
    }

    /** Reads {@code live} and what is told of the members, of which either may come first. */
    private static JsonObject presenceBesideLive(HubPeer peer) throws IOException {
        List<JsonObject> two = List.of(peer.receive(), peer.receive());
        of("live", two);
        return of("pres", two);
    }

    private static void assertJoined(HubPeer seenBy, String user, int count) throws IOException {
        JsonObject news = seenBy.expect("pres");
        assertEquals(
                List.of(user),
                news.getJsonArray("join").getValuesAs(JsonObject.class).stream()
                        .map(each -> each.getString("user"))
                        .toList(),
                news::toString);
        assertEquals(count, news.getInt("count"));
    }

    /** Returns the version at which a member was seen to go. */
    private static int assertLeft(HubPeer seenBy, String user, int count) throws IOException {
        JsonObject news = seenBy.expect("pres");
        assertEquals(List.of(user), JsonPeer.strings(news, "leave"), news::toString);
        assertEquals(count, news.getInt("count"));
        return news.getInt("v");
    }

    /** Finds a message of a type among two of which either may be told first. */
    private static JsonObject of(String type, List<JsonObject> two) {
        return two.stream()
                .filter(each -> each.getString("t").equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " in " + two));
    }

    @Test
    void comesAndGoesOnceWhateverItsConnections() throws IOException {
        try (HubPeer ada = enter("ada");
                HubPeer desk = enter("bob");
                HubPeer phone = enter("bob")) {
            assertEquals(desk.welcome("user"), phone.welcome("user"));
            assertJoined(ada, desk.welcome("user"), 2);
            desk.socket().reset();
            phone.ask(HubPeer.message("unsub").add("ch", channel));
            assertEquals(3, assertLeft(ada, desk.welcome("user"), 1), "nothing happened between");
        }
    }

    @Test
    void endsWithAResetAndWithSilence() throws IOException {
        try (HubPeer ada = enter("ada");
                HubPeer reset = enter("reset");
                HubPeer silent = enter("silent")) {
            assertJoined(ada, reset.welcome("user"), 2);
            assertJoined(ada, silent.welcome("user"), 3);
            reset.socket().reset();
            Set<String> gone = new HashSet<>(); // the silent one reads no ping and answers none
            int count = 3;
            while (count > 1) {
                JsonObject news = ada.expect("pres");
                gone.addAll(JsonPeer.strings(news, "leave"));
                count = news.getInt("count");
            }
            assertEquals(Set.of(reset.welcome("user"), silent.welcome("user")), gone);
            assertEquals(4500, silent.socket().readClose());
        }
    }

    @Test
    void tellsWhoComesBackWhatHasChanged() throws IOException {
        try (HubPeer ada = enter("ada")) {
            HubPeer bob = HubPeer.open(hub, "bob");
            JsonObject seen = bob.ask(HubPeer.message("sub").add("ch", channel).add("presence", true))
                    .getJsonObject("presence");
            assertJoined(ada, bob.welcome("user"), 2);
            bob.socket().reset();
            assertLeft(ada, bob.welcome("user"), 1);
            ada.send(HubPeer.message("me").add("ch", channel).add("state", "busy"));
            assertEquals("busy", changed(ada));
            try (HubPeer again = HubPeer.open(hub, "bob")) {
                again.ask(HubPeer.message("sub").add("ch", channel).add("presence", seen));
                JsonObject news = presenceBesideLive(again);
                assertTrue(!news.containsKey("all"), news::toString);
                assertEquals(2, news.getInt("count"));
                assertTrue(news.getJsonArray("upd").toString().contains("busy"), news::toString);
            }
        }
    }

    private static String changed(HubPeer peer) throws IOException {
        return peer.expect("pres").getJsonArray("upd").getJsonObject(0).getString("state");
    }

    @Test
    void tellsWhoTypesUntilTheMessageIsThere() throws IOException {
        try (HubPeer ada = enter("ada");
                HubPeer bob = enter("bob")) {
            assertJoined(ada, bob.welcome("user"), 2);
            bob.send(HubPeer.message("typing").add("ch", channel).add("on", true));
            assertEquals(List.of(bob.welcome("user")), JsonPeer.strings(ada.expect("typing"), "users"));
            bob.ask(HubPeer.publication(channel, 1, Json.createValue("hello")));
            List<JsonObject> next = List.of(ada.receive(), ada.receive());
            assertEquals("hello", of("msg", next).getString("d"));
            assertEquals(List.of(), JsonPeer.strings(of("typing", next), "users"));
        }
    }

    @Test
    void isSharedWithThePlainChat() throws IOException {
        try (HubPeer ada = enter("ada")) {
            try (JsonPeer plain = JsonPeer.join(site.at("chat/" + room), "Bob")) {
                assertJoined(ada, "Bob", 2);
                plain.send(JsonPeer.message("typing").add("on", true));
                assertEquals(List.of("Bob"), JsonPeer.strings(ada.expect("typing"), "users"));
                plain.socket().reset();
            }
            List<JsonObject> next = List.of(ada.receive(), ada.receive());
            assertEquals(List.of("Bob"), JsonPeer.strings(of("pres", next), "leave"));
            assertEquals(List.of(), JsonPeer.strings(of("typing", next), "users"));
        }
    }

    @Test
    void isReadInPages() throws IOException {
        try (HubPeer ada = enter("ada");
                HubPeer bob = enter("bob");
                HubPeer stranger = HubPeer.open(hub, "stranger")) {
            JsonObject page =
                    stranger.ask(HubPeer.message("pres").add("ch", channel).add("limit", 1));
            assertTrue(page.getBoolean("more"));
            assertEquals(2, page.getInt("count"));
            String first = page.getJsonArray("members").getJsonObject(0).getString("user");
            JsonObject rest =
                    stranger.ask(HubPeer.message("pres").add("ch", channel).add("after", first));
            String second = rest.getJsonArray("members").getJsonObject(0).getString("user");
            assertEquals(
                    List.of(ada.welcome("user"), bob.welcome("user")).stream()
                            .sorted()
                            .toList(),
                    List.of(first, second));
        }
    }
}
