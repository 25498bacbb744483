package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.access.Rules;
import dev.parley.hub.spi.Identity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who a client is, what that lets it do, and what others try with it. */
class LoginTest {
    private final TestHub hub = new TestHub();

    private static Optional<Identity> ada() {
        return Optional.of(new Identity("Ada", Set.of("editor"), Optional.empty()));
    }

    private void rules(String text) {
        hub.rules = Rules.parse(text).orElseThrow();
    }

    @Nested
    class Hello {
        @Test
        void isWhoTheTokenSays() {
            TestClient client = new TestClient(hub);
            client.say(TestClient.hello("ann", "good:Ada:60"));
            String welcome = client.take().get(0);
            assertTrue(welcome.contains("\"user\":\"Ada\""), welcome);
            assertTrue(welcome.endsWith("\"expires\":60000}"), welcome);
        }

        @Test
        void isWhomTheContainerKnows() {
            TestClient client = new TestClient(hub, ada());
            client.say(TestClient.hello("ann"));
            String welcome = client.take().get(0);
            assertTrue(welcome.contains("\"user\":\"Ada\""), welcome);
            assertFalse(welcome.contains("expires"), welcome);
        }

        @Test
        void believesTheTokenMoreThanTheContainer() {
            TestClient client = new TestClient(hub, ada());
            client.say(TestClient.hello("ann", "good:Grace:60"));
            assertEquals("Grace", client.session().user());
        }

        @Test
        void doesNotFallBackOnTheContainerWhenTheTokenIsBad() {
            TestClient client = new TestClient(hub, ada());
            client.say(TestClient.hello("ann", "forged"));
            client.assertTold(
                    "{'t':'err','code':'bad-token','reason':'the signature is wrong','retry':false}",
                    "{'t':'bye','code':4401,'reason':'the signature is wrong','retry':false}",
                    "close 4401 the signature is wrong");
            assertEquals(0, hub.protocol.sessions());
        }

        @Test
        void asksForANewTokenInPlaceOfAnExpiredOne() {
            TestClient client = new TestClient(hub);
            client.say(TestClient.hello("ann", "old"));
            client.assertTold(
                    "{'t':'err','code':'token-expired','reason':'the token has expired','retry':false}",
                    "{'t':'bye','code':4503,'reason':'the token has expired','retry':true,'after':0}",
                    "close 4503 the token has expired");
        }

        @Test
        void mayBeSaidAgainWhenTheKeyHasCome() {
            TestClient client = new TestClient(hub);
            client.assertAnswer(
                    TestClient.hello("ann", "new"),
                    "{'t':'err','code':'key-pending','reason':'the key of the token is being asked for',"
                            + "'retry':true,'after':1000}");
            client.say(TestClient.hello("ann", "good:Ada:60"));
            assertEquals("Ada", client.session().user());
            assertEquals(1, hub.protocol.sessions());
        }

        @Test
        void takesATokenThatIsText() {
            new TestClient(hub)
                    .assertAnswer(
                            "{'t':'hello','v':1,'cid':'0123456789abcdef','token':7}",
                            "{'t':'err','code':'malformed','reason':'\\'token\\' is a string; it is 7','retry':false}");
        }
    }

    @Nested
    class Refresh {
        private final TestClient client = TestClient.welcome(hub, "ann", "good:Ada:60");

        private void pass(int seconds) {
            hub.millis += 1000L * seconds;
            client.session().sweep(hub.nanos);
        }

        @Test
        void isAskedForOnceAndGivesMoreTime() {
            pass(49);
            client.assertTold();
            pass(1);
            client.assertTold("{'t':'expiring','in':10000}");
            pass(1);
            client.assertTold();
            client.assertAnswer("{'t':'refresh','id':5,'token':'good:Ada:90'}", "{'t':'ok','id':5,'expires':90000}");
            pass(79);
            client.assertTold();
            pass(1);
            client.assertTold("{'t':'expiring','in':10000}");
            pass(10);
            client.assertTold(
                    "{'t':'bye','code':4503,'reason':'the token has expired','retry':true,'after':0}",
                    "close 4503 the token has expired");
        }

