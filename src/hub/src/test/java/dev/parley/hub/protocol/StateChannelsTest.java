package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State channels as a client sees them. */
class StateChannelsTest {
    private static final String E = TestHub.EPOCH;
    private static final String LONG = "'long':'llllllllllllllllllll'";

    private final TestHub hub = new TestHub();
    private final TestClient ann = TestClient.welcome(hub, "ann");
    private final TestClient bob = TestClient.welcome(hub, "bob");
    private int mid;

    private static String sub(String more) {
        return "{'t':'sub','id':7,'ch':'ticker:a'" + more + "}";
    }

    private static String ok(int s, int v) {
        return "{'t':'ok','id':7,'ch':'ticker:a','s':" + s + ",'e':'" + E + "','v':" + v + "}";
    }

    private static String snap(String rest) {
        return "{'t':'snap','ch':'ticker:a'," + rest + "}";
    }

    private static String upd(String rest) {
        return "{'t':'upd','ch':'ticker:a'," + rest + "}";
    }

    private static String live(int v) {
        return "{'t':'live','ch':'ticker:a','v':" + v + "}";
    }

    private static String err(String code, String reason, boolean retry) {
        return "{'t':'err','id':3,'code':'" + code + "','reason':'" + reason + "','retry':" + retry
                + (retry ? ",'after':1000}" : "}");
    }

    /** Publishes, and asserts the version that it gives. */
    private void publish(String what, int version) {
        mid++;
        ann.assertAnswer(
                "{'t':'pub','id':3,'ch':'ticker:a','mid':" + mid + "," + what + "}",
                "{'t':'ok','id':3,'v':" + version + "}");
    }

    private void set(String key, String value, int version) {
        publish("'key':'" + key + "','d':" + value, version);
    }

    @Nested
    class Reading {
        @Test
        void beginsWithASnapshot() {
            set("a", "1", 1);
            set("b", "{ 'x': 1.0 }", 2);
            bob.assertAnswer(sub(""), ok(1, 2), snap("'v':2,'first':true,'keys':{'a':1,'b':{ 'x': 1.0 }}"), live(2));
            set("a", "null", 3);
            publish("'key':'b','del':true", 4);
            bob.assertTold(upd("'v':3,'set':{'a':null}"), upd("'v':4,'del':['b']"));
        }

        @Test
        void ofAnEmptyChannelBeginsWithAnEmptySnapshot() {
            bob.assertAnswer(sub(""), ok(1, 0), snap("'first':true,'keys':{}"), live(0));
        }

        @Test
        void comesInPages() {
            for (int i = 1; i <= 4; i++) {
                set("k" + i, Integer.toString(i), i);
            }
            bob.assertAnswer(
                    sub(""),
                    ok(1, 4),
                    snap("'first':true,'keys':{'k1':1,'k2':2,'k3':3},'more':true"),
                    snap("'v':4,'keys':{'k4':4}"),
                    live(4));
        }

        @Test
        void tellsHowManyChangesWereSkipped() {
            bob.say(sub(""));
            bob.take();
            bob.room = 0;
            for (int i = 1; i <= 5; i++) {
                set("a", Integer.toString(i), i);
            }
            bob.ready(TestClient.WIDE);
            bob.assertTold(upd("'v':5,'set':{'a':5},'skipped':4"));
        }

        @Test
        void goesOnFromAPosition() {
            set("a", "1", 1);
            set("b", "1", 2);
            bob.assertAnswer(sub(",'since':{'e':'" + E + "','v':1}"), ok(1, 2), upd("'v':2,'set':{'b':1}"), live(2));
        }

        @Test
        void fromAPositionOfAnotherLifeOrTheFutureBeginsAnew() {
            set("a", "1", 1);
            bob.assertAnswer(
                    sub(",'since':{'e':'x','v':1}"), ok(1, 1), snap("'v':1,'first':true,'keys':{'a':1}"), live(1));
            ann.assertAnswer(
                    sub(",'since':{'e':'" + E + "','v':2}"),
                    ok(1, 1),
                    snap("'v':1,'first':true,'keys':{'a':1}"),
                    live(1));
        }

        @Test
        void ofSomeKeysTellsOfNoOthers() {
            set("a", "1", 1);
            bob.assertAnswer(sub(",'keys':['a','z']"), ok(1, 1), snap("'v':1,'first':true,'keys':{'a':1}"), live(1));
            set("b", "1", 2);
            set("z", "1", 3);
            bob.assertTold(upd("'v':3,'set':{'z':1}"));
        }

