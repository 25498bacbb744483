package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hub.access.Access;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.access.Quotas;
import dev.parley.hub.access.RateLimits;
import dev.parley.hub.spi.Authorizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody has more at a time than a user, or an address, may. */
class QuotasTest {
    private static final String TOO_MANY_OF_A_USER = "{'t':'err','id':1,'code':'too-many-channels',"
            + "'reason':'at most 2 channels made by one user are there at a time','retry':true,'after':1000}";

    private final TestHub hub = new TestHub();
    private final List<String> offences = new ArrayList<>();
    private Limiter limiter = Limiter.none();

    private void limit(int connections, int channelsOfUser, int channelsOfAddress) {
        limiter = new Limiter(
                RateLimits.NONE,
                new Quotas(connections, channelsOfUser, channelsOfAddress),
                () -> hub.nanos,
                (who, most) -> offences.add(who + ": " + most));
        hub.access = new Access(new TestTokens(hub), Authorizer.ALL, hub, Duration.ZERO, limiter);
    }

    /** Forgets what is gone, as often as the sweep has to look. */
    private void sweep() {
        limiter.sweepChannels(hub.hub::has);
        limiter.sweepChannels(hub.hub::has);
    }

    private static String sub(String channel) {
        return "{'t':'sub','id':1,'ch':'" + channel + "'}";
    }

    @Test
    void aConnectionOfAUserTooManyIsEndedAndTheOthersStay() {
        limit(2, 9, 9);
        TestClient desk = TestClient.welcome(hub, "desk", "good:Ada:60");
        TestClient phone = TestClient.welcome(hub, "phone", "good:Ada:60");
        String many = "a user has at most 2 connections";
        new TestClient(hub)
                .assertAnswer(
                        TestClient.hello("tablet", "good:Ada:60"),
                        "{'t':'err','code':'too-many-connections','reason':'" + many + "','retry':true,'after':1000}",
                        "{'t':'bye','code':1013,'reason':'" + many + "','retry':true,'after':5000}",
                        "close 1013 " + many);
        assertEquals(List.of("Ada: " + many), offences);
        assertEquals(1, hub.protocol.refusals(ErrorCode.TOO_MANY_CONNECTIONS));
        TestClient.welcome(hub, "desk", "good:Grace:60");
        TestClient.welcome(hub, "stranger");
        desk.assertAnswer("{'t':'ping','id':1}", "{'t':'pong','id':1,'now':1000}");
        phone.vanish();
        TestClient.welcome(hub, "tablet", "good:Ada:60");
    }

    @Test
    void aNewTokenOnTheSameConnectionIsNotAnotherOne() {
        limit(1, 9, 9);
        TestClient ann = TestClient.welcome(hub, "ann", "good:Ada:60");
        ann.assertAnswer("{'t':'refresh','id':1,'token':'good:Ada:60'}", "{'t':'ok','id':1,'expires':60000}");
    }

    @Test
    void channelsCountForTheUserWhoMadeThemUntilTheyAreGone() {
        limit(9, 2, 9);
        TestClient desk = TestClient.welcome(hub, "desk", "good:Ada:60");
        TestClient phone = TestClient.welcome(hub, "phone", "good:Ada:60");
        TestClient other = TestClient.welcome(hub, "desk", "good:Grace:60");
        desk.say(sub("chat:a"));
        phone.say("{'t':'pub','id':1,'ch':'ticker:b','mid':1,'key':'k','d':1}");
        desk.take();
        desk.assertAnswer(sub("chat:c"), TOO_MANY_OF_A_USER);
        desk.assertAnswer(sub("ticker:c"), TOO_MANY_OF_A_USER);
        desk.assertAnswer("{'t':'pub','id':1,'ch':'chat:c','mid':1,'d':1}", TOO_MANY_OF_A_USER);
        desk.assertAnswer("{'t':'hist','id':1,'ch':'chat:c'}", TOO_MANY_OF_A_USER);
        assertEquals("Ada: at most 2 channels made by one user are there at a time", offences.get(0));
        other.say(sub("chat:c"));
        other.take();
        desk.say("{'t':'pub','id':1,'ch':'chat:c','mid':2,'d':1}");
        assertEquals(1, desk.take().size(), "one that is there already can be used");
        assertEquals(4, hub.protocol.refusals(ErrorCode.TOO_MANY_CHANNELS));
    }

    @ParameterizedTest(name = "after {0} ms: {1}")
    @CsvSource({"599999, false", "600000, true"})
    void aChannelThatIsGoneCountsForNobody(long millis, boolean again) {
        limit(9, 9, 1);
        TestClient ann = TestClient.welcome(hub, "ann");
        ann.say(sub("chat:a"), "{'t':'unsub','id':2,'ch':'chat:a'}");
        ann.take();
        hub.millis += millis;
        hub.hub.sweep();
        sweep();
        TestClient bob = TestClient.welcome(hub, "bob"); // from the same address
        bob.say(sub("chat:b"));
        String told = bob.take().get(0);
        assertEquals(again, told.startsWith("{\"t\":\"ok\""), told);
    }

    @Test
    void aChannelThatWasNeverMadeCountsForAMoment() {
        limit(9, 9, 1);
        TestHub small = new TestHub(ProtocolLimits.DEFAULTS, 1);
        small.access = hub.access;
        TestClient ann = TestClient.welcome(small, "ann", "good:Ada:60");
        ann.say(sub("chat:a"));
        ann.take();
        TestClient bob = TestClient.welcome(small, "bob");
        bob.say(sub("chat:b"));
        assertEquals(
                "{'t':'err','id':1,'code':'too-many-channels','reason':'the server has all channels that it may have','retry':true,'after':1000}"
                        .replace('\'', '"'),
                bob.take().get(0));
        limiter.sweepChannels(small.hub::has);
        limiter.sweepChannels(small.hub::has);
        ann.vanish(); // so that the channel can be forgotten
        bob.say(sub("chat:b"));
        assertEquals(2, bob.take().size());
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0"})
    void areAtLeastOne(int connections, int channelsOfUser, int channelsOfAddress) {
        assertThrows(IllegalArgumentException.class, () -> new Quotas(connections, channelsOfUser, channelsOfAddress));
    }
}
