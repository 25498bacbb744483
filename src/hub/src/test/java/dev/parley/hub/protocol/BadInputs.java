package dev.parley.hub.protocol;

import static dev.parley.hub.protocol.BadInputScene.pub;
import static dev.parley.hub.protocol.BadInputScene.read;
import static dev.parley.hub.protocol.BadInputScene.set;
import static dev.parley.hub.protocol.BadInputScene.since;
import static dev.parley.hub.protocol.BadInputScene.sub;

import dev.parley.hub.ChannelRules;
import dev.parley.hub.Hub;
import dev.parley.hub.LateLogs;
import dev.parley.hub.access.Access;
import dev.parley.hub.access.Limiter;
import dev.parley.hub.access.Quotas;
import dev.parley.hub.access.Rate;
import dev.parley.hub.access.RateLimits;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.protocol.BadInputScene.Deed;
import dev.parley.hub.spi.Authorizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Everything bad that a client may send, each in one or more ways: what Ann does, or what she finds when she does it. */
final class BadInputs {
    private final Map<String, List<Deed>> deeds = new LinkedHashMap<>();

    private BadInputs() {
        whenMessages();
        whenHello();
        whenChannels();
        whenSubscribing();
        whenPublishing();
    }

    /** Returns all, by what they are called in {@code docs/protocol.md}. */
    static Map<String, List<Deed>> all() {
        return new BadInputs().deeds;
    }

    private void when(String input, Deed... each) {
        when(input, List.of(each));
    }

    private void when(String input, List<Deed> each) {
        if (deeds.put(input, each) != null) {
            throw new IllegalStateException("twice: " + input);
        }
    }

    private void whenSaid(String input, String... messages) {
        when(input, Arrays.stream(messages).map(BadInputs::saying).toList());
    }

    private static Deed saying(String message) {
        return scene -> scene.ann.say(message);
    }

    private static ProtocolLimits limits(int subscriptions, int recovery) {
        ProtocolLimits d = ProtocolLimits.DEFAULTS;
        return new ProtocolLimits(
                d.message(), d.batch(), d.depth(), subscriptions, recovery, d.hello(), d.ping(), d.dead());
    }

