package dev.parley.endpoints.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.settings.PushKey;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.hub.StateEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PushTest {
    private static final String KEY = "0123456789abcdefghijklmnopqrstuv";

    private final Settings settings = settings(Map.of());
    private final Application application = Application.start(settings);
    private final List<Push.Outcome> outcomes = new ArrayList<>();
    private long nanos;
    private final Push push = new Push(application.local(), settings, () -> nanos, () -> false, outcomes::add);

    private static Settings settings(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        all.put("parley.auth.push-keys", "shop: " + KEY + " news:*,ticker:*,nowhere:*");
        all.putIfAbsent("parley.auth.rules", "*: all=nobody");
        return SettingsReader.read(List.of(Source.of("test", all, UnaryOperator.identity())));
    }

    @AfterEach
    void end() {
        application.close();
    }

    private static Push.Judged judge(Push push, String key, Optional<String> once) {
        PushHead.Credentials credentials =
                new PushHead.Credentials(Optional.empty(), Optional.of(key), "192.0.2.1", Optional.empty());
        return push.judge(new PushHead("POST", false, Optional.of("application/json"), credentials, once));
    }

    private PushAnswer publish(String body, Optional<String> once) {
        Push.Wanted wanted = assertInstanceOf(Push.Wanted.class, judge(push, KEY, once));
        return push.publish(wanted, body.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1))
                .toCompletableFuture()
                .join();
    }

    private PushAnswer publish(String body) {
        return publish(body, Optional.empty());
    }

    private static String done(String what, long number, boolean duplicate) {
        return "{\"" + what + "\":" + number + ",\"duplicate\":" + duplicate + "}\n";
    }

    private static void assertRefused(int status, String code, PushAnswer answer) {
        assertEquals(status, answer.status(), answer::json);
        assertTrue(answer.json().startsWith("{\"code\":\"" + code + "\",\"reason\":\""), answer::json);
    }

    @Test
    void publishesWhateverTheRulesForClientsSay() {
        assertEquals(
                done("offset", 1, false),
                publish("{'channel':'news:a','data':{'x':1}}").json());
        assertEquals(
                done("offset", 2, false),
                publish("{'channel':'news:a','data':null,'more':1}").json());
    }

    @Test
    void knowsARequestByItsIdempotencyKey() {
        Optional<String> once = Optional.of("order-17");
        publish("{'channel':'news:a','data':0}");
        assertEquals(
                done("offset", 2, false),
                publish("{'channel':'news:a','data':1}", once).json());
        assertEquals(
                done("offset", 2, true),
                publish("{'channel':'news:a','data':1}", once).json());
        assertRefused(422, "reused", publish("{'channel':'news:a','data':2}", once));
        assertRefused(400, "malformed", publish("{'channel':'news:a','data':2}", Optional.of("two words")));
    }

    @Test
    void changesValues() {
        assertEquals(
                done("version", 1, false),
                publish("{'channel':'ticker:a','key':'k','data':{'x':1}}").json());
        publish("{'channel':'ticker:a','key':'k','patch':{'y':2}}");
        assertEquals(
                Optional.of("{\"x\":1,\"y\":2}"),
                application.local().state("ticker:a").get("k").flatMap(StateEntry::value));
        assertEquals(
                done("version", 3, false),
                publish("{'channel':'ticker:a','key':'k','delete':true}").json());
    }

    record Bad(String body, int status, String code) {}

    static Stream<Bad> bad() {
        return Stream.of(
                new Bad("", 400, "malformed"),
                new Bad("[]", 400, "malformed"),
                new Bad("{'data':1}", 400, "malformed"),
                new Bad("{'channel':1,'data':1}", 400, "malformed"),
                new Bad("{'channel':'news:a'}", 400, "malformed"),
                new Bad("{'channel':'news:a','data':1,'delete':true}", 400, "malformed"),
                new Bad("{'channel':'news:a','delete':true}", 400, "malformed"),
                new Bad("{'channel':'news:a','delete':1}", 400, "malformed"),
                new Bad("{'channel':'news:a','data':'\u00e9'}", 400, "malformed"), // Latin-1
                new Bad("{'channel':'chat:a','data':1}", 403, "forbidden"),
                new Bad("{'channel':'news: a','data':1}", 400, "bad-channel"),
                new Bad("{'channel':'nowhere:a','data':1}", 404, "unknown-channel"),
                new Bad("{'channel':'ticker:a','data':1}", 400, "wrong-kind"),
                new Bad("{'channel':'ticker:a','key':'','data':1}", 400, "bad-key"),
                new Bad("{'channel':'ticker:a','key':'k','data':'" + "x".repeat(40_000) + "'}", 413, "value-too-big"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void saysWhatIsWrong(Bad bad) {
        assertRefused(bad.status(), bad.code(), publish(bad.body()));
    }

    @ParameterizedTest
    @MethodSource("otherKeys")
    void knowsItsKeysOnly(String key) {
        PushAnswer answer = assertInstanceOf(PushAnswer.class, judge(push, key, Optional.empty()));
        assertRefused(401, "unauthorized", answer);
        assertEquals("Bearer", answer.headers().get("WWW-Authenticate"));
    }

    @Test
    void tellsWhatBecameOfEachRequestOnce() {
        String good = "{'channel':'news:a','data':1}";
        publish(good, Optional.of("once"));
        publish(good, Optional.of("once"));
        publish("{'channel':'nowhere:a','data':1}");
        publish("{'channel':'sync:a','data':1}");
        judge(push, "not the key", Optional.empty());
        assertEquals(
                List.of(
                        Push.Outcome.ACCEPTED,
                        Push.Outcome.REPEATED,
                        Push.Outcome.REFUSED,
                        Push.Outcome.REFUSED,
                        Push.Outcome.UNAUTHORIZED),
                outcomes);
    }

    static Stream<String> otherKeys() {
        return Stream.of("", KEY + "x", PushKey.digest(KEY), "x".repeat(100_000));
    }

    @Test
    void counts() {
        Push slow = new Push(
                application.local(),
                settings(Map.of("parley.rates.pushes", "2/s burst 1")),
                () -> nanos,
                () -> false,
                outcomes::add);
        assertInstanceOf(Push.Wanted.class, judge(slow, KEY, Optional.empty()));
        PushAnswer refused = assertInstanceOf(PushAnswer.class, judge(slow, KEY, Optional.empty()));
        assertRefused(429, "rate-limited", refused);
        assertTrue(refused.json().contains("\"retry\":true,\"after\":501}"), refused::json);
        assertEquals("1", refused.headers().get("Retry-After"));
        assertEquals(List.of(Push.Outcome.RATE_LIMITED), outcomes);
        nanos += 500_000_000;
        assertInstanceOf(Push.Wanted.class, judge(slow, KEY, Optional.empty()));
    }

    @Test
    void endsWithTheServer() {
        Push stopping = new Push(application.local(), settings, () -> nanos, () -> true, outcomes::add);
        assertRefused(503, "unavailable", assertInstanceOf(PushAnswer.class, judge(stopping, KEY, Optional.empty())));
        assertEquals(List.of(Push.Outcome.FAILED), outcomes);
    }
}
