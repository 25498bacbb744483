package dev.parley.endpoints.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.settings.PushKey;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.hub.StateEntry;
import java.nio.charset.StandardCharsets;
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
    private long nanos;
    private final Push push = new Push(application.local(), settings.auth().push(), () -> nanos);
    private final PushKey shop = push.holder(KEY).orElseThrow();

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

    private PushAnswer publish(String body, Optional<String> once) {
        return push.publish(shop, once, body.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1))
                .toCompletableFuture()
                .join();
    }

    private PushAnswer publish(String body) {
        return publish(body, Optional.empty());
    }

    private static void assertRefused(int status, String code, PushAnswer answer) {
        assertEquals(status, answer.status(), answer::json);
        assertTrue(answer.json().startsWith("{\"code\":\"" + code + "\",\"reason\":\""), answer::json);
    }

    @Test
    void publishesWhateverTheRulesForClientsSay() {
        assertEquals(
                "{\"offset\":1,\"duplicate\":false}",
                publish("{'channel':'news:a','data':{'x':1}}").json());
        assertEquals(
                "{\"offset\":2,\"duplicate\":false}",
                publish("{'channel':'news:a','data':null,'more':1}").json());
    }

    @Test
    void knowsARequestByItsIdempotencyKey() {
        Optional<String> once = Optional.of("order-17");
        publish("{'channel':'news:a','data':0}");
        assertEquals(
                "{\"offset\":2,\"duplicate\":false}",
                publish("{'channel':'news:a','data':1}", once).json());
        assertEquals(
                "{\"offset\":2,\"duplicate\":true}",
                publish("{'channel':'news:a','data':1}", once).json());
        assertRefused(422, "reused", publish("{'channel':'news:a','data':2}", once));
        assertRefused(400, "malformed", publish("{'channel':'news:a','data':2}", Optional.of("two words")));
    }

    @Test
    void changesValues() {
        assertEquals(
                "{\"version\":1,\"duplicate\":false}",
                publish("{'channel':'ticker:a','key':'k','data':{'x':1}}").json());
        publish("{'channel':'ticker:a','key':'k','patch':{'y':2}}");
        assertEquals(
                Optional.of("{\"x\":1,\"y\":2}"),
                application.local().state("ticker:a").get("k").flatMap(StateEntry::value));
        assertEquals(
                "{\"version\":3,\"duplicate\":false}",
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

    @Test
    void knowsItsKeysOnly() {
        assertEquals(Optional.empty(), push.holder(KEY + "x"));
        assertEquals(Optional.empty(), push.holder(""));
        assertEquals(Optional.empty(), push.holder(shop.digest()), "the digest is no key");
        assertEquals(Optional.empty(), push.holder("x".repeat(100_000)));
    }

    @Test
    void counts() {
        Push slow = new Push(
                application.local(),
                settings(Map.of("parley.rates.pushes", "2/s burst 1")).auth().push(),
                () -> nanos);
        assertEquals(Optional.empty(), slow.count(shop));
        PushAnswer refused = slow.count(shop).orElseThrow();
        assertRefused(429, "rate-limited", refused);
        assertTrue(refused.json().endsWith("\"retry\":true,\"after\":501}"), refused::json);
        nanos += 500_000_000;
        assertEquals(Optional.empty(), slow.count(shop));
    }
}