        @Test
        void leavesThingsAsTheyAreWhenItIsRefused() {
            client.assertAnswer(
                    "{'t':'refresh','id':1,'token':'forged'}",
                    "{'t':'err','id':1,'code':'bad-token','reason':'the signature is wrong','retry':false}");
            client.assertAnswer(
                    "{'t':'refresh','id':2,'token':'old'}",
                    "{'t':'err','id':2,'code':'token-expired','reason':'the token has expired','retry':false}");
            pass(59);
            client.assertTold("{'t':'expiring','in':1000}");
            client.assertAnswer("{'t':'pub','id':3,'ch':'chat:a','mid':1,'d':1}", "{'t':'ok','id':3,'o':1}");
        }

        @Test
        void isForTheSameUserAlone() {
            client.assertAnswer(
                    "{'t':'refresh','id':1,'token':'good:Mallory:60'}",
                    "{'t':'err','id':1,'code':'bad-token',"
                            + "'reason':'the token is of another user than this connection: connect again','retry':false}");
            assertEquals("Ada", client.session().user());
            TestClient stranger = TestClient.welcome(hub, "bob");
            stranger.say("{'t':'refresh','id':1,'token':'good:Ada:60'}");
            assertTrue(stranger.take().get(0).contains("bad-token"));
            assertTrue(stranger.session().user().startsWith("~"));
        }

        @Test
        void comesInTimeBetweenTheEndAndTheSweep() {
            hub.millis += 60_000;
            client.assertAnswer(
                    "{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':1}",
                    "{'t':'err','id':1,'code':'token-expired','reason':'the token has expired','retry':false}");
            client.assertAnswer("{'t':'refresh','id':2,'token':'good:Ada:60'}", "{'t':'ok','id':2,'expires':60000}");
            client.assertAnswer("{'t':'pub','id':3,'ch':'chat:a','mid':1,'d':1}", "{'t':'ok','id':3,'o':1}");
        }

        @Test
        void endsWhatTheNewTokenDoesNotAllow() {
            rules("chat: all=role:member; news: all=user");
            client.say("{'t':'refresh','id':1,'token':'good:Ada:60:member'}");
            client.say("{'t':'sub','id':2,'ch':'chat:a'}", "{'t':'sub','id':3,'ch':'news:a'}");
            assertEquals(5, client.take().size());
            client.assertAnswer(
                    "{'t':'refresh','id':4,'token':'good:Ada:60'}",
                    "{'t':'ok','id':4,'expires':60000}",
                    "{'t':'unsub','ch':'chat:a','code':'forbidden','reason':'you may follow it no longer','retry':false}");
            TestClient grace = TestClient.welcome(hub, "grace", "good:Grace:60:member");
            grace.say(
                    "{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':1}", "{'t':'pub','id':2,'ch':'news:a','mid':2,'d':2}");
            assertEquals(1, client.take().size(), "what is published in news:a, and nothing of chat:a");
        }
    }

    /** A request that the rules do not allow. */
    record Forbidden(String request, String reason) {}

    static Stream<Forbidden> forbidden() {
        return Stream.of(
                new Forbidden("{'t':'sub','id':1,'ch':'secret:a'}", "subscribe to secret:a"),
                new Forbidden("{'t':'pub','id':1,'ch':'news:a','mid':1,'d':1}", "publish to news:a"),
                new Forbidden("{'t':'hist','id':1,'ch':'news:a'}", "read the history of news:a"),
                new Forbidden("{'t':'sub','id':1,'ch':'news:a','history':1}", "read the history of news:a"),
                new Forbidden(
                        "{'t':'sub','id':1,'ch':'news:a','since':{'e':'" + TestHub.EPOCH + "','o':0}}",
                        "read the history of news:a"),
                new Forbidden("{'t':'sub','id':1,'ch':'news:a','presence':true}", "see who is in news:a"));
    }

    @Nested
    class Allowed {
        private static final String RULES = "news: subscribe=anyone all=role:editor subscribe=anyone; chat: all=user";

        @ParameterizedTest
        @MethodSource("dev.parley.hub.protocol.LoginTest#forbidden")
        void isWhatTheRulesSay(Forbidden forbidden) {
            rules(RULES);
            TestClient user = TestClient.welcome(hub, "ann", "good:Ada:60");
            user.assertAnswer(
                    forbidden.request(),
                    "{'t':'err','id':1,'code':'forbidden','reason':'Ada may not " + forbidden.reason()
                            + "','retry':false}");
            TestClient.welcome(hub, "bob")
                    .assertAnswer(
                            forbidden.request(),
                            "{'t':'err','id':1,'code':'forbidden','reason':'strangers may not " + forbidden.reason()
                                    + ": say hello with a token','retry':false}");
        }

