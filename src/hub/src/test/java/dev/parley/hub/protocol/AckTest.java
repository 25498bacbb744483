package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients say how far they have handled what came, and go on from there. */
class AckTest {
    private static final String E = TestHub.EPOCH;

    private final TestHub hub = new TestHub();
    private final TestClient ann = TestClient.welcome(hub, "ann");
    private TestClient bob = TestClient.welcome(hub, "bob");

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            ann.say("{'t':'pub','id':1,'ch':'chat:a','mid':" + i + ",'d':" + i + "}");
        }
        ann.take();
    }

    private void bobComesBack() {
        bob.vanish();
        bob = TestClient.welcome(hub, "bob");
    }

    private static String ack(int offset) {
        return "{'t':'ack','id':5,'ch':'chat:a','o':" + offset + "}";
    }

    /** Follows from what was acknowledged last; returns what comes before the messages, and how many these are. */
    private static String follow(TestClient client) {
        client.say("{'t':'sub','id':6,'ch':'chat:a','since':'acked'}");
        List<String> told = client.take();
        long messages =
                told.stream().filter(each -> each.startsWith("{\"t\":\"msg\"")).count();
        String before = told.get(0).replaceAll(".*(\"o\":[0-9]+,\"from\":[0-9]+).*", "$1")
                + (told.get(1).contains("\"gap\"") ? " " + told.get(1) : "");
        return before.replace("\"", "") + " " + messages;
    }

    @Test
    void goOnAfterWhatTheyHaveHandled() {
        publish(1, 5);
        assertEquals("o:5,from:0 5", follow(bob));
        bob.assertAnswer(ack(3), "{'t':'ok','id':5}");
        bob.assertAnswer(ack(2), "{'t':'ok','id':5}");
        bobComesBack();
        publish(6, 6);
        assertEquals("o:6,from:3 3", follow(bob));
        bob.assertAnswer("{'t':'ack','ch':'chat:a','o':6,'e':'" + E + "'}");
        bobComesBack();
        assertEquals("o:6,from:6 0", follow(bob));
    }

    @Test
    void handleForThemselvesAlone() {
        publish(1, 2);
        follow(bob);
        bob.say(ack(2));
        assertEquals("o:2,from:0 2", follow(ann));
        TestClient sameIdOtherUser = TestClient.welcome(hub, "bob", "good:Bob:60");
        assertEquals("o:2,from:0 2", follow(sameIdOtherUser));
    }

    @Test
    void areToldWhatWasDroppedBeforeTheyHandledIt() {
        publish(1, 2);
        follow(bob);
        bob.say(ack(1));
        bobComesBack();
        publish(3, TestHub.KEPT + 200);
        assertEquals(
                "o:300,from:1 {t:gap,ch:chat:a,from:2,to:200,why:trimmed} 100",
                follow(bob),
                "since then, not for ever");
        TestClient cat = TestClient.welcome(hub, "cat");
        assertEquals("o:300,from:0 {t:gap,ch:chat:a,from:1,to:200,why:trimmed} 100", follow(cat));
    }

    @Test
    void countNothingOfAnotherEpochOrOfTheFuture() {
        publish(1, 2);
        follow(bob);
        bob.assertAnswer("{'t':'ack','id':5,'ch':'chat:a','o':2,'e':'other'}", "{'t':'ok','id':5}");
        bob.assertAnswer(
                ack(3),
                "{'t':'err','id':5,'code':'future-position','reason':'\\'o\\' is after the last message',"
                        + "'retry':false}");
        bobComesBack();
        assertEquals("o:2,from:0 2", follow(bob));
    }

    @Test
    void areRememberedWhenTheChannelWasForgotten() {
        publish(1, 2);
        follow(bob);
        bob.say(ack(2));
        bob.vanish();
        hub.millis += Duration.ofMinutes(10).toMillis();
        hub.hub.sweep();
        assertEquals(0, hub.hub.channels());
        publish(3, 3);
        bobComesBack();
        assertEquals("o:3,from:2 1", follow(bob));
    }

    @Test
    void mayAcknowledgeWhatTheyGetWithoutHavingAskedForIt() {
        bob.say("{'t':'sub','id':1,'ch':'chat:a'}");
        publish(1, 3);
        assertTrue(bob.take().size() > 3);
        bob.say(ack(2));
        bobComesBack();
        assertEquals("o:3,from:2 1", follow(bob));
    }
}