    private void whenMessages() {
        whenSaid("not JSON", "", "x", "{", "[{},]", "{}{}", "{'t':'ping','id':1}}");
        whenSaid("JSON that is neither an object nor an array of objects", "1", "null", "'ping'", "[1]", "[[]]");
        whenSaid("an array of more than 256 messages", "[" + "{'t':'ping'},".repeat(256) + "{'t':'ping'}]");
        whenSaid(
                "nested deeper than 32 levels",
                pub("'mid':1,'d':" + "[".repeat(32) + "]".repeat(32)),
                "[{'t':'ping','x':" + "{'a':".repeat(32) + "1" + "}".repeat(32) + "}]");
        whenSaid(
                "a name twice in an object",
                pub("'mid':1,'d':{'a':1,'a':1}"),
                pub("'mid':1,'mid':1,'d':1"),
                pub("'mid':1,'d':{'a':1,'\\u0061':1}"));
        whenSaid(
                "a number of more than 64 characters, or beyond 64-bit floating point",
                pub("'mid':1,'d':1" + "0".repeat(64)),
                pub("'mid':1,'d':-1e999"));
        whenSaid(
                "half of a surrogate pair in a string", pub("'mid':1,'d':'\\ud800'"), pub("'mid':1,'d':{'\\udc00':1}"));
        when("a binary message that is not UTF-8", scene -> scene.ann.session().garbage());
        whenSaid("no `t`, or one that is no string", "{}", "{'id':1}", "{'t':null,'id':1}", "{'t':['ping'],'id':1}");
        whenSaid("an unknown `t` with an `id`", "{'t':'nonsense','id':1}", "{'t':'','id':0}", "{'t':'msg','id':1}");
        whenSaid("an unknown `t` without an `id`", "{'t':'nonsense','ch':'chat:a'}", "{'t':'nonsense','id':'1'}");
        whenSaid("a `ping` with an unknown field", "{'t':'ping','id':1,'what':{'is':['that']}}");
        whenSaid(
                "a request without `id`, or one that is not an integer from 0 to 2⁵³ − 1",
                "{'t':'sub','ch':'chat:a'}",
                "{'t':'sub','id':null,'ch':'chat:a'}",
                "{'t':'sub','id':'1','ch':'chat:a'}",
                "{'t':'sub','id':-1,'ch':'chat:a'}",
                "{'t':'sub','id':1.0,'ch':'chat:a'}",
                "{'t':'sub','id':9007199254740992,'ch':'chat:a'}");
        whenSaid(
                "a field that is missing, of the wrong type or out of range",
                "{'t':'sub','id':1}",
                "{'t':'sub','id':1,'ch':['chat:a']}",
                sub("'since':'now'"),
                sub("'history':1001"),
                sub("'presence':'yes'"),
                read("'keys':[]"),
                pub("'mid':'1','d':1"),
                pub("'mid':0,'d':1"),
                pub("'mid':1"),
                set("'mid':1,'key':1,'d':1"),
                set("'mid':1,'key':'k','del':'yes'"),
                set("'mid':1,'key':'k','d':1,'ttl':499"),
                set("'mid':1,'key':'k','d':1,'ttl':86400001"),
                set("'mid':1,'key':'k','d':1,'ttl':'1s'"),
                set("'mid':1,'key':'k','d':1,'ifVersion':1"),
                "{'t':'ack','id':1,'ch':'chat:a','o':-1}",
                "{'t':'ack','id':1,'ch':'chat:a','o':1,'e':1}",
                "{'t':'hist','id':1,'ch':'chat:a','limit':0}",
                "{'t':'hist','id':1,'ch':'chat:a','before':1,'since':1}",
                "{'t':'pres','id':1,'ch':'chat:a','after':1}",
                "{'t':'rpc','id':1,'m':1}",
                "{'t':'refresh','id':1}");
        when("a request before `hello`", scene -> {
            scene.ann = new TestClient(scene.hub);
            scene.ann.say("{'t':'sub','id':1,'ch':'chat:a'}");
        });
        whenSaid("a second `hello`", TestClient.hello("ann"), TestClient.hello("bob"));
    }

    private static Deed first(String message) {
        return scene -> {
            scene.ann = new TestClient(scene.hub);
            scene.ann.say(message);
        };
    }

    private void whenHello() {
        String cid = "'cid':'" + TestClient.cid("ann") + "'";
        when(
                "`hello` with another `v`",
                first("{'t':'hello','v':2," + cid + "}"),
                first("{'t':'hello','v':0," + cid + "}"));
        when(
                "`hello` with a `cid` that breaks the rule",
                first("{'t':'hello','v':1}"),
                first("{'t':'hello','v':1,'cid':'short'}"),
                first("{'t':'hello','v':1,'cid':'" + "x".repeat(65) + "'}"),
                first("{'t':'hello','v':1,'cid':'0123456789abcde/'}"));
        when(
                "`hello` with a `sid` that there is not, or that is not yours",
                first("{'t':'hello','v':1,'sid':'x'," + cid + "}"),
                scene -> {
                    String sid = scene.ann.session().sid();
                    first("{'t':'hello','v':1,'sid':'" + sid + "','cid':'" + TestClient.cid("bob") + "'}")
                            .by(scene);
                });
        when("`hello` with a token that proves nothing", first(TestClient.hello("ann", "forged")));
        when("`hello` with a token that has expired", first(TestClient.hello("ann", "old")));
        when("a request when the token has run out", scene -> {
            scene.ann = TestClient.welcome(scene.hub, "ann", "good:Ann:1");
            scene.hub.millis += 2000;
            scene.ann.say("{'t':'hist','id':1,'ch':'chat:a'}");
        });
        when("`hello` of a user who has all connections that it may have", scene -> {
            limit(scene, new Quotas(1, 1, 1));
            TestClient.welcome(scene.hub, "bob", "good:Ada:60");
            first(TestClient.hello("ann", "good:Ada:60")).by(scene);
        });
        when("more requests than the rates allow", scene -> {
            RateLimits.Pace one = new RateLimits.Pace(Optional.of(new Rate(1, 1)), Optional.empty());
            Limiter limiter = new Limiter(
                    new RateLimits(one, RateLimits.Pace.ANY, RateLimits.Pace.ANY), () -> 0, (who, most) -> {});
            scene.hub.access = new Access(new TestTokens(scene.hub), Authorizer.ALL, scene.hub, Duration.ZERO, limiter);
            scene.ann = TestClient.welcome(scene.hub, "ann");
            scene.ann.say("{'t':'hist','id':1,'ch':'chat:a'}");
        });
    }

