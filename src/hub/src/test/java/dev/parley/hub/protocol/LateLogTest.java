package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelRules;
import dev.parley.hub.Hub;
import dev.parley.hub.LateLogs;
import dev.parley.hub.memory.ChannelMemory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What clients see of a log that needs time, fails, or ends. */
class LateLogTest {
    private static final String UNAVAILABLE =
            "'code':'unavailable','reason':'what keeps the channel cannot be reached, try again','retry':true,'after':1000";

    private final LateLogs logs = new LateLogs();
    private final TestHub hub = new TestHub(clock -> new Hub(
            new Hub.Limits(1, 10, 10, 1, 1 << 20, Duration.ofMinutes(10)),
            new Hub.Logs(logs, new ChannelMemory(Long.MAX_VALUE)),
            new ChannelRules(List.of()),
            clock,
            new Random(1),
            Runnable::run));
    private final TestClient ann = TestClient.welcome(hub, "ann");

    @Test
    void acknowledgesAndDeliversNothingBeforeItIsWritten() {
        ann.say("{'t':'sub','id':1,'ch':'chat:a'}");
        ann.take();
        ann.say("{'t':'pub','id':2,'ch':'chat:a','mid':1,'d':1}", "{'t':'pub','id':3,'ch':'chat:a','mid':2,'d':2}");
        ann.assertTold();
        TestClient bob = TestClient.welcome(hub, "bob");
        bob.say("{'t':'sub','id':1,'ch':'chat:a','history':5}");
        bob.assertTold(
                "{'t':'ok','id':1,'ch':'chat:a','s':1,'e':'epoch001','o':0,'from':0}",
                "{'t':'live','ch':'chat:a','o':0}");
        logs.last().write(1);
        ann.assertTold(message(1), "{'t':'ok','id':2,'o':1}");
        bob.assertTold(message(1));
        logs.last().write(1);
        ann.assertTold(message(2), "{'t':'ok','id':3,'o':2}");
        bob.assertTold(message(2));
    }

    private static String message(int number) {
        return "{'t':'msg','ch':'chat:a','o':" + number + ",'ts':1000,'from':'~f4dcb96a9d64','mid':" + number + ",'d':"
                + number + "}";
    }

    @Test
    void saysThatItMayBeTriedAgain() {
        ann.say("{'t':'pub','id':2,'ch':'chat:a','mid':1,'d':1}");
        logs.last().fail();
        ann.assertTold("{'t':'err','id':2," + UNAVAILABLE + "}");
        ann.say("{'t':'pub','id':3,'ch':'chat:a','mid':1,'d':1}");
        logs.last().write();
        ann.assertTold("{'t':'ok','id':3,'o':1}");
    }

    @Test
    void refusesWhatNeedsALogThatCannotBeOpened() {
        logs.broken = true;
        for (String request : new String[] {"'t':'sub'", "'t':'pub','mid':1,'d':1", "'t':'hist'"}) {
            ann.assertAnswer("{" + request + ",'id':1,'ch':'chat:a'}", "{'t':'err','id':1," + UNAVAILABLE + "}");
        }
        assertEquals(0, hub.hub.channels());
        logs.broken = false;
        ann.assertAnswer(
                "{'t':'sub','id':1,'ch':'chat:a'}",
                "{'t':'ok','id':1,'ch':'chat:a','s':2,'e':'epoch001','o':0,'from':0}",
                "{'t':'live','ch':'chat:a','o':0}");
    }

    @Test
    void keepsTheChannelUntilItIsKnownWhatBecameOfEverything() {
        ann.say("{'t':'pub','id':2,'ch':'chat:a','mid':1,'d':1}");
        ann.assertAnswer(
                "{'t':'pub','id':3,'ch':'chat:b','mid':1,'d':1}",
                "{'t':'err','id':3,'code':'too-many-channels','reason':'the server has all channels that it may have',"
                        + "'retry':true,'after':1000}");
        logs.last().write();
        ann.assertTold("{'t':'ok','id':2,'o':1}");
        ann.assertAnswer("{'t':'pub','id':3,'ch':'chat:b','mid':1,'d':1}");
        logs.last().write();
        ann.assertTold("{'t':'ok','id':3,'o':1}");
    }

