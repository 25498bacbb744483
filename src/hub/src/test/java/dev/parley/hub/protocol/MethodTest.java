package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods of the application, called over the protocol. */
class MethodTest {
    private final TestHub hub = new TestHub();
    private final TestMethods methods = new TestMethods(hub.protocol);
    private final TestClient ann = TestClient.welcome(hub, "ann");

    @AfterEach
    void leavesNothingUnsaid() {
        ann.assertTold();
    }

    private static String rpc(int id, String method, String data) {
        return "{'t':'rpc','id':" + id + ",'m':'" + method + "','d':" + data + "}";
    }

    private static String ok(int id, String data) {
        return "{'t':'ok','id':" + id + ",'d':" + data + "}";
    }

    private static String err(int id, String code, String reason) {
        return "{'t':'err','id':" + id + ",'code':'" + code + "','reason':'" + reason + "','retry':false}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "'x'", "[1,{'a':[]}]", "{'t':'bye'}", "{ 'spaced' : 1.50 }"})
    void getWhatWasSentAndAnswerWhatTheyLike(String data) {
        ann.assertAnswer(rpc(7, "echo", data), ok(7, data));
    }

    @Test
    void getNullIfNothingWasSent() {
        ann.assertAnswer("{'t':'rpc','id':7,'m':'echo'}", ok(7, "null"));
    }

    @Test
    void knowWhoCalls() {
        ann.assertAnswer(rpc(1, "whoami", "1"), ok(1, "'" + ann.session().user() + "'"));
        TestClient bob = TestClient.welcome(hub, "bob", "good:Bob:60:admin");
        bob.assertAnswer(rpc(1, "whoami", "1"), ok(1, "'Bob'"));
        bob.say(rpc(1, "later", "1"));
        assertTrue(methods.waiting.get(0).caller().roles().contains("admin"));
    }

    @Test
    void answerInTheirOwnTimeAndOnce() {
        ann.assertAnswer(rpc(1, "later", "1"));
        ann.assertAnswer(rpc(2, "later", "2"));
        assertEquals(2, hub.protocol.calls());
        Call first = methods.waiting.get(0);
        Call second = methods.waiting.get(1);
        assertTrue(second.answer("[2]"));
        assertTrue(first.refuse("no"));
        ann.assertTold(ok(2, "[2]"), err(1, "refused", "no"));
        assertFalse(second.answer("3"));
        assertFalse(second.refuse("3"));
        assertFalse(first.answer("3"));
        assertEquals(0, hub.protocol.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "1,2", "1}{", "1,\"t\":\"bye\"", "{\"a\":1,\"a\":2}", "1e999", "\"\\ud800\""})
    void cannotAnswerWhatIsNoJson(String answer) {
        ann.assertAnswer(rpc(1, "later", "1"));
        Call call = methods.waiting.get(0);
        assertThrows(IllegalArgumentException.class, () -> call.answer(answer));
        assertTrue(call.answer(" true "));
        ann.assertTold(ok(1, " true "));
    }

    @Test
    void cannotAnswerMoreThanAMessageHolds() {
        ann.assertAnswer(rpc(1, "later", "1"));
        Call call = methods.waiting.get(0);
        String longest = "\"" + "é".repeat((64 << 10) / 2 - 1) + "\"";
        assertThrows(IllegalArgumentException.class, () -> call.answer(longest + " "));
        assertTrue(call.answer(longest));
        assertEquals(1, ann.take().size());
    }

    @Test
    void areToldNothingOfWhatBecomesOfAnAnswerThatIsNotRead() {
        ann.assertAnswer(rpc(1, "later", "1"));
        ann.room = 0;
        assertTrue(methods.waiting.get(0).answer("1"));
        ann.assertTold("{'t':'err','id':1,'code':'busy','reason':'it was done, but you do not read its answer',"
                + "'retry':true,'after':1000}");
    }

    @Test
    void areGivenUpAfterHalfAMinute() {
        ann.assertAnswer(rpc(1, "later", "1"));
        for (int i = 1; i < MethodCommands.PATIENCE; i++) {
            hub.protocol.sweep();
        }
        ann.assertTold();
        hub.protocol.sweep();
        ann.assertTold(err(1, "no-answer", "the method has not answered; nobody knows whether it will be done"));
        assertFalse(methods.waiting.get(0).answer("1"));
        assertEquals(0, hub.protocol.calls());
    }

    @Test
    void areForgottenWithTheConnection() {
        ann.assertAnswer(rpc(1, "later", "1"));
        ann.vanish();
        hub.protocol.sweep();
        assertEquals(0, hub.protocol.calls());
        assertFalse(methods.waiting.get(0).answer("1"));
    }

    @Test
    void areRefusedToAClientThatHasTooManyOpen() {
        for (int i = 1; i <= MethodCommands.MOST_OPEN; i++) {
            ann.assertAnswer(rpc(i, "later", "1"));
        }
        String busy = "{'t':'err','id':99,'code':'busy','reason':'64 calls of this connection are not answered yet',"
                + "'retry':true,'after':1000}";
        ann.assertAnswer(rpc(99, "echo", "1"), busy);
        TestClient.welcome(hub, "bob").assertAnswer(rpc(1, "echo", "1"), ok(1, "1"));
        methods.waiting.get(0).answer("1");
        ann.assertTold(ok(1, "1"));
        ann.assertAnswer(rpc(99, "echo", "1"), ok(99, "1"));
    }

    @Test
    void failAlone() {
        ann.assertAnswer(
                rpc(1, "fails", "1"),
                "{'t':'err','id':1,'code':'internal','reason':'the method failed','retry':true,'after':1000}");
        ann.assertAnswer(rpc(2, "echo", "1"), ok(2, "1"));
    }

    @Test
    void canBeTakenAwayAndAddedAnew() {
        Runnable first = hub.protocol.method("new", call -> call.answer("1"));
        ann.assertAnswer(rpc(1, "new", "0"), ok(1, "1"));
        first.run();
        ann.assertAnswer(rpc(2, "new", "0"), err(2, "unknown-method", "the application has no method of that name"));
        hub.protocol.method("new", call -> call.answer("2"));
        first.run(); // without effect on the other one
        ann.assertAnswer(rpc(3, "new", "0"), ok(3, "2"));
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThrows(IllegalStateException.class, () -> hub.protocol.method("echo", call -> {}));
        assertThrows(IllegalArgumentException.class, () -> hub.protocol.method(" ", call -> {}));
        ann.assertAnswer(
                rpc(1, "nothing", "1"), err(1, "unknown-method", "the application has no method of that name"));
        ann.assertAnswer("{'t':'rpc','id':1}", err(1, "malformed", "\\'m\\' is a string; it is missing or null"));
    }
}
