package dev.parley.example.notifications;

import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.PublishOptions;
import dev.parley.endpoints.api.Published;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.concurrent.CompletionStage;

/**
 * Something that one user tells another.
 *
 * @param to name of a user
 * @param text any text
 */
record Notification(String to, String text) {
    static Notification of(JsonObject json) {
        return new Notification(json.getString("to", ""), json.getString("text", ""));
    }

    /** Sends it; in a transaction, when that commits. Whoever is not connected gets it when they come back. */
    CompletionStage<Published> send(Hub hub, String from) {
        String data = Json.createObjectBuilder().add("text", text).build().toString();
        return hub.channel("notify:" + to).publish(data, PublishOptions.DEFAULT.from(from));
    }
}
