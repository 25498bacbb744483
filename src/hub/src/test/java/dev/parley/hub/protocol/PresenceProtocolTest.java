package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Hub;
import dev.parley.hub.HubError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in a channel and who types, as clients see it. */
class PresenceProtocolTest {
    private final TestHub hub = new TestHub();
    private final TestClient ann = TestClient.welcome(hub, "ann");
    private final TestClient bob = TestClient.welcome(hub, "bob");
    private final String annUser = ann.session().user();
    private final String bobUser = bob.session().user();

    private static String sub(String channel, String presence) {
        return "{'t':'sub','id':7,'ch':'" + channel + "','presence':" + presence + "}";
    }

    private static String pres(String channel, String rest) {
        return "{'t':'pres','ch':'" + channel + "'," + rest + "}";
    }

    private static String user(String name) {
        return "{'user':'" + name + "'}";
    }

    /** Makes a client a member and forgets what it was told. */
    private static void enter(TestClient client, String channel) {
        client.take();
        client.say(sub(channel, "true"));
        assertTrue(client.take().get(0).contains("\"presence\":{"));
    }

    /** Returns what the client was told of members and typing since the last time. */
    private static List<String> news(TestClient client) {
        return client.take().stream()
                .filter(message -> message.startsWith("{\"t\":\"pres\"") || message.startsWith("{\"t\":\"typing\""))
                .map(message -> message.replace('"', '\''))
                .toList();
    }

    @Nested
    class Members {
        @ParameterizedTest
        @ValueSource(strings = {"chat:a", "ticker:a"})
        void areToldToEachOther(String channel) {
            ann.say(sub(channel, "true"));
            String answer = ann.take().get(0).replace('"', '\'');
            assertTrue(answer.matches(".*,'presence':\\{'e':'[0-9a-f]{16}','v':1\\}\\}"), answer);
            enter(bob, channel);
            assertEquals(List.of(pres(channel, "'v':2,'join':[" + user(bobUser) + "],'count':2")), news(ann));
            bob.say("{'t':'unsub','id':8,'ch':'" + channel + "'}");
            assertEquals(List.of(pres(channel, "'v':3,'leave':['" + bobUser + "'],'count':1")), news(ann));
            enter(bob, channel);
            bob.vanish();
            assertEquals(
                    List.of(
                            pres(channel, "'v':4,'join':[" + user(bobUser) + "],'count':2"),
                            pres(channel, "'v':5,'leave':['" + bobUser + "'],'count':1")),
                    news(ann));
        }

        @Test
        void areListedToWhoComes() {
            enter(ann, "chat:a");
            bob.say(sub("chat:a", "true"));
            List<String> sorted =
                    annUser.compareTo(bobUser) < 0 ? List.of(annUser, bobUser) : List.of(bobUser, annUser);
            assertEquals(
                    List.of(pres(
                            "chat:a",
                            "'v':2,'all':[" + user(sorted.get(0)) + "," + user(sorted.get(1)) + "],'count':2")),
                    news(bob));
        }

        @Test
        void comeOnceWhateverTheirConnections() {
            enter(ann, "chat:a");
            TestClient phone = TestClient.welcome(hub, "bob");
            enter(bob, "chat:a");
            enter(phone, "chat:a");
            assertEquals(1, news(ann).size());
            bob.vanish();
            assertEquals(List.of(), news(ann));
            phone.vanish();
            assertEquals(1, news(ann).size());
        }

        @Test
        void areOnlyThoseWhoWant() {
            enter(ann, "chat:a");
            bob.say(sub("chat:a", "false"));
            bob.say("{'t':'sub','id':9,'ch':'chat:b'}");
            assertEquals(List.of(), news(bob));
            assertEquals(List.of(), news(ann));
        }

        @Test
        void areTheSameForThePlainChat() {
            enter(ann, "chat:a");
            List<ChannelEvent> plain = new ArrayList<>();
            Hub.Accepted accepted = (Hub.Accepted) hub.hub.subscribe("chat:a", "Ada", "ada", 0, delivery -> {
                plain.add(delivery.event());
                return true;
            });
            assertEquals(List.of(annUser, "Ada"), accepted.members());
            accepted.subscription().start();
            enter(bob, "chat:a");
            bob.say("{'t':'typing','ch':'chat:a','on':true}");
            bob.vanish();
            accepted.subscription().close();
            assertEquals(
                    List.of(
                            new ChannelEvent.Joined(bobUser),
                            new ChannelEvent.Typing(bobUser, true),
                            new ChannelEvent.Left(bobUser)),
                    plain);
            assertEquals(
                    List.of(
                            pres("chat:a", "'v':2,'join':[" + user("Ada") + "],'count':2"),
                            pres("chat:a", "'v':3,'join':[" + user(bobUser) + "],'count':3"),
                            "{'t':'typing','ch':'chat:a','users':['" + bobUser + "'],'count':1}",
                            pres("chat:a", "'v':4,'leave':['" + bobUser + "'],'count':2"),
                            pres("chat:a", "'v':5,'leave':['Ada'],'count':1")),
                    news(ann));
        }

