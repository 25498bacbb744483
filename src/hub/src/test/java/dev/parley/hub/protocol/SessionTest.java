package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From hello to the end of a session. */
class SessionTest {
    private final TestHub hub = new TestHub();
    private final TestClient client = new TestClient(hub);

    @Test
    void isWelcome() {
        client.say(TestClient.hello("ann"));
        client.assertTold("{'t':'welcome','sid':'" + client.session().sid() + "','cid':'ann.............',"
                + "'user':'~f4dcb96a9d64','node':'n1','ping':20000,'dead':35000,'spread':300,"
                + "'limits':{'message':65536,'batch':256,'depth':32,'channels':256,'recovery':1000},"
                + "'now':1000}");
        assertEquals(32, client.session().sid().length());
        assertEquals(1, hub.protocol.sessions());
        client.vanish();
        assertEquals(0, hub.protocol.sessions());
    }

    @Test
    void hasTheSameUserEachTimeAndAnotherSession() {
        TestClient first = TestClient.welcome(hub, "ann");
        TestClient second = TestClient.welcome(hub, "ann");
        TestClient other = TestClient.welcome(hub, "bob");
        assertEquals(first.session().user(), second.session().user());
        assertNotEquals(first.session().user(), other.session().user());
        assertNotEquals(first.session().sid(), second.session().sid());
    }

    /** Something said before hello. */
    record Said(String message, String answer) {}

    static Stream<Said> beforeHello() {
        String first = "'code':'hello-first','reason':'say hello first','retry':false}";
        return Stream.of(
                new Said("{'t':'sub','id':1,'ch':'chat:a'}", "{'t':'err','id':1," + first),
                new Said("{'t':'pub','id':0,'ch':'chat:a','mid':1,'d':1}", "{'t':'err','id':0," + first),
                new Said("{'t':'nonsense'}", "{'t':'err'," + first),
                new Said("{'t':'pong'}", ""),
                new Said(
                        "{'t':'hello','cid':'0123456789abcdef'}",
                        malformed("\\'v\\' is an integer from 0 to 9007199254740991; it is missing or null")),
                new Said("{'t':'hello','v':1}", malformed("\\'cid\\' is a string; it is missing or null")),
                new Said("{'t':'hello','v':1,'cid':7}", malformed("\\'cid\\' is a string; it is 7")),
                new Said("{'t':'hello','v':1,'cid':'short'}", malformed(CID)),
                new Said("{'t':'hello','v':1,'cid':'0123456789abcdeé'}", malformed(CID)),
                new Said("{'t':'hello','v':1,'cid':'" + "x".repeat(65) + "'}", malformed(CID)),
                new Said(
                        "{'t':'hello','v':1,'cid':'0123456789abcdef','sid':1}",
                        malformed("\\'sid\\' is a string; it is 1")),
                new Said(
                        "{'t':'hello','v':1,'cid':'0123456789abcdef','caps':'binary'}",
                        malformed("\\'caps\\' is an array; it is a string")));
    }

    private static final String CID = "\\'cid\\' has 16 to 64 characters: letters A-Z, digits and . _ ~ -";

    private static String malformed(String reason) {
        return "{'t':'err','code':'malformed','reason':'" + reason + "','retry':false}";
    }

    @ParameterizedTest
    @MethodSource("beforeHello")
    void answersBeforeHello(Said said) {
        client.assertAnswer(said.message(), said.answer().isEmpty() ? new String[0] : new String[] {said.answer()});
        assertEquals(0, hub.protocol.sessions());
    }

    @Test
    void speaksOneVersion() {
        client.assertAnswer(
                "{'t':'hello','v':2,'cid':'0123456789abcdef'}",
                "{'t':'err','code':'bad-version','reason':'\\'v\\' is 1','retry':false}",
                "{'t':'bye','code':4400,'reason':'version 1 is spoken','retry':false}",
                "close 4400 version 1 is spoken");
    }

    @Test
    void saysHelloOnce() {
        client.say(TestClient.hello("ann"));
        client.take();
        client.assertAnswer(
                TestClient.hello("ann"),
                "{'t':'err','code':'hello-again','reason':'hello was said already','retry':false}");
    }

    @Test
    void hasFiveSecondsToSayHello() {
        client.session().sweep(hub.nanos + Duration.ofMillis(4999).toNanos());
        client.assertTold();
        client.session().sweep(hub.nanos + Duration.ofSeconds(5).toNanos());
        client.assertTold(
                "{'t':'bye','code':4502,'reason':'no hello in time','retry':true,'after':1000}",
                "close 4502 no hello in time");
        client.session().sweep(hub.nanos + Duration.ofSeconds(9).toNanos());
        client.assertTold();
    }

    @Test
    void hasAllTheTimeAfterHello() {
        TestClient ann = TestClient.welcome(hub, "ann");
        ann.session().sweep(hub.nanos + Duration.ofHours(1).toNanos());
        ann.assertTold();
    }

    @Test
    void answersPingsAndAsksItself() {
        TestClient ann = TestClient.welcome(hub, "ann");
        ann.assertAnswer("{'t':'ping'}", "{'t':'pong','now':1000}");
        ann.assertAnswer("{'t':'ping','id':3}", "{'t':'pong','id':3,'now':1000}");
        ann.reply(ann.session().ping());
        ann.assertTold("{'t':'ping','now':1000}");
        ann.assertAnswer("{'t':'pong'}");
    }

