package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad request has its answer, which docs/protocol.md tells, and the connection goes on. */
class RefusalTest {
    private static final String E = TestHub.EPOCH;

    private final TestHub hub = new TestHub();
    private final TestClient ann = TestClient.welcome(hub, "ann");

    private static String sub(int id) {
        return "{'t':'sub','id':" + id + ",'ch':'chat:a'}";
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
            ann.assertAnswer(
                    "{'t':'pub','id':" + i + ",'ch':'chat:a','mid':" + i + ",'d':{'n':" + i + "}}",
                    "{'t':'ok','id':" + i + ",'o':" + i + "}");
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
                        "{'t':'sub','id':1,'ch':'only:two'}",
                        "unknown-channel",
                        "there may be no channel of that name"),
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
        assertEquals(
                List.of("malformed", "bad-channel", "unknown-type").contains(refused.code()),
                !Schemas.CLIENT.takes(refused.request().replace('\'', '"')),
                "what the schema refuses is what breaks the form");
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
