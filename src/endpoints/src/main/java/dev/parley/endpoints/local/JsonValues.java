package dev.parley.endpoints.local;

import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.HubException.Code;
import dev.parley.hub.json.Field;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import dev.parley.hub.spi.Outbound.Text;
import java.util.Optional;

/** Checks what applications publish, by the rules for what clients publish. Safe for any thread. */
final class JsonValues {
    private static final String FIELD = "d";

    private final JsonText json;
    private final int longest;

    /** Takes values of at most {@code longest} bytes of UTF-8. */
    JsonValues(JsonText json, int longest) {
        this.json = json;
        this.longest = longest;
    }

    /**
     * Returns the text of a value, without blanks around it.
     *
     * @throws HubException if it is not one JSON value, or not one that clients could publish
     */
    String check(String text) {
        int length = Text.utf8Length(text);
        if (length > longest) {
            throw new HubException(Code.VALUE_TOO_BIG, length + " bytes; at most " + longest);
        }
        Parsed parsed = json.read("{\"" + FIELD + "\":" + text + "}"); // the reader is one of objects
        if (parsed instanceof Parsed.Malformed malformed) {
            throw switch (malformed.fault()) {
                case GRAMMAR -> notOne();
                case DEPTH -> new HubException(Code.TOO_DEEP, malformed.reason());
                case VALUE -> new HubException(Code.BAD_VALUE, malformed.reason());
            };
        }
        String stripped = text.strip();
        Optional<Field> value = parsed.get(FIELD);
        if (parsed.fields().size() != 1
                || value.isEmpty()
                || !value.get().json().equals(stripped)) {
            throw notOne();
        }
        return stripped;
    }

    private static HubException notOne() {
        return new HubException(Code.MALFORMED, "what is published is the text of one JSON value");
    }
}