        @Test
        void areRefusedANameThatAPlainMemberHas() {
            hub.hub.subscribe("chat:a", annUser, annUser, 0, delivery -> true);
            ann.assertAnswer(
                    sub("chat:a", "true"),
                    "{'t':'err','id':7,'code':'name-taken','reason':'somebody who wants it alone has that name in the"
                            + " channel','retry':false}");
            enterWithoutPresence();
        }

        private void enterWithoutPresence() {
            ann.say("{'t':'sub','id':7,'ch':'chat:a'}");
            assertTrue(ann.take().get(0).startsWith("{\"t\":\"ok\""), "the refused subscription has left nothing");
        }

        @Test
        void areBounded() {
            for (int i = 0; i < 10; i++) {
                enter(TestClient.welcome(hub, "c" + i), "chat:a");
            }
            ann.assertAnswer(
                    sub("chat:a", "true"),
                    "{'t':'err','id':7,'code':'channel-full','reason':'the channel has all members that it may have',"
                            + "'retry':false}");
        }
    }

    @Nested
    class ComingBack {
        @Test
        void tellsWhatChangedSince() {
            ann.say(sub("chat:a", "true"));
            String answer = ann.take().get(0);
            String epoch = answer.replaceAll(".*\"presence\":\\{\"e\":\"(\\w+)\".*", "$1");
            enter(bob, "chat:a");
            assertEquals(1, news(ann).size()); // at version 2
            TestClient cat = TestClient.welcome(hub, "cat");
            ann.vanish();
            bob.vanish();
            enter(cat, "chat:a");
            TestClient again = TestClient.welcome(hub, "ann");
            again.say(sub("chat:a", "{'e':'" + epoch + "','v':2}"));
            assertEquals(
                    List.of(pres(
                            "chat:a",
                            "'v':6,'join':[" + user(cat.session().user()) + "],'upd':[" + user(annUser) + "],'leave':['"
                                    + bobUser + "'],'count':2")),
                    news(again));
        }
    }

    @Nested
    class States {
        @Test
        void areToldToAll() {
            enter(ann, "chat:a");
            enter(bob, "chat:a");
            ann.take();
            bob.assertAnswer(
                    "{'t':'me','ch':'chat:a','state':{'mood':'fine'}}", pres("chat:a", changed("{'mood':'fine'}")));
            ann.assertTold(pres("chat:a", changed("{'mood':'fine'}")));
            bob.assertAnswer(
                    "{'t':'me','id':3,'ch':'chat:a','state':null}",
                    pres("chat:a", "'v':4,'upd':[" + user(bobUser) + "],'count':2"),
                    "{'t':'ok','id':3}");
        }

        private String changed(String state) {
            return "'v':3,'upd':[{'user':'" + bobUser + "','state':" + state + "}],'count':2";
        }

        @Test
        void areBounded() {
            enter(ann, "chat:a");
            ann.take();
            ann.assertAnswer(
                    "{'t':'me','id':3,'ch':'chat:a','state':'" + "x".repeat(1023) + "'}",
                    "{'t':'err','id':3,'code':'value-too-big','reason':'\\'state\\' has at most 1024 bytes of UTF-8',"
                            + "'retry':false}");
        }
    }

    @Nested
    class Typing {
        @Test
        void isToldToTheMembers() {
            enter(ann, "ticker:a");
            enter(bob, "ticker:a");
            ann.take();
            bob.say("{'t':'typing','ch':'ticker:a','on':true}");
            assertEquals(List.of("{'t':'typing','ch':'ticker:a','users':['" + bobUser + "'],'count':1}"), news(ann));
            hub.millis += 6_000;
            hub.states.sweep();
            assertEquals(List.of("{'t':'typing','ch':'ticker:a','users':[],'count':0}"), news(ann));
        }

        @Test
        void endsWithAMessage() {
            enter(ann, "chat:a");
            enter(bob, "chat:a");
            bob.say("{'t':'typing','id':3,'ch':'chat:a','on':true}");
            ann.take();
            hub.millis += 500;
            bob.say("{'t':'pub','id':3,'ch':'chat:a','mid':1,'d':'hi'}");
            assertEquals(List.of("{'t':'typing','ch':'chat:a','users':[],'count':0}"), news(ann));
        }
    }

