package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.access.Access;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.access.Login;
import dev.parley.hub.access.Rate;
import dev.parley.hub.access.RateLimits;
import dev.parley.hub.access.RateLimits.Pace;
import dev.parley.hub.spi.Authorizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who does something too often is told so, and who is connected can be listed and sent away. */
class PacingTest {
    private static final Optional<Rate> TWO = Optional.of(new Rate(2, 3));

    private final TestHub hub = new TestHub();
    private final List<String> offences = new ArrayList<>();
    private Limiter limiter = Limiter.none();
    private int mid;

    private void limit(RateLimits limits) {
        limiter = new Limiter(limits, () -> hub.nanos, (who, most) -> offences.add(who + ": " + most));
        hub.access = new Access(new TestTokens(hub), Authorizer.ALL, hub, Duration.ZERO, limiter);
    }

    private void pass(long millis) {
        hub.nanos += millis * 1_000_000;
        limiter.sweep();
    }

    /** Publishes; returns whether it was done. */
    private boolean publishes(TestClient client) {
        mid++;
        client.say("{'t':'pub','id':1,'ch':'chat:a','mid':" + mid + ",'d':1}");
        String answer = client.take().get(0);
        boolean done = answer.startsWith("{\"t\":\"ok\"");
        assertTrue(done || answer.contains("rate-limited"), answer);
        return done;
    }

    /** Publishes so many times; returns whether it was always done. */
    private boolean publishes(TestClient client, int times) {
        return IntStream.range(0, times).filter(i -> publishes(client)).count() == times;
    }

    @Nested
    class OfAConnection {
        @Test
        void publicationsAreRefusedForAWhile() {
            limit(new RateLimits(new Pace(Optional.empty(), TWO), Pace.ANY, Pace.ANY));
            TestClient ann = TestClient.welcome(hub, "ann");
            assertTrue(publishes(ann, 3));
            ann.assertAnswer(
                    "{'t':'pub','id':7,'ch':'chat:a','mid':9,'d':1}",
                    "{'t':'err','id':7,'code':'rate-limited','reason':'at most 2 publications a second of a connection',"
                            + "'retry':true,'after':500}");
            assertEquals(List.of("192.0.2.1: at most 2 publications a second of a connection"), offences);
            assertEquals(1, limiter.refused());
            ann.assertAnswer("{'t':'ping','id':1}", "{'t':'pong','id':1,'now':1000}");
            pass(500);
            assertTrue(publishes(ann));
            assertFalse(publishes(ann));
            assertTrue(publishes(TestClient.welcome(hub, "bob")), "another connection is not concerned");
        }

        @Test
        void messagesOfAnyKindAreRefused() {
            limit(new RateLimits(new Pace(TWO, Optional.empty()), Pace.ANY, Pace.ANY));
            TestClient ann = TestClient.welcome(hub, "ann"); // one
            ann.say("nonsense", "[{'t':'ping','id':1},{'t':'ping','id':2}]");
            assertEquals(
                    List.of("malformed", "pong", "rate-limited"),
                    ann.take().stream()
                            .map(told -> told.replaceAll(".*(malformed|pong|rate-limited).*", "$1"))
                            .toList());
        }

        @Test
        void anAnswerAndAGoodbyeAreAlwaysTaken() {
            limit(new RateLimits(new Pace(TWO, Optional.empty()), Pace.ANY, Pace.ANY));
            TestClient ann = TestClient.welcome(hub, "ann");
            for (int i = 0; i < 10; i++) {
                var unused = ann.session().ping();
                ann.say("{'t':'pong'}");
            }
            ann.assertTold();
            ann.say("{'t':'ping'}", "{'t':'ping'}");
            ann.take();
            assertEquals(0, limiter.refused());
            ann.say("{'t':'ping'}");
            ann.take();
            ann.assertAnswer("{'t':'bye'}", "close 1000 done");
            assertEquals(1, limiter.refused());
        }

        @Test
        void anAnswerThatNobodyAskedForIsAMessageLikeAnyOther() {
            limit(new RateLimits(new Pace(TWO, Optional.empty()), Pace.ANY, Pace.ANY));
            TestClient ann = TestClient.welcome(hub, "ann"); // one of three
            var unused = ann.session().ping();
            ann.say("{'t':'pong'}", "{'t':'pong'}", "{'t':'pong'}");
            ann.assertTold();
            ann.assertAnswer(
                    "{'t':'pong'}",
                    "{'t':'err','code':'rate-limited','reason':'at most 2 messages a second of a connection',"
                            + "'retry':true,'after':500}");
        }
    }

