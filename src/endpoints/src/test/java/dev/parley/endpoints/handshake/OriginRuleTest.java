package dev.parley.endpoints.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OriginRuleTest {
    record Case(List<String> allowed, String origin, String host, boolean secure, boolean in) {}

    private static Case same(String origin, String host, boolean secure, boolean in) {
        return new Case(List.of("same"), origin, host, secure, in);
    }

    private static Case listed(String allowed, String origin, boolean in) {
        return new Case(List.of(allowed.split(" ", -1)), origin, "example.org", true, in);
    }

    static Stream<Case> cases() {
        return Stream.of(
                same("http://example.org", "example.org", false, true),
                same("http://example.org", "example.org:80", false, true),
                same("http://example.org:80", "example.org", false, true),
                same("https://example.org", "example.org:443", true, true),
                same("https://example.org:443", "example.org", true, true),
                same("HTTPS://Example.ORG", "eXample.org", true, true),
                same("https://example.org", "example.org", false, true), // TLS ends at a proxy
                same("http://example.org", "example.org", true, false),
                same("http://example.org:8080", "example.org:8080", false, true),
                same("http://example.org:8080", "example.org", false, false),
                same("http://example.org", "example.org:8080", false, false),
                same("http://[::1]:8080", "[::1]:8080", false, true),
                same("http://[::1]", "[::1]:80", false, true),
                same("http://[::1]:8080", "[::2]:8080", false, false),
                same("https://example.org:80", "example.org", false, false),
                same("http://example.org.evil.com", "example.org", false, false),
                same("http://evil.com/example.org", "example.org", false, false),
                same("http://example.org@evil.com", "example.org", false, false),
                same("http://sub.example.org", "example.org", false, false),
                same("http://example.org/", "example.org", false, false),
                same("http://example.org http://evil.com", "example.org", false, false),
                same("http://example.org,http://example.org", "example.org", false, false),
                same("null", "null", false, false),
                same("null", "example.org", false, false),
                same("same", "example.org", false, false),
                same("", "", false, false),
                same("http://", "", false, false),
                same("https://", "", true, false),
                same("ws://example.org", "example.org", false, false),
                same("file://", "example.org", false, false),
                listed("https://a.org https://b.org:444", "https://a.org", true),
                listed("https://a.org https://b.org:444", "https://a.org:443", true),
                listed("https://a.org:443", "https://a.org", true),
                listed("https://A.org", "https://a.ORG", true),
                listed("https://a.org https://b.org:444", "https://b.org:444", true),
                listed("https://a.org https://b.org:444", "https://b.org", false),
                listed("https://a.org", "http://a.org", false),
                listed("https://a.org", "https://example.org", false),
                listed("same https://a.org", "https://example.org", true),
                listed("same https://a.org", "same", false),
                listed("null", "null", true),
                listed("*", "https://evil.com", true),
                listed("*", "null", true),
                listed("https://a.org *", "anything at all", true),
                listed("https://*.a.org", "https://b.a.org", false));
    }

    private static Handshake handshake(Optional<String> origin, String host, boolean secure) {
        return new Handshake("/echo", "", host, secure, origin, "192.0.2.1", Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void letsInByExactMatch(Case c) {
        OriginRule rule = new OriginRule(new Settings.Origins(c.allowed(), true));
        Optional<String> refused = rule.refuses(handshake(Optional.of(c.origin()), c.host(), c.secure()));
        assertEquals(c.in(), refused.isEmpty(), refused::toString);
    }

    static Stream<List<String>> rules() {
        return Stream.of(List.of("same"), List.of("*"), List.of("https://a.org"), List.of());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void letsClientsWithoutOriginInAsTheSettingSays(List<String> allowed) {
        Handshake none = handshake(Optional.empty(), "example.org", false);
        assertEquals(Optional.empty(), new OriginRule(new Settings.Origins(allowed, true)).refuses(none));
        assertEquals(
                Optional.of("an Origin header is required"),
                new OriginRule(new Settings.Origins(allowed, false)).refuses(none));
    }

    @Test
    void saysWhatIsAllowed() {
        OriginRule rule = new OriginRule(new Settings.Origins(List.of("same", "https://a.org"), true));
        assertEquals(
                Optional.of("origin https://evil.com is not allowed; allowed is the server's own, https://a.org"),
                rule.refuses(handshake(Optional.of("https://evil.com"), "example.org", true)));
    }

    @Test
    void keepsTheLogToOneShortLine() {
        OriginRule rule = new OriginRule(new Settings.Origins(List.of("same"), true));
        String reason = rule.refuses(handshake(
                        Optional.of("x\r\nINFO forged\u0085\u2028\u202E😀" + "y".repeat(10_000)), "example.org", true))
                .orElseThrow();
        assertTrue(reason.length() < 200, reason);
        assertTrue(reason.chars().allMatch(c -> c >= ' ' && c <= '~'), reason);
    }
}