    private static void limit(BadInputScene scene, Quotas quotas) {
        Limiter limiter = new Limiter(RateLimits.NONE, quotas, () -> 0, (who, most) -> {});
        scene.hub.access = new Access(new TestTokens(scene.hub), Authorizer.ALL, scene.hub, Duration.ZERO, limiter);
    }

    private void whenChannels() {
        when("a channel more than the user, or strangers from the address, may have made", scene -> {
            limit(scene, new Quotas(1, 1, 1));
            scene.ann = TestClient.welcome(scene.hub, "ann");
            scene.before("{'t':'sub','id':1,'ch':'chat:b'}");
            scene.ann.say(sub("'x':1"));
        });
        when(
                "a request that the rules of the channel forbid",
                Stream.of(sub("'x':1"), pub("'mid':1,'d':1"))
                        .<Deed>map(request -> scene -> {
                            scene.hub.rules = (who, action, channel) -> false;
                            scene.ann.say(request);
                        })
                        .toList());
        whenSaid(
                "a channel whose name breaks the rule",
                "{'t':'sub','id':1,'ch':'chat'}",
                "{'t':'sub','id':1,'ch':':a'}",
                "{'t':'sub','id':1,'ch':'chat:'}",
                "{'t':'sub','id':1,'ch':'chat:a b'}",
                "{'t':'sub','id':1,'ch':'chat:*'}",
                "{'t':'sub','id':1,'ch':'chat:é'}",
                "{'t':'pub','id':1,'ch':'chat:" + "x".repeat(196) + "','mid':1,'d':1}",
                "{'t':'unsub','id':1,'ch':''}");
        whenSaid(
                "a channel that no pattern of the settings allows",
                "{'t':'sub','id':1,'ch':'none:a'}",
                "{'t':'sub','id':1,'ch':'only:two'}",
                "{'t':'pub','id':1,'ch':'none:a','mid':1,'d':1}",
                "{'t':'hist','id':1,'ch':'none:a'}",
                "{'t':'pres','id':1,'ch':'none:a'}");
        when(
                "a channel more than the server may have",
                Stream.of(sub("'x':1"), pub("'mid':1,'d':1"), read("'x':1"))
                        .<Deed>map(request -> scene -> {
                            scene.begin(new TestHub(ProtocolLimits.DEFAULTS, 1));
                            scene.before(
                                    "{'t':'sub','id':1,'ch':'chat:b'}",
                                    "{'t':'pub','id':1,'ch':'ticker:b','mid':1,'key':'k','d':1}");
                            scene.ann.say(request);
                        })
                        .toList());
        whenSaid(
                "a request, or a field of it, for channels of the other kind",
                sub("'keys':['a']"),
                read("'history':1"),
                pub("'mid':1,'key':'k','d':1"),
                pub("'mid':1,'ttl':500,'d':1"),
                "{'t':'ack','id':1,'ch':'ticker:a','o':1}",
                "{'t':'hist','id':1,'ch':'ticker:a'}");
    }