    @Nested
    class Lists {
        @Test
        void areReadInPagesByAnybody() {
            for (int i = 0; i < 3; i++) {
                enter(TestClient.welcome(hub, "c" + i), "chat:a");
            }
            String first = page("'limit':2");
            assertTrue(
                    first.matches("\\{'t':'ok','id':3,'ch':'chat:a','members':\\[\\{'user':'~\\w+'\\},"
                            + "\\{'user':'~\\w+'\\}\\],'more':true,'count':3\\}"),
                    first);
            String last = first.replaceAll(".*'user':'(~\\w+)'\\}\\].*", "$1");
            String second = page("'limit':2,'after':'" + last + "'");
            assertTrue(second.endsWith("],'more':false,'count':3}"), second);
            assertEquals(
                    "{'t':'ok','id':3,'ch':'chat:z','members':[],'more':false,'count':0}", page("chat:z", "'limit':2"));
            assertEquals(1, hub.hub.channels(), "to ask makes no channel");
        }

        private String page(String fields) {
            return page("chat:a", fields);
        }

        private String page(String channel, String fields) {
            ann.say("{'t':'pres','id':3,'ch':'" + channel + "'," + fields + "}");
            return ann.take().get(0).replace('"', '\'');
        }

        @Test
        void areCutWhereStatesAreLong() {
            for (int i = 0; i < 10; i++) {
                TestClient client = TestClient.welcome(hub, "c" + i);
                enter(client, "ticker:a");
                client.say("{'t':'me','ch':'ticker:a','state':'" + "x".repeat(1000) + "'}");
            }
            assertTrue(page("ticker:a", "'limit':200").endsWith("'more':false,'count':10}"));
            for (int i = 10; i < 50; i++) {
                TestClient client = TestClient.welcome(hub, "c" + i);
                enter(client, "ticker:a");
                client.say("{'t':'me','ch':'ticker:a','state':'" + "x".repeat(1000) + "'}");
            }
            String cut = page("ticker:a", "'limit':200");
            assertTrue(cut.endsWith("'more':true,'count':50}"), cut);
            assertTrue(cut.length() < 40_000, cut.length() + " characters");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NAME_TAKEN, NAME_TAKEN",
        "CHANNEL_FULL, CHANNEL_FULL",
        "TOO_MANY_CHANNELS, TOO_MANY_CHANNELS",
        "LOG_UNAVAILABLE, UNAVAILABLE"
    })
    void saysWhyNobodyCanEnter(HubError error, ErrorCode code) {
        assertEquals(code, PresenceCommands.refused(error).code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'t':'me','id':3,'ch':'chat:a','state':1} | not-present | subscribe to chat:a with \\'presence\\':true"
                        + " first",
                "{'t':'typing','id':3,'ch':'chat:a','on':true} | not-present | subscribe to chat:a with"
                        + " \\'presence\\':true first",
                "{'t':'me','id':3,'ch':'chat:b'} | malformed | \\'state\\' is missing",
                "{'t':'typing','id':3,'ch':'chat:b','on':1} | malformed | \\'on\\' is true or false; it is 1",
                "{'t':'sub','id':3,'ch':'alone:a','presence':true} | no-presence | nobody can be a member of that"
                        + " channel",
                "{'t':'sub','id':3,'ch':'ticker:alone-a','presence':{'e':'x','v':1}} | no-presence | nobody can be a"
                        + " member of that channel",
                "{'t':'pres','id':3,'ch':'alone:a'} | no-presence | nobody can be a member of that channel",
                "{'t':'pres','id':3,'ch':'none:b'} | unknown-channel | no namespace \\'none\\'",
                "{'t':'pres','id':3,'ch':'chat:b','limit':201} | malformed | \\'limit\\' is an integer from 1 to 200; it"
                        + " is 201",
                "{'t':'pres','id':3,'ch':'chat:b','after':1} | malformed | \\'after\\' is a string; it is 1",
                "{'t':'sub','id':3,'ch':'chat:a','presence':1} | malformed | \\'presence\\' is true or false; it is 1",
                "{'t':'sub','id':3,'ch':'chat:a','presence':{'e':'x'}} | malformed | \\'v\\' is an integer from 0 to"
                        + " 9007199254740991; it is missing or null"
            })
    void refuses(String request, String code, String reason) {
        enter(ann, "chat:b");
        ann.take();
        ann.assertAnswer(request, "{'t':'err','id':3,'code':'" + code + "','reason':'" + reason + "','retry':false}");
        assertEquals(code.equals("malformed"), !Schemas.CLIENT.takes(request.replace('\'', '"')), "the schema agrees");
    }
}
