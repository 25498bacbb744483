package dev.parley.containers.net;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.List;

/** A well-behaved client of the endpoints that speak JSON. Confined to one thread. */
public final class JsonPeer implements AutoCloseable {
    private final RawWebSocket socket;

    /** Speaks over an open connection. */
    public JsonPeer(RawWebSocket socket) {
        this.socket = socket;
    }

    /** Connects. */
    public static JsonPeer open(URI endpoint) throws IOException {
        return new JsonPeer(RawWebSocket.open(endpoint));
    }

    /** Connects to a chat room and joins it; the welcome has been read. */
    public static JsonPeer join(URI room, String name) throws IOException {
        JsonPeer peer = open(room);
        peer.join(name);
        peer.expect("welcome");
        return peer;
    }

    /** Returns the connection. */
    public RawWebSocket socket() {
        return socket;
    }

    /** Asks to join as {@code name}. */
    public void join(String name) throws IOException {
        send(message("join").add("name", name));
    }

    /** Says something. */
    public void say(String text, String id) throws IOException {
        send(message("say").add("text", text).add("id", id));
    }

    /** Begins a message of a type. */
    public static JsonObjectBuilder message(String type) {
        return Json.createObjectBuilder().add("type", type);
    }

    /** Sends a message. */
    public void send(JsonObjectBuilder message) throws IOException {
        socket.sendText(message.build().toString());
    }

    /** Reads the next message. */
    public JsonObject receive() throws IOException {
        try (JsonReader reader = Json.createReader(new StringReader(socket.readText()))) {
            return reader.readObject();
        }
    }

    /** Reads the next message that is not of this type, in {@link RawWebSocket#deadline() limited} time. */
    public JsonObject receiveBut(String type) throws IOException {
        for (Deadline deadline = socket.deadline(); ; deadline.check("message but " + type)) {
            JsonObject message = receive();
            if (!message.getString("type").equals(type)) {
                return message;
            }
        }
    }

    /** Reads the next message, which must be of this type. */
    public JsonObject expect(String type) throws IOException {
        JsonObject message = receive();
        if (!message.getString("type").equals(type)) {
            throw new AssertionError("expected " + type + ", came " + message);
        }
        return message;
    }

    /** Reads the next message, which must be an error with this code. */
    public JsonObject expectError(String code) throws IOException {
        JsonObject message = expect("error");
        if (!message.getString("code").equals(code)
                || message.getString("reason").isBlank()) {
            throw new AssertionError("expected the error " + code + " and its reason, came " + message);
        }
        return message;
    }

    /** Returns the strings of an array, such as {@code members}. */
    public static List<String> strings(JsonObject message, String array) {
        return message.getJsonArray(array).getValuesAs(JsonString::getString);
    }

    /** Closes the socket, without a closing handshake. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