    private void whenSubscribing() {
        when("`sub` to a channel that is followed already", scene -> {
            scene.before(sub("'x':1"));
            scene.ann.say(sub("'history':1"));
        });
        when("`sub` beyond 256 channels", scene -> {
            scene.begin(new TestHub(limits(1, 9), 9));
            scene.before("{'t':'sub','id':1,'ch':'chat:b'}");
            scene.ann.say(sub("'x':1"));
        });
        whenSaid("`sub` with more than 64 keys", read("'keys':['a','b','c']"));
        whenSaid("`sub` with `presence` where there is none", "{'t':'sub','id':1,'ch':'alone:a','presence':true}");
        when("`sub` with `presence` under a name that is taken", scene -> {
            String user = scene.ann.session().user();
            scene.hub.hub.subscribe("chat:a", user, user, 0, event -> true);
            scene.ann.say(sub("'presence':true"));
        });
        when("`sub` with `since` of another epoch", scene -> {
            scene.publish(2);
            scene.ann.say(since("another", 41));
        });
        when("`sub` with `since` in the future of this epoch", scene -> {
            scene.publish(2);
            scene.ann.say(since(TestHub.EPOCH, 3));
        });
        when("`sub` with `since` that the log no longer reaches", scene -> {
            scene.publish(TestHub.KEPT + 200);
            scene.ann.say(since(TestHub.EPOCH, 1));
        });
        when("`sub` with `since` further back than a recovery goes", scene -> {
            scene.begin(new TestHub(limits(9, 2), 9));
            scene.publish(4);
            scene.ann.say(since(TestHub.EPOCH, 1));
        });
        when("`sub` to values with `since` of another epoch", saying(read("'since':{'e':'another','v':1}")));
        when("`sub` to values with `since` in the future", scene -> {
            scene.before(set("'mid':1,'key':'k','d':1"));
            scene.ann.say(read("'since':{'e':'" + TestHub.EPOCH + "','v':2}"));
        });
        when(
                "`sub` with `presence` of another epoch, or in the future",
                saying(sub("'presence':{'e':'another','v':1}")),
                scene -> {
                    TestClient bob = TestClient.welcome(scene.hub, "bob");
                    bob.say(sub("'presence':true"));
                    String epoch = BadInputScene.presenceEpoch(bob.take().get(0));
                    scene.ann.say(sub("'presence':{'e':'" + epoch + "','v':99}"));
                });
        whenSaid(
                "`unsub` from what is not followed",
                "{'t':'unsub','id':1,'ch':'chat:a'}",
                "{'t':'unsub','id':1,'ch':'none:a'}");
        whenSaid(
                "`ack` of what is not followed",
                "{'t':'ack','id':1,'ch':'chat:a','o':0}",
                "{'t':'ack','ch':'chat:a','o':9}");
        when("`ack` in the future", scene -> {
            scene.before(sub("'x':1"));
            scene.ann.say("{'t':'ack','id':1,'ch':'chat:a','o':1}");
        });
        when("`ack` of another epoch", scene -> {
            scene.before(sub("'x':1"));
            scene.ann.say("{'t':'ack','id':1,'ch':'chat:a','o':9,'e':'another'}");
        });
        when("`sub` with `since` `acked` when nothing is known", scene -> {
            scene.publish(2);
            scene.ann.say(sub("'since':'acked'"));
        });
        whenSaid("`hist` with `since` in the future", "{'t':'hist','id':1,'ch':'chat:a','since':9}");
        when("`hist` when earlier answers were not read", scene -> {
            scene.ann.room = 0;
            scene.ann.say("{'t':'hist','id':1,'ch':'chat:a'}");
        });
        whenSaid(
                "`me` or `typing` of somebody who is no member",
                "{'t':'me','id':1,'ch':'chat:a','state':1}",
                "{'t':'typing','id':1,'ch':'chat:a','on':true}");
        when("`me` with a `state` of more than 1 KiB", scene -> {
            scene.before(sub("'presence':true"));
            scene.ann.say("{'t':'me','id':1,'ch':'chat:a','state':'" + "x".repeat(1023) + "'}");
        });
    }