        @Test
        void endsWithTheSubscription() {
            bob.say(sub(""));
            bob.take();
            bob.assertAnswer("{'t':'unsub','id':8,'ch':'ticker:a'}", "{'t':'ok','id':8,'ch':'ticker:a'}");
            set("a", "1", 1);
            bob.assertTold();
            bob.assertAnswer(sub(""), ok(2, 1), snap("'v':1,'first':true,'keys':{'a':1}"), live(1));
            bob.vanish();
            set("a", "2", 2);
            bob.assertTold();
        }

        @Test
        void isInBinaryForThoseWhoWant() {
            TestClient cat = new TestClient(hub);
            cat.say("{'t':'hello','v':1,'cid':'cat-cat-cat-cat-','caps':['binary']}");
            cat.take();
            cat.say(sub(""));
            cat.assertTold("binary " + ok(1, 0), "binary " + snap("'first':true,'keys':{}"), "binary " + live(0));
        }
    }

    @Nested
    class Patches {
        private final TestClient cat = new TestClient(hub);

        Patches() {
            cat.say("{'t':'hello','v':1,'cid':'cat-cat-cat-cat-','caps':['delta']}");
            cat.take();
        }

        @Test
        void goToThoseWhoUnderstandThem() {
            set("a", "{'x':1," + LONG + "}", 1);
            bob.say(sub(""));
            cat.say(sub(""));
            bob.take();
            cat.take();
            publish("'key':'a','patch':{'x':2}", 2);
            bob.assertTold(upd("'v':2,'set':{'a':{'x':2," + LONG + "}}"));
            cat.assertTold(upd("'v':2,'patch':{'a':{'x':2}}"));
            set("a", "{'x':3," + LONG + "}", 3);
            cat.assertTold(upd("'v':3,'patch':{'a':{'x':3}}"));
            cat.room = 0;
            publish("'key':'a','patch':{'x':4}", 4);
            publish("'key':'a','patch':{'x':5}", 5);
            publish("'key':'b','patch':{'y':1,'z':null}", 6);
            cat.ready(TestClient.WIDE);
            cat.assertTold(upd("'v':6,'set':{'a':{'x':5," + LONG + "},'b':{'y':1}},'skipped':1"));
        }
    }

    @Nested
    class Publishing {
        private String pub(String rest) {
            return "{'t':'pub','id':3,'ch':'ticker:a'," + rest + "}";
        }

        @Test
        void isDoneOnce() {
            ann.assertAnswer(pub("'mid':1,'key':'a','d':1"), "{'t':'ok','id':3,'v':1}");
            bob.assertAnswer(pub("'mid':1,'key':'a','d':2"), "{'t':'ok','id':3,'v':2}");
            ann.assertAnswer(pub("'mid':1,'key':'a','d':1"), "{'t':'ok','id':3,'v':1,'dup':true}");
            ann.assertAnswer(
                    pub("'mid':1,'key':'a','d':3"),
                    err("mid-reused", "that \\'mid\\' was used for another change", false));
        }

        @Test
        void mayDependOnAVersion() {
            set("a", "1", 1);
            set("b", "1", 2);
            publish("'key':'a','d':2,'ifVersion':1,'e':'" + E + "'", 3);
            ann.assertAnswer(
                    pub("'mid':10,'key':'a','d':3,'ifVersion':2,'e':'" + E + "'"),
                    err("conflict", "the key has changed at version 3", false));
            ann.assertAnswer(
                    pub("'mid':11,'key':'a','d':3,'ifVersion':3,'e':'another'"),
                    err("conflict", "the key has changed at version 3", false));
            ann.assertAnswer(
                    pub("'mid':12,'key':'a','d':3,'ifVersion':0"),
                    err("conflict", "the key has changed at version 3", false));
            ann.assertAnswer(pub("'mid':13,'key':'c','del':true,'ifVersion':0"), "{'t':'ok','id':3,'v':3}");
            ann.assertAnswer(
                    pub("'mid':14,'key':'a','d':3,'ifVersion':9,'e':'" + E + "'"),
                    err("future-position", "\\'ifVersion\\' is after the last change", false));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'mid':1,'d':1 | malformed | \\'key\\' is a string; it is missing or null",
                    "'mid':1,'key':7,'d':1 | malformed | \\'key\\' is a string; it is 7",
                    "'key':'a','d':1 | malformed | \\'mid\\' is an integer from 1 to 9007199254740991; it is missing or"
                            + " null",
                    "'mid':1,'key':'','d':1 | bad-key | a key has 1 to 10 bytes of UTF-8, and no U+0000",
                    "'mid':1,'key':'ééééé1','d':1 | bad-key | a key has 1 to 10 bytes of UTF-8, and no U+0000",
                    "'mid':1,'key':'a' | malformed | one of \\'d\\', the value, \\'patch\\', a merge patch, and"
                            + " \\'del\\':true",
                    "'mid':1,'key':'a','d':1,'del':true | malformed | one of \\'d\\', the value, \\'patch\\', a merge"
                            + " patch, and \\'del\\':true",
                    "'mid':1,'key':'a','d':1,'patch':{} | malformed | one of \\'d\\', the value, \\'patch\\', a merge"
                            + " patch, and \\'del\\':true",
                    "'mid':1,'key':'a','del':1 | malformed | \\'del\\' is true or false; it is 1",
                    "'mid':1,'key':'a','d':1,'ifVersion':-1 | malformed | \\'ifVersion\\' is an integer from 0 to"
                            + " 9007199254740991; it is -1",
                    "'mid':1,'key':'a','d':1,'ifVersion':1 | malformed | \\'e\\' is a string; it is missing or null"
                })
        void isRefused(String fields, String code, String reason) {
            ann.assertAnswer(pub(fields), err(code, reason, false));
        }

