package dev.parley.endpoints.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static Handshake from(String address, String path, String origin) {
        return new Handshake(path, "", "example.org", true, Optional.of(origin), address, Optional.empty());
    }

    private static Handshake from(String address) {
        return from(address, "/echo", "https://example.org");
    }

    @Nested
    class Policy {
        private final Settings defaults = Settings.defaults();
        private final Settings settings = new Settings(
                defaults.origins(),
                new Settings.Connections(10, 3, 10, Optional.empty(), Optional.empty(), List.of()),
                defaults.subprotocols(),
                defaults.echo(),
                defaults.heartbeat(),
                defaults.outbox(),
                defaults.chat(),
                defaults.hub(),
                defaults.store(),
                defaults.auth(),
                defaults.rates(),
                defaults.metrics(),
                defaults.monitor(),
                defaults.server());

        private Optional<Refusal> check(int open, int ofAddress, Handshake handshake) {
            Map<String, Integer> counts = Map.of("192.0.2.1", ofAddress);
            return new HandshakePolicy(settings, () -> open, a -> counts.getOrDefault(a, 0), () -> 0).check(handshake);
        }

        @Test
        void letsInBelowTheLimits() {
            assertEquals(Optional.empty(), check(9, 2, from("192.0.2.1")));
        }

        @Test
        void refusesWith503WhenAllConnectionsAreTaken() {
            assertEquals(
                    Optional.of(new Refusal(Refusal.Why.FULL, "all 10 connections are taken", Duration.ofSeconds(5))),
                    check(10, 0, from("192.0.2.1")));
        }

        @Test
        void refusesWith503WhenAllOfTheAddressAreTaken() {
            Refusal refusal = new Refusal(
                    Refusal.Why.ADDRESS_FULL, "all 3 connections of one address are taken", Duration.ofSeconds(5));
            assertEquals(Optional.of(refusal), check(9, 3, from("192.0.2.1")));
            assertEquals(Optional.empty(), check(9, 3, from("192.0.2.2")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "token=x",
                    "a=1&access_token=x",
                    "ACCESS_TOKEN=x",
                    "jwt",
                    "q=eyJhbGciOiJub25lIn0.eyJzdWIiOiJBZGEifQ.",
                })
        void refusesATokenInTheUrlAndDoesNotRepeatIt(String query) {
            Handshake handshake =
                    new Handshake("/hub", query, "example.org", true, Optional.empty(), "192.0.2.1", Optional.empty());
            Refusal refusal = check(0, 0, handshake).orElseThrow();
            assertEquals(
                    new Refusal(
                            Refusal.Why.TOKEN_IN_URL,
                            "the URL holds a token; say it in hello, since URLs stand in logs",
                            Duration.ZERO),
                    refusal);
            String line = new RefusalLog().line(handshake, refusal, 0).orElseThrow();
            assertTrue(line.startsWith("handshake of 192.0.2.1 for /hub refused with 400"), line);
            assertFalse(line.contains("eyJ"), line);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "room=token", "tokens=3", "q=eyJ", "a=b&c"})
        void letsOtherQueriesPass(String query) {
            assertEquals(
                    Optional.empty(),
                    check(
                            0,
                            0,
                            new Handshake(
                                    "/hub",
                                    query,
                                    "example.org",
                                    true,
                                    Optional.empty(),
                                    "192.0.2.1",
                                    Optional.empty())));
        }

        @Test
        void refusesWith503WhenTooManyBegin() {
            long[] nanos = {0};
            Settings limited = SettingsReader.read(List.of(Source.contextParameters(Map.of(
                    "parley.connections.rate", "1/s burst 3", "parley.connections.rate-per-address", "1/s burst 2"))));
            HandshakePolicy policy = new HandshakePolicy(limited, () -> 0, address -> 0, () -> nanos[0]);
            assertEquals(Optional.empty(), policy.check(from("192.0.2.1")));
            assertEquals(Optional.empty(), policy.check(from("192.0.2.1")));
            Refusal ofOne = policy.check(from("192.0.2.1")).orElseThrow();
            assertEquals(503, ofOne.status());
            assertEquals("at most 1 new connections a second of one address", ofOne.reason());
            assertEquals(2, ofOne.retryAfter().toSeconds());
            assertEquals(Optional.empty(), policy.check(from("192.0.2.2")), "its flood takes nothing from others");
            assertEquals(
                    Optional.of("at most 1 new connections a second"),
                    policy.check(from("192.0.2.3")).map(Refusal::reason));
            nanos[0] += 1_000_000_000L;
            policy.sweep();
            assertEquals(Optional.empty(), policy.check(from("192.0.2.1")));
        }

        @Test
        void refusesAForeignOriginWith403WhateverIsTaken() {
            Refusal refusal =
                    check(10, 3, from("192.0.2.1", "/echo", "https://evil.com")).orElseThrow();
            assertEquals(403, refusal.status());
            assertEquals(Duration.ZERO, refusal.retryAfter());
        }
    }

    @Nested
    class Address {
        record Case(String peer, Optional<String> forwarded, List<String> trusted, String address) {}

        private static Case trusting(String forwarded, String address) {
            return new Case("10.0.0.1", Optional.of(forwarded), List.of("10.0.0.1"), address);
        }

        static Stream<Case> cases() {
            Optional<String> none = Optional.empty();
            Optional<String> given = Optional.of("203.0.113.9");
            return Stream.of(
                    new Case("192.0.2.1", none, List.of(), "192.0.2.1"),
                    new Case("192.0.2.1", given, List.of(), "192.0.2.1"),
                    new Case("192.0.2.1", given, List.of("10.0.0.1"), "192.0.2.1"),
                    new Case("10.0.0.1", none, List.of("10.0.0.1"), "10.0.0.1"),
                    new Case("0:0:0:0:0:0:0:1", given, List.of("::1"), "203.0.113.9"),
                    new Case("::1", given, List.of("0:0:0:0:0:0:0:1"), "203.0.113.9"),
                    new Case("::1", none, List.of(), "0:0:0:0:0:0:0:1"),
                    new Case("::ffff:10.0.0.1", given, List.of("10.0.0.1"), "203.0.113.9"),
                    new Case("unix:", given, List.of("unix:"), "203.0.113.9"),
                    new Case("", given, List.of(), ""),
                    trusting("203.0.113.9", "203.0.113.9"),
                    trusting("1.1.1.1, 203.0.113.9", "203.0.113.9"),
                    trusting("1.1.1.1,203.0.113.9 ", "203.0.113.9"),
                    trusting("203.0.113.9:50123", "203.0.113.9"),
                    trusting("[2001:db8::1]:50123", "2001:db8:0:0:0:0:0:1"),
                    trusting("[2001:db8::1]", "2001:db8:0:0:0:0:0:1"),
                    trusting("2001:DB8:0::1", "2001:db8:0:0:0:0:0:1"),
                    trusting("", "10.0.0.1"),
                    trusting(" , ", "10.0.0.1"),
                    trusting("unknown", "10.0.0.1"),
                    trusting("_hidden", "10.0.0.1"),
                    trusting("999.1.1.1", "10.0.0.1"),
                    trusting("example.org", "10.0.0.1"),
                    trusting("a:b:c", "10.0.0.1"),
                    trusting(":::::::::::", "10.0.0.1"),
                    trusting("1.1.1.1\r\nx", "10.0.0.1"),
                    trusting("x".repeat(100_000), "10.0.0.1"),
                    trusting("[".repeat(10_000), "10.0.0.1"));
        }

        @ParameterizedTest
        @MethodSource("cases")
        void believesTheLastEntryOfATrustedProxy(Case c) {
            assertEquals(c.address(), RemoteAddress.of(c.peer(), c.forwarded(), c.trusted()));
        }
    }

    @Nested
    class Log {
        private static final long SECOND = 1_000_000_000L;

        private final RefusalLog log = new RefusalLog();
        private final Refusal refusal = new Refusal(Refusal.Why.ORIGIN, "why", Duration.ZERO);

        private Optional<String> line(String address, long seconds) {
            return log.line(from(address), refusal, -SECOND + seconds * SECOND);
        }

        @Test
        void writesOneLineForEachOffenderAndMinute() {
            assertEquals(
                    Optional.of("Ada does too much: at most 2 messages a second of a user"),
                    log.line("Ada", 0, "at most 2 messages a second of a user"));
            assertEquals(Optional.empty(), log.line("Ada", 59 * SECOND, "at most 2 messages a second of a user"));
            assertEquals(
                    Optional.of("A?da does too much: x"),
                    log.line("A\nda", 1, "x"),
                    "what a stranger made is one line");
            assertEquals(
                    Optional.of("Ada does too much: x (1 more since the last line)"),
                    log.line("Ada", 60 * SECOND, "x"));
        }

        @Test
        void writesOneLineForEachAddressAndMinute() {
            assertEquals(Optional.of("handshake of 192.0.2.1 for /echo refused with 403: why"), line("192.0.2.1", 0));
            assertTrue(line("192.0.2.2", 1).isPresent());
            assertEquals(Optional.empty(), line("192.0.2.1", 2));
            assertEquals(Optional.empty(), line("192.0.2.1", 59));
            assertEquals(
                    Optional.of("handshake of 192.0.2.1 for /echo refused with 403: why (2 more since the last line)"),
                    line("192.0.2.1", 60));
            assertEquals(Optional.empty(), line("192.0.2.1", 61));
        }

        @Test
        void writesOneLineForAllBeyondAThousandAddresses() {
            long lines = IntStream.range(0, 100_000)
                    .filter(i -> line("address " + i, 1).isPresent())
                    .count();
            assertEquals(1025, lines);
            assertTrue(line("late", 61).isPresent(), "old addresses are forgotten");
        }

        @Test
        void writesWhatAStrangerSentAsOneLine() {
            String line = log.line(
                            from("192.0.2.1\nforged", "/chat/a\r\nINFO forged \u2028" + "x".repeat(9999), "o"),
                            refusal,
                            0)
                    .orElseThrow();
            assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
            assertFalse(line.length() > 300, line);
        }
    }
}
