package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** A request that is refused. */
    record Refused(String request, String code, String reason) {}

    static Stream<Refused> refused() {
        String deep = "{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':" + "[".repeat(32) + "]".repeat(32) + "}";
        String id = "is an integer from 0 to 9007199254740991; it is";
        return Stream.of(
                new Refused("{'t':'nonsense','id':1}", "unknown-type", "no request has this \\'t\\'"),
                new Refused("{'id':1}", "malformed", "\\'t\\' is a string; it is missing or null"),
                new Refused("{'t':5,'id':1}", "malformed", "\\'t\\' is a string; it is 5"),
                new Refused("{'t':'sub','ch':'chat:a'}", "malformed", "\\'id\\' " + id + " missing or null"),
                new Refused("{'t':'sub','id':'1','ch':'chat:a'}", "malformed", "\\'id\\' " + id + " a string"),
                new Refused("{'t':'sub','id':1.5,'ch':'chat:a'}", "malformed", "\\'id\\' " + id + " 1.5"),
                new Refused("{'t':'sub','id':-1,'ch':'chat:a'}", "malformed", "\\'id\\' " + id + " -1"),
                new Refused(
                        "{'t':'sub','id':9007199254740992,'ch':'chat:a'}",
                        "malformed",
                        "\\'id\\' " + id + " 9007199254740992"),
                new Refused("{'t':'sub','id':1}", "malformed", "\\'ch\\' is a string; it is missing or null"),
                new Refused(
                        "{'t':'sub','id':1,'ch':'chat'}",
                        "bad-channel",
                        ChannelName.RULE.replace("\"", "\\'").replace("\\ *", "\\\\ *")),
                new Refused("{'t':'sub','id':1,'ch':'other:a'}", "unknown-channel", "no namespace \\'other\\'"),
                new Refused(
                        "{'t':'sub','id':1,'ch':'chat:a','history':-1}",
                        "malformed",
                        "\\'history\\' is an integer from 0 to 1000; it is -1"),
                new Refused(
                        "{'t':'sub','id':1,'ch':'chat:a','history':1001}",
                        "malformed",
                        "\\'history\\' is an integer from 0 to 1000; it is 1001"),
                new Refused(
                        "{'t':'sub','id':1,'ch':'chat:a','since':7}",
                        "malformed",
                        "\\'since\\' is {\\'e\\':epoch,\\'o\\':offset}; it is 7"),
                new Refused(
                        "{'t':'sub','id':1,'ch':'chat:a','since':{'o':7}}",
                        "malformed",
                        "\\'e\\' is a string; it is missing or null"),
                new Refused(
                        "{'t':'sub','id':1,'ch':'chat:a','since':{'e':'" + "x".repeat(65) + "','o':7}}",
                        "malformed",
                        "\\'e\\' has at most 64 characters"),
                new Refused(
                        "{'t':'sub','id':1,'ch':'chat:a','since':{'e':'x'}}",
                        "malformed",
                        "\\'o\\' " + id + " missing or null"),
                new Refused(
                        "{'t':'unsub','id':1,'ch':'chat:a'}",
                        "not-subscribed",
                        "this connection is not subscribed to chat:a"),
                new Refused(
                        "{'t':'pub','id':1,'ch':'chat:a','d':1}",
                        "malformed",
                        "\\'mid\\' is an integer from 1 to 9007199254740991; it is missing or null"),
                new Refused(
                        "{'t':'pub','id':1,'ch':'chat:a','mid':0,'d':1}",
                        "malformed",
                        "\\'mid\\' is an integer from 1 to 9007199254740991; it is 0"),
                new Refused("{'t':'pub','id':1,'ch':'chat:a','mid':1}", "malformed", "\\'d\\' is missing"),
                new Refused(
                        "{'t':'pub','id':1,'ch':'other:a','mid':1,'d':1}",
                        "unknown-channel",
                        "no namespace \\'other\\'"),
                new Refused(deep, "too-deep", "nested deeper than 32 levels"),
                new Refused(
                        "{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':{'a':1,'a':2}}",
                        "bad-value",
                        "a field stands twice"),
                new Refused(
                        "{'t':'pub','id':1,'ch':'chat:a','mid':1,'d':[1e999]}",
                        "bad-value",
                        "a number is beyond the range of 64-bit floating point"),
                new Refused(
                        "{'t':'pub','d':'\\ud800','id':1,'ch':'chat:a','mid':1}",
                        "bad-value",
                        "a string holds half of a surrogate pair"),
                new Refused(
                        "{'t':'hist','id':1,'ch':'chat:a','limit':0}",
                        "malformed",
                        "\\'limit\\' is an integer from 1 to 1000; it is 0"),
                new Refused(
                        "{'t':'hist','id':1,'ch':'chat:a','since':1,'before':3}",
                        "malformed",
                        "\\'since\\' or \\'before\\', not both"),
                new Refused(
                        "{'t':'hist','id':1,'ch':'chat:a','before':0}",
                        "malformed",
                        "\\'before\\' is an integer from 1 to 9007199254740991; it is 0"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(Refused refused) {
        boolean idIsReadable =
                refused.request().contains("'id':1,") || refused.request().contains("'id':1}");
        ann.assertAnswer(refused.request(), error(refused.code(), refused.reason(), idIsReadable));
        publish(1, 1);
    }

    private static String error(String code, String reason, boolean id) {
        return "{'t':'err'," + (id ? "'id':1," : "") + "'code':'" + code + "','reason':'" + reason + "','retry':false}";
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void refusesGarbage(String garbage) {
        ann.say(garbage);
        List<String> told = ann.take();
        assertEquals(1, told.size());
        assertTrue(told.get(0).startsWith("{\"t\":\"err\",\"code\":\"malformed\","), told.get(0));
        publish(1, 1);
    }

    static Stream<String> garbage() {
        String batch = Stream.generate(() -> "{}").limit(257).collect(Collectors.joining(",", "[", "]"));
        return Stream.of("", "x", "{", "[", "[1]", "[[]]", "1", "{}{}", "[{},]", "null", batch);
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        ann.assertAnswer("{'t':'nonsense','deep':[{}]}");
        ann.assertAnswer("{'t':'ping','unknown':{'a':[1]},'id':2}", "{'t':'pong','id':2,'now':1000}");
        ann.assertAnswer("[]");
    }

    @Test
    void refusesASecondSubscription() {
        ann.say(sub(1));
        ann.take();
        ann.assertAnswer(sub(1), error("already-subscribed", "already subscribed to chat:a", true));
    }

    @Test
    void refusesAPositionInTheFuture() {
        publish(1, 3);
        ann.assertAnswer(
                "{'t':'sub','id':1,'ch':'chat:a','since':{'e':'" + E + "','o':4}}",
                error("future-position", "\\'since\\' is after the last message: subscribe without it", true));
        ann.assertAnswer(sub(1), ok(1, 2, 3, 3), live(3));
    }

    @Test
    void refusesTooManySubscriptions() {
        ProtocolLimits d = ProtocolLimits.DEFAULTS;
        TestHub narrow = new TestHub(
                new ProtocolLimits(d.message(), 9, 9, 2, 9, d.hello(), Duration.ofSeconds(1), Duration.ofSeconds(2)),
                9);
        TestClient client = TestClient.welcome(narrow, "ann");
        client.say("{'t':'sub','id':1,'ch':'chat:b'}", "{'t':'sub','id':1,'ch':'chat:c'}");
        client.take();
        client.assertAnswer(sub(1), error("too-many-subscriptions", "a connection has at most 2 subscriptions", true));
        client.say("{'t':'unsub','id':1,'ch':'chat:b'}", sub(1));
        assertTrue(client.take().get(1).startsWith("{\"t\":\"ok\",\"id\":1,\"ch\":\"chat:a\",\"s\":3,"));
    }

    @Test
    void refusesTooManyChannels() {
        TestHub narrow = new TestHub(ProtocolLimits.DEFAULTS, 1);
        TestClient client = TestClient.welcome(narrow, "ann");
        client.say("{'t':'sub','id':1,'ch':'chat:b'}");
        client.take();
        for (String request : List.of("sub", "hist", "pub")) {
            client.assertAnswer(
                    "{'t':'" + request + "','id':1,'ch':'chat:a','mid':1,'d':1}",
                    "{'t':'err','id':1,'code':'too-many-channels',"
                            + "'reason':'the server has all channels that it may have','retry':true,'after':1000}");
        }
    }
}