    @Test
    void endsSubscriptionsWithALogAndBeginsAnEpochWithTheNext() {
        ann.say("{'t':'sub','id':1,'ch':'chat:a'}", "{'t':'pub','id':2,'ch':'chat:a','mid':1,'d':1}");
        logs.last().write();
        ann.take();
        logs.last().end();
        ann.assertTold("{'t':'unsub','ch':'chat:a','code':'unavailable',"
                + "'reason':'what keeps the channel cannot be reached','retry':true,'after':1000}");
        ann.assertAnswer(
                "{'t':'sub','id':3,'ch':'chat:a','since':{'e':'epoch001','o':1}}",
                "{'t':'ok','id':3,'ch':'chat:a','s':2,'e':'epoch002','o':0,'from':0}",
                "{'t':'gap','ch':'chat:a','from':2,'why':'epoch'}",
                "{'t':'live','ch':'chat:a','o':0}");
    }

    @Test
    void endsASubscriptionThatWouldHaveToReadWhatCannotBeRead() {
        ann.say("{'t':'sub','id':1,'ch':'chat:a'}", "{'t':'pub','id':2,'ch':'chat:a','mid':1,'d':1}");
        logs.last().write();
        ann.take();
        hub.hub.sweep();
        hub.hub.sweep(); // what is kept ready is forgotten
        logs.broken = true;
        TestClient bob = TestClient.welcome(hub, "bob");
        bob.say("{'t':'sub','id':1,'ch':'chat:a','since':{'e':'epoch001','o':0}}");
        bob.assertTold(
                "{'t':'ok','id':1,'ch':'chat:a','s':1,'e':'epoch001','o':1,'from':0}",
                "{'t':'unsub','ch':'chat:a','code':'unavailable',"
                        + "'reason':'what keeps the channel cannot be reached','retry':true,'after':1000}");
        ann.assertTold();
    }

    @Test
    void endsTheMembershipWithASubscriptionThatFails() {
        ann.say("{'t':'sub','id':1,'ch':'chat:a'}", "{'t':'pub','id':2,'ch':'chat:a','mid':1,'d':1}");
        logs.last().write();
        ann.take();
        hub.hub.sweep();
        hub.hub.sweep(); // what is kept ready is forgotten
        logs.broken = true;
        TestClient bob = TestClient.welcome(hub, "bob");
        bob.say("{'t':'sub','id':1,'ch':'chat:a','since':{'e':'epoch001','o':0},'presence':true}");
        assertTrue(bob.take().get(1).startsWith("{\"t\":\"unsub\""));
        ann.assertAnswer(
                "{'t':'pres','id':3,'ch':'chat:a'}",
                "{'t':'ok','id':3,'ch':'chat:a','members':[],'more':false,'count':0}");
        TestClient cid = TestClient.welcome(hub, "cid");
        cid.say("{'t':'sub','id':1,'ch':'chat:a','presence':true}");
        bob.assertTold();
    }

    @Test
    void tellsEverybodyOnceThatItIsDegradedAndThatItIsNot() {
        hub.protocol.degraded(false);
        ann.assertTold();
        hub.protocol.degraded(true);
        hub.protocol.degraded(true);
        ann.assertTold("{'t':'mode','degraded':true}");
        TestClient bob = new TestClient(hub);
        bob.say(TestClient.hello("bob"));
        assertEquals("{\"t\":\"mode\",\"degraded\":true}", bob.take().get(1));
        hub.protocol.degraded(false);
        ann.assertTold("{'t':'mode','degraded':false}");
        bob.assertTold("{'t':'mode','degraded':false}");
    }
}
