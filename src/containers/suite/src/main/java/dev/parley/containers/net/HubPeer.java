package dev.parley.containers.net;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A well-behaved client of {@code /hub}: it takes arrays apart and answers pings. Confined to one thread. */
public final class HubPeer implements AutoCloseable {
    /** Name of the subprotocol. */
    public static final String PROTOCOL = "parley.v1.json";

    private final RawWebSocket socket;
    private final Deque<JsonObject> received = new ArrayDeque<>();
    private JsonObject welcome = JsonValue.EMPTY_JSON_OBJECT;
    private int ids;
    private long frames;

    /** Speaks over an open connection. */
    public HubPeer(RawWebSocket socket) {
        this.socket = socket;
    }

    /** Connects and says hello; the welcome has been read. */
    public static HubPeer open(URI hub, String client, String... caps) throws IOException {
        HubPeer peer = new HubPeer(
                RawWebSocket.to(hub).header("Sec-WebSocket-Protocol", PROTOCOL).open());
        peer.hello(client, "", caps);
        return peer;
    }

    /** Says hello as {@code client}, whose cid is its name made long enough, and reads the welcome. */
    public void hello(String client, String session, String... caps) throws IOException {
        JsonObjectBuilder hello = message("hello").add("v", 1).add("cid", client + ".".repeat(16));
        if (!session.isEmpty()) {
            hello.add("sid", session);
        }
        send(hello.add("caps", Json.createArrayBuilder(List.of(caps))));
        welcome = expect("welcome");
    }

    /** Returns the connection. */
    public RawWebSocket socket() {
        return socket;
    }

    /** Returns a field of the welcome that is a string. */
    public String welcome(String field) {
        return welcome.getString(field);
    }

    /** Returns how many messages of WebSocket came. */
    public long frames() {
        return frames;
    }

    /** Begins a message of a type. */
    public static JsonObjectBuilder message(String type) {
        return Json.createObjectBuilder().add("t", type);
    }

    /** Sends a message. */
    public void send(JsonObjectBuilder message) throws IOException {
        socket.sendText(message.build().toString());
    }

    /** Sends a request and returns its answer; what came before it is still to be received. */
    public JsonObject ask(JsonObjectBuilder request) throws IOException {
        int id = ++ids;
        send(request.add("id", id));
        Deque<JsonObject> before = new ArrayDeque<>();
        JsonObject message = receive();
        while (message.getInt("id", 0) != id) {
            before.add(message);
            message = receive();
        }
        while (!before.isEmpty()) {
            received.addFirst(before.removeLast());
        }
        return message;
    }

    /** Follows a channel from the end; the answer and {@code live} have been read. */
    public JsonObject follow(String channel) throws IOException {
        JsonObject ok = ask(message("sub").add("ch", channel));
        expect("live");
        return ok;
    }

    /** Makes a request to publish. */
    public static JsonObjectBuilder publication(String channel, int mid, JsonValue data) {
        return message("pub").add("ch", channel).add("mid", mid).add("d", data);
    }

    /** Reads the next message. */
    public JsonObject receive() throws IOException {
        while (received.isEmpty()) {
            RawFrame frame = socket.readMessage();
            frames++;
            take(new String(frame.payload(), StandardCharsets.UTF_8));
        }
        return received.remove();
    }

    private void take(String text) throws IOException {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonStructure message = reader.read();
            if (message instanceof JsonObject one) {
                take(one);
            } else {
                for (JsonValue each : message.asJsonArray()) {
                    take(each.asJsonObject());
                }
            }
        }
    }

    private void take(JsonObject message) throws IOException {
        if (message.getString("t").equals("ping")) {
            send(message("pong"));
        } else {
            received.add(message);
        }
    }

    /** Reads the next message, which must be of this type. */
    public JsonObject expect(String type) throws IOException {
        JsonObject message = receive();
        if (!message.getString("t").equals(type)) {
            throw new AssertionError("expected " + type + ", came " + message);
        }
        return message;
    }

    /** Closes the socket, without a closing handshake. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
