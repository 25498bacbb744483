package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.access.Access;
import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Identity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known of a request when it is decided whether it may be done. */
class AttemptTest {
    private final List<Attempt> attempts = new ArrayList<>();
    private final TestHub hub = new TestHub();
    private Authorizer.Decision decision = Authorizer.Decision.ALLOWED;

    private TestClient client() {
        Authorizer authorizer = new Authorizer() {
            @Override
            public boolean allows(Identity who, Action action, String channel) {
                return true;
            }

            @Override
            public Decision decide(Identity who, Attempt attempt) {
                attempts.add(attempt);
                return decision;
            }
        };
        hub.access = new Access(new TestTokens(hub), authorizer, hub, Duration.ofSeconds(10));
        return TestClient.welcome(hub, "ann");
    }

    record Asked(String request, Attempt attempt) {}

    static Stream<Asked> requests() {
        return Stream.of(
                new Asked(
                        "{'t':'pub','id':1,'ch':'news:a','mid':1,'d':{'a':1}}", Attempt.publish("news:a", "{\"a\":1}")),
                new Asked("{'t':'pub','id':1,'ch':'ticker:a','mid':1,'key':'k','d':1}", change("k", "1", false)),
                new Asked(
                        "{'t':'pub','id':1,'ch':'ticker:a','mid':1,'key':'k','patch':{'a':1}}",
                        change("k", "{\"a\":1}", true)),
                new Asked(
                        "{'t':'pub','id':1,'ch':'ticker:a','mid':1,'key':'k','del':true}",
                        new Attempt(Action.PUBLISH, "ticker:a", Optional.of("k"), Optional.empty(), false)),
                new Asked("{'t':'sub','id':1,'ch':'news:a'}", Attempt.of(Action.SUBSCRIBE, "news:a")),
                new Asked("{'t':'hist','id':1,'ch':'news:a'}", Attempt.of(Action.HISTORY, "news:a")),
                new Asked("{'t':'pres','id':1,'ch':'news:a'}", Attempt.of(Action.PRESENCE, "news:a")));
    }

    private static Attempt change(String key, String data, boolean patch) {
        return new Attempt(Action.PUBLISH, "ticker:a", Optional.of(key), Optional.of(data), patch);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void holdsWhatIsWanted(Asked asked) {
        client().say(asked.request());
        assertEquals(List.of(asked.attempt()), attempts);
    }

    @Test
    void isRefusedInTheWordsOfWhoDecides() {
        TestClient client = client();
        decision = Authorizer.Decision.refused("not on Sundays");
        client.assertAnswer(
                "{'t':'pub','id':1,'ch':'news:a','mid':1,'d':1}",
                "{'t':'err','id':1,'code':'forbidden','reason':'not on Sundays','retry':false}");
    }

    @Test
    void isRefusedInTheUsualWordsIfThereAreNoOthers() {
        TestClient client = client();
        decision = Authorizer.Decision.FORBIDDEN;
        client.assertAnswer(
                "{'t':'pub','id':1,'ch':'news:a','mid':1,'d':1}",
                "{'t':'err','id':1,'code':'forbidden','reason':'strangers may not publish to news:a: say hello with a"
                        + " token','retry':false}");
    }
}
