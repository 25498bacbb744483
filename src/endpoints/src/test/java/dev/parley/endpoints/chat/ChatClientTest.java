package dev.parley.endpoints.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.session.Bench;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.FakeSession;
import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.endpoints.session.Profile;
import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.Hub;
import dev.parley.hub.Outbox;
import dev.parley.hub.access.Access;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.access.Quotas;
import dev.parley.hub.access.RateLimits;
import dev.parley.hub.access.Rules;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.TokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatClientTest {
    private static final Profile PROFILE = new Profile("/chat", new Outbox.Bounds(256 * 1024, 4096, 64 * 1024));

    private final Bench bench = new Bench();
    private final Chat chat = chat();
    private final Client ada = new Client("lobby");
    private final Client bob = new Client("lobby");

    /** A chat of small rooms: 2 rooms, 3 members each. */
    static Chat chat() {
        Settings.Chat d = Settings.defaults().chat();
        Settings.Chat settings = new Settings.Chat(
                1000, d.welcomeHistory(), d.historyMessages(), d.historyBytes(), d.historyMemory(), 2, 3);
        Hub hub = new Hub(
                new Hub.Limits(2, 3, 100, 100_000, 1_000_000, Duration.ofMinutes(10)),
                InstantSource.fixed(Instant.ofEpochMilli(1000)),
                new Random(1),
                Runnable::run);
        return new Chat(hub, settings, new JsonText());
    }

    private final class Client {
        final FakeSession session = new FakeSession("s");
        final ChatClient client;
        final Connection connection;

        Client(String room) {
            this(room, Access.open(InstantSource.system()));
        }

        Client(String room, Access access) {
            client = new ChatClient(chat, room, access.login(Optional.empty(), "192.0.2.1"));
            connection = bench.open(session, client, PROFILE);
            client.opened(connection);
        }

        List<String> send(String message) {
            client.text(connection, message, true);
            return received();
        }

        List<String> join(String name) {
            return send("{\"type\":\"join\",\"name\":\"" + name + "\"}");
        }

        List<String> received() {
            return session.drain().stream()
                    .map(text ->
                            text.replaceFirst("^text ", "").replaceFirst("\"epoch\":\"[0-9a-f]{16}\"", "\"epoch\":E"))
                    .toList();
        }
    }

    private static List<String> error(String code, String reason) {
        return List.of("{\"type\":\"error\",\"code\":\"" + code + "\",\"reason\":\"" + reason + "\"}");
    }

    private static String welcome(String you, String members, int offset, String history) {
        return "{\"type\":\"welcome\",\"room\":\"lobby\",\"you\":\"" + you + "\",\"members\":[" + members
                + "],\"epoch\":E,\"offset\":" + offset + ",\"history\":[" + history + "]}";
    }

    @Test
    void holdsTheConversationOfTheDocuments() {
        assertEquals(List.of(welcome("Ada", "\"Ada\"", 0, "")), ada.join("Ada"));
        assertEquals(List.of(welcome("Bob", "\"Ada\",\"Bob\"", 0, "")), bob.join("Bob"));
        assertEquals(List.of("{\"type\":\"joined\",\"name\":\"Bob\"}"), ada.received());
        String message = "{\"type\":\"message\",\"offset\":1,\"from\":\"Ada\",\"text\":\"Hi\",\"time\":1000,\"id\":1}";
        assertEquals(List.of(message), ada.send("{\"type\":\"say\",\"text\":\"Hi\",\"id\":1}"));
        assertEquals(List.of(message), bob.received());
        bob.send("{\"type\":\"typing\",\"on\":true}");
        assertEquals(List.of("{\"type\":\"typing\",\"name\":\"Bob\",\"on\":true}"), ada.received());
        assertEquals(List.of("{\"type\":\"left\",\"name\":\"Ada\"}"), ada.send("{\"type\":\"leave\"}"));
        assertEquals(List.of("{\"type\":\"left\",\"name\":\"Ada\"}"), bob.received());
        assertEquals(List.of(welcome("Ada", "\"Bob\",\"Ada\"", 1, message)), ada.join("Ada"));
        assertFalse(ada.connection.isOver());
    }

    @Test
    void welcomesBeforeAnythingElseThoughTheReaderIsSlow() {
        bob.join("Bob");
        ada.session.sends(Sends.LATER);
        ada.join("Ada");
        bob.send("{\"type\":\"say\",\"text\":\"1\"}");
        bob.send("{\"type\":\"say\",\"text\":\"2\"}");
        ada.session.complete();
        ada.session.complete();
        List<String> received = ada.received();
        assertEquals(2, received.size(), received::toString);
        assertTrue(received.get(0).contains("\"offset\":1"), received::toString);
        assertTrue(received.get(1).contains("\"offset\":2"), received::toString);
    }

    @Test
    void keepsAReaderThatLeavesAndJoinsALongHistoryInOneGo() {
        bob.join("Bob");
        for (int i = 0; i < 60; i++) {
            bob.send("{\"type\":\"say\",\"text\":\"" + "é".repeat(450) + "\"}");
        }
        ada.join("Ada");
        ada.session.sends(Sends.LATER);
        ada.client.text(ada.connection, "{\"type\":\"leave\"}", true);
        ada.client.text(ada.connection, "{\"type\":\"join\",\"name\":\"Ada\"}", true);
        assertFalse(ada.connection.isOver());
    }

    record Refused(String first, String message, String code) {}

    static Stream<Refused> refusals() {
        String join = "{\"type\":\"join\",\"name\":\"Ada\"}";
        return Stream.of(
                new Refused("", "nonsense", "malformed"),
                new Refused("", "{\"type\":\"x\"}", "unknown-type"),
                new Refused("", "{\"type\":\"say\",\"text\":\"x\"}", "not-joined"),
                new Refused("", "{\"type\":\"typing\",\"on\":true}", "not-joined"),
                new Refused("", "{\"type\":\"leave\"}", "not-joined"),
                new Refused("", "{\"type\":\"join\",\"name\":\" \"}", "bad-name"),
                new Refused("", "{\"type\":\"join\",\"name\":\"a\\u202eb\"}", "bad-name"),
                new Refused("", "{\"type\":\"join\",\"name\":\"bOB\"}", "name-taken"),
                new Refused("", "{\"type\":\"join\",\"name\":\"Ｂob\\u00a0\"}", "name-taken"),
                new Refused(join, join, "already-joined"),
                new Refused(join, "{\"type\":\"say\",\"text\":\" \\n\"}", "bad-text"),
                new Refused(join, "{\"type\":\"say\"}", "malformed"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWithACodeAndStaysOpen(Refused refused) {
        bob.join("Bob");
        if (!refused.first().isEmpty()) {
            ada.send(refused.first());
        }
        bob.received();
        List<String> answer = ada.send(refused.message());
        assertEquals(1, answer.size());
        assertTrue(
                answer.get(0).startsWith("{\"type\":\"error\",\"code\":\"" + refused.code() + "\""), answer::toString);
        assertFalse(ada.connection.isOver());
        assertEquals(List.of(), bob.received(), "the others hear nothing of it");
    }

    @Test
    void refusesANameOfTenThousandCharactersAsTooLong() {
        assertEquals(error("bad-name", Nickname.RULE), ada.join("x".repeat(900)));
    }

    @Test
    void refusesTheOneTooManyInARoomAndTheRoomTooMany() {
        ada.join("Ada");
        bob.join("Bob");
        new Client("lobby").join("Cid");
        assertEquals(error("room-full", "the room has all 3 members it may have"), new Client("lobby").join("Dan"));
        new Client("second").join("Ada");
        assertEquals(
                error("too-many-rooms", "there are too many rooms, try again later"), new Client("third").join("Ada"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "é", "a/b", "a%20b", "x?y", "😀", "a\n", "\na", "<a>"})
    void closesWith4404ForARoomThatCannotBe(String room) {
        List<String> received = new Client(room).received();
        assertEquals(2, received.size());
        assertTrue(received.get(0).startsWith("{\"type\":\"error\",\"code\":\"bad-room\""), received::toString);
        assertEquals("close 4404 a room has 1 to 64 characters: letters A-Z, digits and . _ ~ -", received.get(1));
        assertEquals(0, chat.hub().channels());
    }

    @Test
    void takesRoomsOfUpToSixtyFourCharacters() {
        assertEquals(List.of(), new Client("aZ09._~-").received());
        assertEquals(List.of(), new Client("x".repeat(64)).received());
        assertEquals(2, new Client("x".repeat(65)).received().size());
    }

    @Test
    void leavesTheRoomWithTheConnection() {
        ada.join("Ada");
        bob.join("Bob");
        ada.received();
        bob.connection.gone();
        assertEquals(List.of("{\"type\":\"left\",\"name\":\"Bob\"}"), ada.received());
        bob.connection.gone();
        assertEquals(List.of(), ada.received());
        assertEquals(1, new Client("lobby").join("bob").size(), "the name is free");
    }

    @Test
    void ignoresWhatComesAfterTheEnd() {
        ada.connection.gone();
        assertEquals(List.of(), ada.join("Ada"));
        assertEquals(0, chat.hub().channels());
    }

    @Test
    void closesWith1009BeyondTheLimit() {
        ada.client.text(ada.connection, " ".repeat(600), false);
        assertEquals(List.of("close 1009 message of 1001 bytes or more exceeds limit 1000"), ada.send(" ".repeat(401)));
    }

    @Test
    void answersBinaryWithAnError() {
        ada.client.binary(ada.connection, false);
        assertEquals(List.of(), ada.received());
        ada.client.binary(ada.connection, true);
        assertEquals(error("malformed", "messages are text, not binary"), ada.received());
    }

    @Test
    void deliversEverythingInOrderToAReaderThatWasSlow() {
        ada.join("Ada");
        bob.join("Bob");
        ada.received();
        ada.session.sends(Sends.LATER);
        IntStream.range(0, 90).forEach(i -> bob.send("{\"type\":\"say\",\"text\":\"m" + i + "\"}"));
        while (ada.session.underWay() > 0) {
            ada.session.complete();
        }
        List<String> received = ada.received();
        assertEquals(90, received.size());
        IntStream.range(0, 90)
                .forEach(i -> assertTrue(received.get(i).contains("\"text\":\"m" + i + "\""), received.get(i)));
    }

    /** Who a member is, and what the rules of the namespace let it do. */
    @Nested
    class Users {
        private Instant now = Instant.ofEpochMilli(1000);
        private final InstantSource clock = () -> now;
        private Authorizer rules = Authorizer.ALL;
        private final Access access = new Access(
                this::verify,
                (who, action, channel) -> rules.allows(who, action, channel),
                clock,
                Duration.ofSeconds(10));
        private final Client eve = new Client("users", access);

        /** Takes NAME, which lasts for a minute. */
        private TokenVerifier.Verdict verify(String token) {
            return Identity.isName(token)
                    ? new TokenVerifier.Verified(new Identity(token, Set.of(), Optional.of(now.plusSeconds(60))))
                    : new TokenVerifier.Refused(TokenVerifier.Why.BAD, "that is no JWT");
        }

        private List<String> join(String token) {
            return eve.send("{\"type\":\"join\",\"name\":\"Admin\",\"token\":\"" + token + "\"}");
        }

        private List<String> pass(int seconds) {
            now = now.plusSeconds(seconds);
            eve.client.swept(0);
            return eve.received();
        }

        private static String error(String code, String reason) {
            return "{\"type\":\"error\",\"code\":\"" + code + "\",\"reason\":\"" + reason + "\"}";
        }

        @Test
        void areCalledAsTheTokenSays() {
            assertTrue(join("Eve").get(0).contains("\"you\":\"Eve\""));
        }

        @Test
        void haveSoManyConnectionsAndRoomsAtMost() {
            Limiter limiter = new Limiter(RateLimits.NONE, new Quotas(2, 1, 9), () -> 0, (who, most) -> {});
            Access narrow = new Access(this::verify, Authorizer.ALL, clock, Duration.ofSeconds(10), limiter);
            String join = "{\"type\":\"join\",\"name\":\"Eve\",\"token\":\"Eve\"}";
            assertTrue(new Client("users", narrow).send(join).get(0).contains("\"you\":\"Eve\""));
            assertEquals(
                    List.of(error("too-many-rooms", "at most 1 channels made by one user are there at a time")),
                    new Client("more", narrow).send(join));
            String many = "a user has at most 2 connections";
            assertEquals(
                    List.of(error("too-many-connections", many), "close 1013 " + many),
                    new Client("users", narrow).send(join));
        }

        @Test
        void areRefusedWithATokenThatIsNotGood() {
            assertEquals(List.of(error("bad-token", "that is no JWT")), join("~"));
        }

        @Test
        void renewTheirTokenOrAreClosed() {
            join("Eve");
            assertEquals(List.of(), pass(49));
            assertEquals(List.of("{\"type\":\"expiring\",\"in\":10000}"), pass(1));
            assertEquals(
                    List.of(error("bad-token", "the token is of another user than this connection: connect again")),
                    eve.send("{\"type\":\"refresh\",\"token\":\"Mallory\"}"));
            assertEquals(
                    List.of("{\"type\":\"refreshed\",\"expires\":60000}"),
                    eve.send("{\"type\":\"refresh\",\"token\":\"Eve\"}"));
            assertEquals(List.of("{\"type\":\"expiring\",\"in\":1000}"), pass(59));
            assertEquals(List.of("close 4503 the token has expired"), pass(1));
        }

        @Test
        void mayDoNothingWithATokenThatHasExpiredUntilTheyAreClosed() {
            join("Eve");
            now = now.plusSeconds(60); // and the sweep has not come yet
            assertEquals(
                    List.of(
                            "{\"type\":\"error\",\"code\":\"token-expired\",\"reason\":\"the token has expired\",\"id\":7}"),
                    eve.send("{\"type\":\"say\",\"text\":\"Hi\",\"id\":7}"));
            assertEquals(
                    List.of("{\"type\":\"refreshed\",\"expires\":60000}"),
                    eve.send("{\"type\":\"refresh\",\"token\":\"Eve\"}"));
            assertTrue(eve.send("{\"type\":\"say\",\"text\":\"Hi\"}").get(0).contains("\"text\":\"Hi\""));
        }

        @Test
        void obeyTheRulesOfTheHub() {
            rules = Rules.parse("chat: all=user publish=user:Ada history=nobody")
                    .orElseThrow();
            assertEquals(List.of(error("forbidden", "strangers may not enter this room")), eve.join("Eve"));
            assertTrue(join("Eve").get(0).contains("\"history\":[]"));
            assertEquals(
                    List.of("{\"type\":\"error\",\"code\":\"forbidden\",\"reason\":\"Eve may not say something here\","
                            + "\"id\":7}"),
                    eve.send("{\"type\":\"say\",\"text\":\"Hi\",\"id\":7}"));
            rules = Rules.parse("chat: all=user:Ada").orElseThrow();
            assertEquals(
                    List.of("{\"type\":\"refreshed\",\"expires\":60000}", "{\"type\":\"left\",\"name\":\"Eve\"}"),
                    eve.send("{\"type\":\"refresh\",\"token\":\"Eve\"}"));
        }
    }
}