        @Test
        void goesByItselfWhenItsTimeIsOver() {
            ann.assertAnswer(pub("'mid':1,'key':'a','d':1,'ttl':500"), "{'t':'ok','id':3,'v':1}");
            ann.say(sub(""));
            ann.take();
            hub.states.sweep();
            ann.assertTold();
            hub.states.sweep();
            ann.assertTold("{'t':'upd','ch':'ticker:a','v':2,'del':['a']}");
        }

        @Test
        void isRefusedBeyondTheBounds() {
            String big = "'" + "v".repeat(99) + "'";
            ann.assertAnswer(
                    pub("'mid':1,'key':'a','d':" + big),
                    err("value-too-big", "a value has at most 100 bytes of UTF-8", false));
            for (int i = 1; i <= 5; i++) {
                set("k" + i, "1", i);
            }
            ann.assertAnswer(
                    pub("'mid':90,'key':'k6','d':1"),
                    err("channel-full", "the channel has all keys or bytes that it may have", false));
        }
    }

    @Nested
    class Kinds {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{'t':'sub','id':3,'ch':'ticker:a','history':1} | \\'history\\' is for channels that keep messages",
                    "{'t':'sub','id':3,'ch':'chat:a','keys':['a']} | \\'keys\\' is for channels that keep values",
                    "{'t':'pub','id':3,'ch':'chat:a','mid':1,'key':'a','d':1} | \\'key\\' is for channels that keep"
                            + " values",
                    "{'t':'hist','id':3,'ch':'ticker:a'} | the channel keeps values, not messages: subscribe to it"
                })
        void doNotMix(String request, String reason) {
            ann.assertAnswer(request, err("wrong-kind", reason, false));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'keys':[] | malformed | \\'keys\\' is an array of strings, at least one",
                    "'keys':['a',1] | malformed | \\'keys\\' is an array of strings, at least one",
                    "'keys':'a' | malformed | \\'keys\\' is an array of strings; it is a string",
                    "'keys':['a',''] | bad-key | a key has 1 to 10 bytes of UTF-8, and no U+0000",
                    "'keys':['a','b','c'] | too-many-keys | a subscription names at most 2 keys",
                    "'since':{'e':'x','o':1} | malformed | \\'v\\' is an integer from 0 to 9007199254740991; it is"
                            + " missing or null",
                    "'since':7 | malformed | \\'since\\' is {\\'e\\':epoch,\\'v\\':version}; it is 7"
                })
        void haveTheirOwnFields(String fields, String code, String reason) {
            ann.assertAnswer("{'t':'sub','id':3,'ch':'ticker:a'," + fields + "}", err(code, reason, false));
            ann.assertAnswer(sub(""), ok(number(code), 0), snap("'first':true,'keys':{}"), live(0));
        }

        /** Refusals that come after the subscription was numbered use the number up. */
        private int number(String code) {
            return code.equals("malformed") ? 1 : 2;
        }

        @Test
        void areBoundedInNumber() {
            TestHub small = new TestHub(ProtocolLimits.DEFAULTS, 1);
            TestClient cat = TestClient.welcome(small, "cat");
            cat.say("{'t':'pub','id':3,'ch':'ticker:a','mid':1,'key':'a','d':1}");
            cat.take();
            String full = err("too-many-channels", "the server has all channels that it may have", true);
            cat.assertAnswer("{'t':'pub','id':3,'ch':'ticker:b','mid':2,'key':'a','d':1}", full);
            cat.assertAnswer("{'t':'sub','id':3,'ch':'ticker:b'}", full);
            assertEquals(1, small.states.channels());
        }
    }
}
