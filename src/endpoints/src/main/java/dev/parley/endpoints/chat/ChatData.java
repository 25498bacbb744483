package dev.parley.endpoints.chat;

import dev.parley.hub.json.Field;
import dev.parley.hub.json.JsonText;

/**
 * What is published in the channel of a room: {@code {"text":"…"}}. Clients of the hub may publish anything there; what has
 * no such text is shown as the JSON that it is.
 */
final class ChatData {
    private static final String BEGIN = "{\"text\":";
    private static final String END = "}";
    private static final int ANY_DEPTH = Integer.MAX_VALUE / 2; // it has been checked before

    private final JsonText json = new JsonText(ANY_DEPTH);

    /** Returns what to publish for a text. */
    static String of(String text) {
        return BEGIN + JsonText.quote(text) + END;
    }

    /** Returns the text in what was published, as a JSON string. */
    String text(String data) {
        Field text = data.startsWith("{") ? json.read(data).get("text").orElse(Field.NONE) : Field.NONE;
        return text.kind() == Field.Kind.STRING ? text.json() : JsonText.quote(data);
    }
}