    private void whenPublishing() {
        when("`pub` with a `mid` and data that were there before", scene -> {
            scene.publish(1);
            scene.ann.say(pub("'mid':1,'d':1"));
        });
        when(
                "`pub` with a `mid` that was used for other data",
                scene -> {
                    scene.publish(1);
                    scene.ann.say(pub("'mid':1,'d':2"));
                },
                scene -> {
                    scene.before(set("'mid':1,'key':'k','d':1"));
                    scene.ann.say(set("'mid':1,'key':'k','d':2"));
                });
        when("`pub` with a `mid` that is too old to be known", scene -> {
            scene.publish(1025);
            scene.ann.say(pub("'mid':1,'d':1"));
        });
        whenSaid(
                "`pub` with a key that is empty or longer than 200 bytes",
                set("'mid':1,'key':'','d':1"),
                set("'mid':1,'key':'" + "k".repeat(11) + "','d':1"));
        whenSaid("`pub` with a value of more than 32 KiB", set("'mid':1,'key':'k','d':'" + "x".repeat(99) + "'"));
        when(
                "`pub` with `ifVersion` before the last change of the key",
                scene -> {
                    scene.before(set("'mid':1,'key':'k','d':1"), set("'mid':2,'key':'k','d':2"));
                    scene.ann.say(set("'mid':3,'key':'k','d':3,'ifVersion':1,'e':'" + TestHub.EPOCH + "'"));
                },
                scene -> {
                    scene.before(set("'mid':1,'key':'k','d':1"));
                    scene.ann.say(set("'mid':2,'key':'k','d':2,'ifVersion':0"));
                });
        when("`pub` with `ifVersion` in the future", scene -> {
            scene.before(set("'mid':1,'key':'k','d':1"));
            scene.ann.say(set("'mid':2,'key':'k','d':2,'ifVersion':2,'e':'" + TestHub.EPOCH + "'"));
        });
        when("`pub` of a key more than the channel may have", scene -> {
            for (int i = 1; i <= 5; i++) {
                scene.before(set("'mid':" + i + ",'key':'k" + i + "','d':1"));
            }
            scene.ann.say(set("'mid':6,'key':'k6','d':1"));
        });
        when("`pub` of a value for which the server has no memory", scene -> {
            scene.begin(new TestHub(ProtocolLimits.DEFAULTS, 10, 1));
            scene.ann.say(set("'mid':1,'key':'k','d':1"));
        });
        String rpc = "{'t':'rpc','id':1,'m':";
        whenSaid("`rpc` to a method that there is not", rpc + "'nothing'}", rpc + "''}");
        whenSaid("`rpc` that the method refuses", rpc + "'admin'}");
        whenSaid("`rpc` that the method fails to do", rpc + "'fails'}");
        when("`rpc` that the method does not answer", scene -> {
            scene.ann.say(rpc + "'later'}");
            for (int i = 0; i < MethodCommands.PATIENCE; i++) {
                scene.hub.protocol.sweep();
            }
        });
        when("`rpc` when 64 calls are not answered", scene -> {
            for (int i = 0; i < MethodCommands.MOST_OPEN; i++) {
                scene.before(rpc + "'later'}");
            }
            scene.ann.say(rpc + "'echo'}");
        });
        when("`pub` while the log cannot be reached", scene -> {
            LateLogs logs = new LateLogs();
            logs.broken = true;
            scene.begin(new TestHub(clock -> new Hub(
                    new Hub.Limits(1, 10, 10, 1, 1, Duration.ofMinutes(10)),
                    new Hub.Logs(logs, new ChannelMemory(Long.MAX_VALUE)),
                    new ChannelRules(List.of()),
                    clock,
                    new Random(1),
                    Runnable::run)));
            scene.ann.say(pub("'mid':1,'d':1"));
        });
    }
}