    @Test
    void endsWithBye() {
        TestClient ann = TestClient.welcome(hub, "ann");
        ann.assertAnswer("{'t':'bye'}", "close 1000 done");
        ann.assertAnswer("{'t':'ping'}");
    }

    @Test
    void speaksInBinaryMessagesIfAsked() {
        client.say("{'t':'hello','v':1,'cid':'0123456789abcdef','caps':['x','binary',{'y':1}]}");
        assertTrue(client.take().get(0).startsWith("binary {\"t\":\"welcome\""));
        client.say("{'t':'sub','id':1,'ch':'chat:ä'}", "{'t':'sub','id':1,'ch':'chat:a'}");
        client.say("{'t':'pub','id':2,'ch':'chat:a','mid':1,'d':'é😀'}");
        List<String> told = client.take();
        assertTrue(told.stream().allMatch(message -> message.startsWith("binary {")), told.toString());
        assertTrue(told.stream().anyMatch(message -> message.contains("\"d\":\"é😀\"")), told.toString());
    }

    @Test
    void refusesWhatIsNotUtf8() {
        client.session().garbage();
        client.assertTold(malformed("binary messages are JSON as UTF-8"));
    }

    @Test
    void isToldWhenTheServerGoesEachAtItsOwnTime() {
        List<TestClient> all = Stream.of("ann", "bob", "cyd")
                .map(name -> TestClient.welcome(hub, name))
                .toList();
        List<HubProtocol.Farewell> farewells = hub.protocol.drain(Duration.ofSeconds(10), Optional.empty());
        assertEquals(
                List.of(100L, 200L, 300L),
                farewells.stream().map(each -> each.after().toMillis()).toList());
        assertEquals(
                List.of(
                        "{\"t\":\"drain\",\"after\":100}",
                        "{\"t\":\"drain\",\"after\":200}",
                        "{\"t\":\"drain\",\"after\":300}"),
                all.stream().flatMap(each -> each.take().stream()).sorted().toList());
        all.get(0).assertAnswer("{'t':'ping'}", "{'t':'pong','now':1000}");
        farewells.forEach(each -> each.end().run());
        all.forEach(each -> each.assertTold(
                "{'t':'bye','code':1012,'reason':'server restarts','retry':true,'after':0}",
                "close 1012 server restarts"));
        assertEquals(0, hub.protocol.sessions());
        assertEquals(List.of(), hub.protocol.drain(Duration.ofSeconds(10), Optional.empty()));
    }

    @Test
    void isToldOfAShorterTimeIfThatIsTheMost() {
        TestClient ann = TestClient.welcome(hub, "ann");
        hub.protocol.drain(Duration.ofMillis(50), Optional.of("wss://b.example/hub?a=\"b"));
        ann.assertTold("{'t':'drain','after':50,'url':'wss://b.example/hub?a=\\\"b'}");
    }

    @Nested
    class TakeOver {
        private final TestClient old = TestClient.welcome(hub, "ann");
        private final String sid = old.session().sid();

        private TestClient resume(String name) {
            TestClient next = new TestClient(hub);
            next.say("{'t':'hello','v':1,'cid':'" + TestClient.cid(name) + "','sid':'" + sid + "'}");
            return next;
        }

        @Test
        void endsTheOldConnectionAtOnce() {
            old.say("{'t':'sub','id':1,'ch':'chat:a'}");
            old.take();
            TestClient next = resume("ann");
            assertEquals(sid, next.session().sid());
            assertEquals(1, next.take().size());
            old.assertTold("close 4409 taken over by another connection");
            assertEquals(1, hub.protocol.sessions());
            next.say("{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':1}");
            next.assertTold("{'t':'ok','id':1,'o':1}");
            old.assertTold();
        }

        @Test
        void leavesNothingForTheOldConnectionToDo() {
            TestClient next = resume("ann");
            next.take();
            old.take();
            old.say("{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':1}", "{'t':'sub','id':2,'ch':'chat:a'}");
            old.vanish();
            old.assertTold();
            assertEquals(1, hub.protocol.sessions());
            assertFalse(next.isOver());
            TestClient third = resume("ann");
            assertEquals(sid, third.session().sid());
            next.assertTold("close 4409 taken over by another connection");
        }

        @Test
        void isNotForOtherClients() {
            TestClient other = resume("bob");
            assertNotEquals(sid, other.session().sid());
            assertFalse(old.isOver());
        }

        @Test
        void givesANewNameToASessionThatIsOver() {
            old.vanish();
            assertNotEquals(sid, resume("ann").session().sid());
        }
    }

    @Test
    void areCountedByHowTheyBegan() {
        TestHub counted = new TestHub();
        TestClient ann = TestClient.welcome(counted, "ann");
        String back = "{'t':'hello','v':1,'cid':'" + TestClient.cid("ann") + "','sid':'"
                + ann.session().sid() + "'}";
        TestClient second = new TestClient(counted);
        second.say(back);
        second.vanish();
        new TestClient(counted).say(back);
        for (HubProtocol.Begun how : HubProtocol.Begun.values()) {
            assertEquals(1, counted.protocol.begun(how), how::toString);
        }
    }
}
