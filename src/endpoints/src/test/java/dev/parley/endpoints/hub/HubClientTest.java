package dev.parley.endpoints.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.session.Bench;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.FakeSession;
import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.endpoints.session.Profile;
import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.Hub;
import dev.parley.hub.Outbox;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import dev.parley.hub.access.Access;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.access.Rate;
import dev.parley.hub.access.RateLimits;
import dev.parley.hub.protocol.Channels;
import dev.parley.hub.protocol.HubProtocol;
import dev.parley.hub.protocol.ProtocolLimits;
import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.TokenVerifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The joint between a connection and its session; what the protocol does is tested in the hub. */
class HubClientTest {
    private static final int MAX = ProtocolLimits.DEFAULTS.message();
    private static final Profile PROFILE = new Profile("/hub", new Outbox.Bounds(1000, 10, 4000));
    private static final String HELLO = "{\"t\":\"hello\",\"v\":1,\"cid\":\"0123456789abcdef\"}";

    private final Bench bench = new Bench();
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1000));
    private static final ChannelRules RULES =
            new ChannelRules(List.of(new ChannelRule.Log("chat:*", 1, 1, 1))); // bounds are the hub's

    private final Hub hub = new Hub(
            new Hub.Limits(2, 3, 100, 1 << 20, 1 << 20, Duration.ofMinutes(10)), clock, new Random(1), Runnable::run);
    private final States states = new States(
            new States.Limits(2, StateLimits.DEFAULTS, 1 << 20, Duration.ofMinutes(10)),
            clock,
            new Random(1),
            Runnable::run);
    private final HubProtocol protocol =
            new HubProtocol(new Channels(hub, states, RULES), ProtocolLimits.DEFAULTS, "n1", clock, new Random(2));
    private final FakeSession session = new FakeSession("s");
    private final HubClient client =
            new HubClient(protocol, Access.open(clock).login(Optional.empty(), "192.0.2.1"), MAX);
    private final Connection connection = bench.openPausable(session, client, PROFILE);

    HubClientTest() {
        client.opened(connection);
    }

    private void say(String message) {
        client.text(connection, message, true);
    }

    private void sayBytes(byte[] message) {
        client.binary(connection, ByteBuffer.wrap(message), true);
    }

    private String told() {
        return String.join("\n", session.drain());
    }

    @Test
    void takesMessagesInParts() {
        client.text(connection, HELLO.substring(0, 9), false);
        assertEquals("", told());
        client.text(connection, HELLO.substring(9), true);
        assertTrue(told().startsWith("text {\"t\":\"welcome\","));
        byte[] ping = "{\"t\":\"ping\",\"x\":\"é\"}".getBytes(StandardCharsets.UTF_8);
        client.binary(connection, ByteBuffer.wrap(ping, 0, ping.length - 3), false);
        client.binary(connection, ByteBuffer.wrap(ping, ping.length - 3, 3), true);
        assertEquals("text {\"t\":\"pong\",\"now\":1000}", told());
    }

    @Test
    void refusesBytesThatAreNoText() {
        sayBytes(new byte[] {'{', (byte) 0xC3, '}'});
        assertTrue(told().contains("binary messages are JSON as UTF-8"));
        say(HELLO);
        assertTrue(told().startsWith("text {\"t\":\"welcome\","));
    }

    @Test
    void closesWith1009BeyondTheLimit() {
        say(" ".repeat(MAX));
        assertTrue(told().startsWith("text {\"t\":\"err\","));
        say(" ".repeat(MAX + 1));
        assertEquals("close 1009 message of 65537 bytes or more exceeds limit 65536", told());
    }

    @Test
    void closesWith1009BeyondTheLimitOfBytes() {
        sayBytes(" ".repeat(MAX).getBytes(StandardCharsets.UTF_8));
        assertTrue(told().startsWith("text {\"t\":\"err\","));
        client.binary(connection, ByteBuffer.allocate(MAX), false);
        sayBytes(new byte[1]);
        assertEquals("close 1009 message of 65537 bytes or more exceeds limit 65536", told());
        sayBytes(new byte[1]);
        assertEquals("", told());
    }

    @Test
    void asksInMessagesWhetherTheClientIsThere() {
        say(HELLO);
        told();
        bench.sweepFor(Duration.ofSeconds(20));
        assertEquals("text {\"t\":\"ping\",\"now\":1000}", told());
        bench.sweepFor(Duration.ofSeconds(15));
        assertEquals("close 4500 silent for too long", told());
        assertEquals(0, protocol.sessions());
    }

    /** RFC 6455 section 5.5.3 lets a peer send pongs that nobody asked for, but not without end. */
    @Test
    void countsPongsThatAnswerNothingAsMessages() {
        Limiter limiter = new Limiter(
                new RateLimits(
                        new RateLimits.Pace(Optional.of(new Rate(1, 3)), Optional.empty()),
                        RateLimits.Pace.ANY,
                        RateLimits.Pace.ANY),
                () -> 0,
                (who, most) -> {});
        Access access = new Access(TokenVerifier.NONE, Authorizer.ALL, clock, Duration.ZERO, limiter);
        FakeSession flooding = new FakeSession("f");
        HubClient flooder = new HubClient(protocol, access.login(Optional.empty(), "192.0.2.2"), MAX);
        Connection wire = bench.openPausable(flooding, flooder, PROFILE);
        flooder.opened(wire);
        for (int pongs = 1; pongs <= 3 + 20; pongs++) {
            assertFalse(flooder.isHeld(), "after " + pongs);
            flooder.pong(wire, ByteBuffer.wrap(new byte[] {1}));
        }
        assertTrue(flooder.isHeld());
        assertEquals(20, limiter.refused());
        assertEquals(List.of(), flooding.drain(), "a pong has no answer");
    }

    @Test
    void closesWithoutHello() {
        bench.sweepFor(Duration.ofSeconds(4));
        assertEquals("", told());
        bench.sweepFor(Duration.ofSeconds(1));
        assertEquals(
                "text {\"t\":\"bye\",\"code\":4502,\"reason\":\"no hello in time\",\"retry\":true,\"after\":1000}\n"
                        + "close 4502 no hello in time",
                told());
    }

    @Test
    void goesOnWhenTheOutboxHasRoom() {
        say(HELLO);
        say("{\"t\":\"sub\",\"id\":1,\"ch\":\"chat:a\"}");
        told();
        session.sends(Sends.LATER);
        for (int mid = 1; mid <= 30; mid++) {
            say("{\"t\":\"pub\",\"id\":1,\"ch\":\"chat:a\",\"mid\":" + mid + ",\"d\":1}");
            while (session.underWay() > 0 && mid % 7 == 0) {
                session.complete();
            }
        }
        while (session.underWay() > 0) {
            session.complete();
        }
        List<String> messages = session.drain().stream()
                .filter(message -> message.startsWith("text {\"t\":\"msg\""))
                .toList();
        assertEquals(30, messages.size());
        for (int i = 0; i < messages.size(); i++) {
            assertTrue(messages.get(i).contains("\"o\":" + (i + 1) + ","), messages.get(i));
        }
    }

    @Test
    void endsTheSessionWithTheConnection() {
        say(HELLO);
        assertEquals(1, protocol.sessions());
        connection.gone();
        assertEquals(0, protocol.sessions());
    }
}
