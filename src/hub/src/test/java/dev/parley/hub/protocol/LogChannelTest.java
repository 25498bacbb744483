package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Subscribing, publishing and reading back, as a client sees it. */
class LogChannelTest {
    private static final String E = TestHub.EPOCH;

    private final TestHub hub = new TestHub();
    private final TestClient ann = TestClient.welcome(hub, "ann");
    private final TestClient bob = TestClient.welcome(hub, "bob");
    private final String user = ann.session().user();

    private static String sub(int id) {
        return "{'t':'sub','id':" + id + ",'ch':'chat:a'}";
    }

    private static String pub(int mid) {
        return "{'t':'pub','id':" + mid + ",'ch':'chat:a','mid':" + mid + ",'d':{'n':" + mid + "}}";
    }

    private String msg(int offset) {
        return "{'t':'msg','ch':'chat:a','o':" + offset + ",'ts':1000,'from':'" + user + "','mid':" + offset
                + ",'d':{'n':" + offset + "}}";
    }

    private static String ok(int id, int s, int o, int from) {
        return "{'t':'ok','id':" + id + ",'ch':'chat:a','s':" + s + ",'e':'" + E + "','o':" + o + ",'from':" + from
                + "}";
    }

    private static String live(int offset) {
        return "{'t':'live','ch':'chat:a','o':" + offset + "}";
    }