        @Test
        void lastsAsLongAsTheRole() {
            rules(RULES);
            TestClient editor = TestClient.welcome(hub, "ann", "good:Ada:60:editor");
            editor.assertAnswer("{'t':'pub','id':1,'ch':'news:a','mid':1,'d':1}", "{'t':'ok','id':1,'o':1}");
            editor.say("{'t':'sub','id':2,'ch':'news:a','history':1}");
            assertEquals(3, editor.take().size());
            editor.say("{'t':'refresh','id':3,'token':'good:Ada:60'}");
            assertEquals(1, editor.take().size(), "it may still follow");
            editor.say("{'t':'pub','id':4,'ch':'news:a','mid':2,'d':1}");
            assertTrue(editor.take().get(0).contains("forbidden"));
        }

        @Test
        void needsNoHistoryForWhatIsNew() {
            rules("news: subscribe=anyone");
            TestClient client = TestClient.welcome(hub, "bob");
            client.say("{'t':'sub','id':1,'ch':'news:a','history':0}");
            assertEquals(2, client.take().size());
        }
    }

    @Nested
    class Attacks {
        private TestClient resume(TestClient victim, String hello) {
            TestClient attacker = new TestClient(hub);
            attacker.say(hello.substring(0, hello.length() - 1) + ",'sid':'"
                    + victim.session().sid() + "'}");
            return attacker;
        }

        /** The ticket is the sid: whoever got hold of it and of the cid is still not the user. */
        @Test
        void replayTheTicketOfSomebodyElse() {
            TestClient victim = TestClient.welcome(hub, "ann", "good:Ada:60");
            for (String hello : List.of(
                    TestClient.hello("ann"), TestClient.hello("ann", "good:Mallory:60"), TestClient.hello("bob"))) {
                TestClient attacker = resume(victim, hello);
                assertNotEquals(victim.session().sid(), attacker.session().sid());
                assertNotEquals("Ada", attacker.session().user());
                victim.assertTold();
                assertFalse(victim.isOver());
            }
        }

        @Test
        void replayATicketWithAnExpiredToken() {
            TestClient victim = TestClient.welcome(hub, "ann", "good:Ada:60");
            TestClient attacker = resume(victim, TestClient.hello("ann", "old"));
            assertTrue(attacker.isOver());
            victim.assertTold();
        }

        @Test
        void replayATicketOfASessionThatIsOver() {
            TestClient victim = TestClient.welcome(hub, "ann", "good:Ada:60");
            victim.vanish();
            TestClient later = resume(victim, TestClient.hello("ann", "good:Ada:60"));
            assertNotEquals(victim.session().sid(), later.session().sid());
        }

        /** The attacker makes the victim use a sid that he knows: the server uses none that it did not make. */
        @Test
        void fixateASession() {
            String planted = "0123456789abcdef0123456789abcdef";
            TestClient victim = new TestClient(hub);
            String hello = TestClient.hello("ann", "good:Ada:60");
            victim.say(hello.substring(0, hello.length() - 1) + ",'sid':'" + planted + "'}");
            assertNotEquals(planted, victim.session().sid());
        }

        /** The session is one that the attacker began himself, as a stranger: it does not become the victim's. */
        @Test
        void fixateASessionThatIsOpen() {
            TestClient attacker = TestClient.welcome(hub, "ann");
            TestClient victim = resume(attacker, TestClient.hello("ann", "good:Ada:60"));
            assertNotEquals(attacker.session().sid(), victim.session().sid());
            assertFalse(attacker.isOver());
            assertTrue(attacker.session().user().startsWith("~"));
        }

        /** Messages of one user are not taken for repeated ones of another with the same cid. */
        @Test
        void useUpTheMessageIdsOfSomebodyElse() {
            TestClient attacker = TestClient.welcome(hub, "ann", "good:Mallory:60");
            attacker.assertAnswer("{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':0}", "{'t':'ok','id':1,'o':1}");
            TestClient victim = TestClient.welcome(hub, "ann", "good:Ada:60");
            victim.assertAnswer("{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':1}", "{'t':'ok','id':1,'o':2}");
            TestClient.welcome(hub, "ann", "good:Ada:60")
                    .assertAnswer(
                            "{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':1}", "{'t':'ok','id':1,'o':2,'dup':true}");
        }

        @Test
        void haveTheNameOfAStranger() {
            assertFalse(Identity.isName("~f4dcb96a9d64"));
        }
    }
}