    @Nested
    class GoingOnTooFast {
        @Test
        void isNotReadUntilTheNextSweep() {
            limit(new RateLimits(new Pace(TWO, Optional.empty()), Pace.ANY, Pace.ANY));
            TestClient ann = TestClient.welcome(hub, "ann"); // one of three
            for (int refusals = -2; refusals < 20; refusals++) {
                assertFalse(ann.session().isHeld(), "after " + refusals + " refusals");
                ann.say("{'t':'ping'}");
            }
            assertTrue(ann.session().isHeld());
            assertEquals(1, limiter.holds());
            assertEquals(0, ann.readOns);
            pass(1);
            assertFalse(ann.session().isHeld());
            assertEquals(1, ann.readOns);
            pass(1);
            assertEquals(1, ann.readOns, "read on once");
        }

        @Test
        void mayEndMeanwhile() {
            limit(new RateLimits(new Pace(TWO, Optional.empty()), Pace.ANY, Pace.ANY));
            TestClient ann = TestClient.welcome(hub, "ann");
            for (int i = 0; i < 30; i++) {
                ann.say("{'t':'ping'}");
            }
            ann.session().ended();
            pass(1);
            assertFalse(ann.session().isHeld());
            assertEquals(1, limiter.holds(), "once, whatever a batch of refusals did");
        }
    }

    @Nested
    class OfAUser {
        @Test
        void allConnectionsAreCountedTogether() {
            limit(new RateLimits(Pace.ANY, new Pace(Optional.empty(), TWO), Pace.ANY));
            TestClient desk = TestClient.welcome(hub, "desk", "good:Ada:60");
            TestClient phone = TestClient.welcome(hub, "phone", "good:Ada:60");
            TestClient other = TestClient.welcome(hub, "desk", "good:Grace:60");
            assertTrue(publishes(desk) && publishes(phone) && publishes(desk));
            assertFalse(publishes(phone));
            assertTrue(publishes(other));
            assertEquals(List.of("Ada: at most 2 publications a second of a user"), offences);
            phone.say("{'t':'refresh','id':1,'token':'good:Ada:60'}");
            phone.take();
            assertFalse(publishes(phone), "a new token brings no new allowance");
        }

        @Test
        void comingBackBringsNoNewAllowance() {
            limit(new RateLimits(Pace.ANY, new Pace(Optional.empty(), TWO), Pace.ANY));
            TestClient first = TestClient.welcome(hub, "ann", "good:Ada:60");
            assertTrue(publishes(first, 3));
            first.vanish();
            pass(400);
            TestClient second = TestClient.welcome(hub, "ann", "good:Ada:60");
            assertFalse(publishes(second));
            second.vanish();
            pass(1100);
            TestClient third = TestClient.welcome(hub, "ann", "good:Ada:60");
            assertTrue(publishes(third, 3), "by now it is full again");
        }

        @Test
        void strangersAreNotCountedByTheNameThatTheyChoose() {
            limit(new RateLimits(Pace.ANY, new Pace(Optional.empty(), TWO), Pace.ANY));
            TestClient ann = TestClient.welcome(hub, "ann");
            assertTrue(publishes(ann, 4));
        }
    }

    @Test
    void ofAnAddressAllAreCountedTogether() {
        limit(new RateLimits(Pace.ANY, Pace.ANY, new Pace(Optional.empty(), TWO)));
        TestClient ann = TestClient.welcome(hub, "ann");
        TestClient ada = TestClient.welcome(hub, "ada", "good:Ada:60");
        assertTrue(publishes(ann) && publishes(ada) && publishes(ann));
        assertFalse(publishes(ada));
        ann.vanish();
        assertFalse(publishes(TestClient.welcome(hub, "bob")));
    }

    @Nested
    class Connections {
        private List<Login> adas() {
            return hub.access.connections("Ada");
        }

        @Test
        void areListedWhileTheyAreOpen() {
            assertEquals(List.of(), adas());
            TestClient desk = TestClient.welcome(hub, "desk", "good:Ada:60");
            TestClient phone = TestClient.welcome(hub, "phone", "good:Ada:60");
            TestClient.welcome(hub, "desk", "good:Grace:60");
            assertEquals(2, adas().size());
            assertEquals("192.0.2.1", adas().get(0).address());
            assertEquals("Ada", adas().get(0).identity().name());
            desk.vanish();
            assertEquals(1, adas().size());
            phone.say("{'t':'bye'}");
            assertEquals(List.of(), adas());
        }

        @Test
        void areOfNobodyBeforeHello() {
            new TestClient(hub).say("{'t':'ping'}");
            assertEquals(List.of(), hub.access.connections("~"));
        }

        @Test
        void canBeClosed() {
            TestClient desk = TestClient.welcome(hub, "desk", "good:Ada:60");
            TestClient other = TestClient.welcome(hub, "other", "good:Grace:60");
            List<Login> all = adas();
            all.forEach(login -> login.end("signed out"));
            desk.assertTold("{'t':'bye','code':4403,'reason':'signed out','retry':false}", "close 4403 signed out");
            assertEquals(List.of(), adas());
            all.forEach(login -> login.end("again"));
            desk.assertTold();
            other.assertTold();
            assertEquals(1, hub.protocol.sessions());
        }
    }
}