    /** Makes ann publish from one number to another. */
    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            ann.assertAnswer(pub(i), "{'t':'ok','id':" + i + ",'o':" + i + "}");
        }
    }

    @Nested
    class Subscribing {
        @Test
        void tellsWhereItBeginsAndThenWhatHappens() {
            publish(1, 2);
            bob.assertAnswer(sub(7), ok(7, 1, 2, 2), live(2));
            publish(3, 3);
            bob.assertTold(msg(3));
        }

        @Test
        void beginsWithHistory() {
            publish(1, 3);
            bob.assertAnswer("{'t':'sub','id':7,'ch':'chat:a','history':2}", ok(7, 1, 3, 1), msg(2), msg(3), live(3));
        }

        @Test
        void goesOnFromAPosition() {
            publish(1, 3);
            bob.assertAnswer(
                    "{'t':'sub','id':7,'ch':'chat:a','since':{'e':'" + E + "','o':1}}",
                    ok(7, 1, 3, 1),
                    msg(2),
                    msg(3),
                    live(3));
        }

        @Test
        void namesWhatIsMissing() {
            publish(1, TestHub.KEPT + 200);
            bob.say("{'t':'sub','id':7,'ch':'chat:a','since':{'e':'" + E + "','o':1}}");
            List<String> told = bob.take();
            assertEquals("{'t':'gap','ch':'chat:a','from':2,'to':200,'why':'trimmed'}".replace('\'', '"'), told.get(1));
            assertEquals(msg(201).replace('\'', '"'), told.get(2));
            assertEquals(TestHub.KEPT + 3, told.size());
        }

        @Test
        void tellsThatTheEpochIsAnother() {
            publish(1, 1);
            bob.assertAnswer(
                    "{'t':'sub','id':7,'ch':'chat:a','since':{'e':'00','o':41}}",
                    ok(7, 1, 1, 0),
                    "{'t':'gap','ch':'chat:a','from':42,'why':'epoch'}",
                    msg(1),
                    live(1));
        }

        @Test
        void waitsForRoomAndMissesNothing() {
            bob.say(sub(7));
            bob.take();
            bob.room = 1;
            publish(1, 3);
            bob.assertTold(msg(1));
            bob.ready(1);
            bob.assertTold(msg(2));
            bob.ready(TestClient.WIDE);
            bob.assertTold(msg(3));
        }

        @Test
        void endsWithTheUnsub() {
            bob.say(sub(7));
            bob.take();
            bob.assertAnswer("{'t':'unsub','id':8,'ch':'chat:a'}", "{'t':'ok','id':8,'ch':'chat:a'}");
            publish(1, 1);
            bob.assertAnswer(sub(9), ok(9, 2, 1, 1), live(1));
        }

        @Test
        void endsWithTheConnection() {
            bob.say(sub(7));
            bob.take();
            bob.vanish();
            publish(1, 1);
            bob.assertTold();
        }
    }

    @Nested
    class Publishing {
        @Test
        void isDoneOnceHoweverOftenItIsAsked() {
            publish(1, 2);
            ann.assertAnswer(pub(1), "{'t':'ok','id':1,'o':1,'dup':true}");
            TestClient again = TestClient.welcome(hub, "ann");
            again.assertAnswer(pub(2), "{'t':'ok','id':2,'o':2,'dup':true}");
            bob.assertAnswer(pub(1), "{'t':'ok','id':1,'o':3}");
        }

        @Test
        void passesDataOnAsItCame() {
            bob.say(sub(7));
            bob.take();
            String data = " { 'a' : [ 1.50 , 1e3,\\u00e9'\\\\'/] }".replace(",\\u00e9'\\\\'/", ",'\\u00e9\\\\/'");
            ann.say("{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':" + data + " , 'x':0}");
            bob.assertTold(
                    "{'t':'msg','ch':'chat:a','o':1,'ts':1000,'from':'" + user + "','mid':1,'d':" + data.strip() + "}");
        }

        @Test
        void comesInBatches() {
            ann.assertAnswer("[" + pub(1) + "," + pub(2) + "]", "{'t':'ok','id':1,'o':1}", "{'t':'ok','id':2,'o':2}");
        }

        @Test
        void isHeldBackWhileReadersCannotKeepUp() {
            bob.say(sub(7));
            bob.take();
            bob.room = 0;
            int mid = 0;
            while (!ann.session().isHeld()) {
                ann.say(pub(++mid));
            }
            assertTrue(mid > TestHub.KEPT / 2 && mid < TestHub.KEPT, mid + " messages");
            bob.ready(TestClient.WIDE);
            assertEquals(mid, bob.take().size());
            assertTrue(!ann.session().isHeld());
            assertEquals(1, ann.readOns);
        }

        @Test
        void refusesOtherDataUnderTheSameNumber() {
            publish(1, 1);
            ann.assertAnswer(
                    "{'t':'pub','id':5,'ch':'chat:a','mid':1,'d':{'n':2}}",
                    "{'t':'err','id':5,'code':'mid-reused','reason':'that \\'mid\\' was used for other data',"
                            + "'retry':false}");
        }

        @Test
        void refusesWhatIsTooOldToTell() {
            publish(1, 1025);
            ann.assertAnswer(
                    pub(1),
                    "{'t':'err','id':1,'code':'mid-forgotten',"
                            + "'reason':'that \\'mid\\' is so old that it may have been published already','retry':false}");
        }
    }

    @Nested
    class History {
        private String page(int from, int to, boolean more) {
            String messages = IntStream.rangeClosed(from, to)
                    .mapToObj(offset -> "{" + msg(offset).substring("{'t':'msg','ch':'chat:a',".length()))
                    .collect(Collectors.joining(","));
            return "{'t':'ok','id':1,'ch':'chat:a','e':'" + E + "','o':9,'msgs':[" + messages + "],'more':" + more
                    + "}";
        }

        @Test
        void goesBackwardsAndForwards() {
            publish(1, 9);
            bob.assertAnswer("{'t':'hist','id':1,'ch':'chat:a'}", page(1, 9, false));
            bob.assertAnswer("{'t':'hist','id':1,'ch':'chat:a','limit':3}", page(7, 9, true));
            bob.assertAnswer("{'t':'hist','id':1,'ch':'chat:a','before':7,'limit':6}", page(1, 6, false));
            bob.assertAnswer("{'t':'hist','id':1,'ch':'chat:a','before':1}", page(1, 0, false));
            bob.assertAnswer("{'t':'hist','id':1,'ch':'chat:a','since':0,'limit':2}", page(1, 2, true));
            bob.assertAnswer("{'t':'hist','id':1,'ch':'chat:a','since':7}", page(8, 9, false));
            bob.assertAnswer("{'t':'hist','id':1,'ch':'chat:a','since':50}", page(1, 0, false));
        }

        @Test
        void comesInPagesThatFitIntoAFrame() {
            for (int i = 1; i <= 5; i++) {
                ann.say("{'t':'pub','id':1,'ch':'chat:a','mid':" + i + ",'d':'" + "x".repeat(20_000) + "'}");
            }
            bob.say("{'t':'hist','id':1,'ch':'chat:a'}");
            String page = bob.take().get(0);
            assertTrue(page.length() < 64 << 10 && page.endsWith("\"more\":true}"), page.length() + " characters");
            assertTrue(page.contains("\"o\":5,\"ts\""), "the newest");
        }

        @Test
        void isRefusedToAClientThatDoesNotRead() {
            publish(1, 1);
            bob.room = 0;
            bob.assertAnswer(
                    "{'t':'hist','id':1,'ch':'chat:a'}",
                    "{'t':'err','id':1,'code':'busy','reason':'read what was sent before you ask for more',"
                            + "'retry':true,'after':1000}");
        }
    }
}
