package dev.parley.endpoints.push;

import dev.parley.hub.StateChange;
import dev.parley.hub.json.Field;
import dev.parley.hub.json.Field.Kind;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import java.util.Optional;

/**
 * What is to be published. Immutable.
 *
 * @param channel its name, not checked
 * @param key of a channel of values; empty: a message
 * @param deed what to do
 * @param json JSON text of the message, the value or the patch; nothing to delete
 */
record PushBody(String channel, Optional<String> key, Deed deed, String json) {
    enum Deed {
        /** Publish {@code data}, or give the key this value. */
        DATA,
        /** Change the key's value by a merge patch. */
        PATCH,
        /** Take the key's value away. */
        DELETE
    }

    /** Tells what is wrong with a body. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Returns it as a change of a key. */
    StateChange change(String changed) {
        return switch (deed) {
            case DATA -> StateChange.set(changed, json);
            case PATCH -> StateChange.patch(changed, json);
            case DELETE -> StateChange.delete(changed);
        };
    }

    /** Reads a body; fields that it does not know are ignored. */
    static PushBody read(JsonText json, String text) throws MalformedException {
        Parsed parsed = json.read(text);
        if (parsed instanceof Parsed.Malformed malformed) {
            throw new MalformedException(malformed.reason());
        }
        String channel = string(parsed, "channel").orElseThrow(() -> new MalformedException("\"channel\" is missing"));
        Optional<String> key = string(parsed, "key");
        Kind delete = parsed.get("delete").map(Field::kind).orElse(Kind.FALSE);
        if (delete != Kind.TRUE && delete != Kind.FALSE) {
            throw new MalformedException("\"delete\" is true or false");
        }
        Optional<Field> data = parsed.get("data");
        Optional<Field> patch = parsed.get("patch");
        int deeds = (delete == Kind.TRUE ? 1 : 0) + (data.isPresent() ? 1 : 0) + (patch.isPresent() ? 1 : 0);
        if (deeds != 1) {
            throw new MalformedException("one of \"data\", and with a \"key\" also \"patch\" and \"delete\":true");
        }
        if (data.isPresent()) {
            return new PushBody(channel, key, Deed.DATA, data.get().json());
        } else if (key.isEmpty()) {
            throw new MalformedException("\"patch\" and \"delete\" need a \"key\"");
        }
        return patch.isPresent()
                ? new PushBody(channel, key, Deed.PATCH, patch.get().json())
                : new PushBody(channel, key, Deed.DELETE, "");
    }

    private static Optional<String> string(Parsed parsed, String name) throws MalformedException {
        Optional<Field> field = parsed.get(name);
        if (field.isPresent() && field.get().kind() != Kind.STRING) {
            throw new MalformedException("\"" + name + "\" is a string");
        }
        return field.map(Field::text);
    }
}
