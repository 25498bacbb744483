package dev.parley.hub.protocol;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;

/** A hub and Ann, who is about to send it something bad. One thread. */
final class BadInputScene {
    TestHub hub = new TestHub();
    TestClient ann = TestClient.welcome(hub, "ann");

    BadInputScene() {
        new TestMethods(hub.protocol);
    }

    /** Something bad that Ann does; its answer is the only thing that she has not read then. */
    interface Deed {
        void by(BadInputScene scene);
    }

    /** Begins anew with other bounds. */
    void begin(TestHub other) {
        hub = other;
        ann = TestClient.welcome(hub, "ann");
    }

    /** Makes Ann say what is good; she reads the answers. */
    void before(String... messages) {
        ann.say(messages);
        ann.take();
    }

    /** Makes Ann publish the numbers from 1. */
    void publish(int messages) {
        for (int i = 1; i <= messages; i++) {
            before(pub("'mid':" + i + ",'d':" + i));
        }
    }

    static String sub(String fields) {
        return "{'t':'sub','id':1,'ch':'chat:a'," + fields + "}";
    }

    static String since(String epoch, long offset) {
        return sub("'since':{'e':'" + epoch + "','o':" + offset + "}");
    }

    static String pub(String fields) {
        return "{'t':'pub','id':1,'ch':'chat:a'," + fields + "}";
    }

    /** Makes a request to read a channel of values. */
    static String read(String fields) {
        return "{'t':'sub','id':1,'ch':'ticker:a'," + fields + "}";
    }

    /** Makes a request to change one. */
    static String set(String fields) {
        return "{'t':'pub','id':1,'ch':'ticker:a'," + fields + "}";
    }

    static String presenceEpoch(String ok) {
        return json(ok).getJsonObject("presence").getString("e");
    }

    static JsonObject json(String message) {
        return Json.createReader(new StringReader(message)).readObject();
    }
}
