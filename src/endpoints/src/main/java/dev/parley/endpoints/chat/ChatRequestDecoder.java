package dev.parley.endpoints.chat;

import dev.parley.hub.json.Field;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import jakarta.websocket.Decoder;
import java.util.Optional;

/**
 * Decodes what chat clients send. It never throws: a message that cannot be decoded is a {@link ChatRequest.Malformed},
 * since containers differ in what they do with a connection whose decoder throws.
 */
public final class ChatRequestDecoder implements Decoder.Text<ChatRequest> {
    private static final int MAX_ID = 64;
    private static final String MALFORMED = "malformed";

    private final JsonText json;

    /** Makes a decoder by itself, for a container. */
    public ChatRequestDecoder() {
        this(new JsonText());
    }

    /** Makes a decoder that shares {@code json}. */
    ChatRequestDecoder(JsonText json) {
        this.json = json;
    }

    @Override
    public boolean willDecode(String text) {
        return true;
    }

    @Override
    public ChatRequest decode(String text) {
        Parsed parsed = json.read(text);
        if (parsed instanceof Parsed.Fields fields) {
            return request(fields);
        }
        return new ChatRequest.Malformed(MALFORMED, ((Parsed.Malformed) parsed).reason(), Optional.empty());
    }

    private ChatRequest request(Parsed.Fields fields) {
        Field none = Field.NONE;
        Field idField = fields.get("id").orElse(none);
        Optional<String> id = id(idField);
        if (id.isEmpty() && idField.kind() != Field.Kind.NULL) {
            return new ChatRequest.Malformed(
                    MALFORMED, "\"id\" is a string or a number of at most " + MAX_ID + " characters", id);
        }
        Field type = fields.get("type").orElse(none);
        if (type.kind() != Field.Kind.STRING) {
            return wrong("type", "a string", type, id);
        }
        switch (type.text()) {
            case "join" -> {
                Field name = fields.get("name").orElse(none);
                Field token = fields.get("token").orElse(none);
                if (name.kind() != Field.Kind.STRING) {
                    return wrong("name", "a string", name, id);
                }
                return switch (token.kind()) {
                    case NULL -> new ChatRequest.Join(name.text(), Optional.empty());
                    case STRING -> new ChatRequest.Join(name.text(), Optional.of(token.text()));
                    default -> wrong("token", "a string", token, id);
                };
            }
            case "refresh" -> {
                Field token = fields.get("token").orElse(none);
                return token.kind() == Field.Kind.STRING
                        ? new ChatRequest.Refresh(token.text())
                        : wrong("token", "a string", token, id);
            }
            case "say" -> {
                Field said = fields.get("text").orElse(none);
                return said.kind() == Field.Kind.STRING
                        ? new ChatRequest.Say(said.text(), id)
                        : wrong("text", "a string", said, id);
            }
            case "typing" -> {
                Field on = fields.get("on").orElse(none);
                return on.kind() == Field.Kind.TRUE || on.kind() == Field.Kind.FALSE
                        ? new ChatRequest.Typing(on.kind() == Field.Kind.TRUE)
                        : wrong("on", "true or false", on, id);
            }
            case "leave" -> {
                return new ChatRequest.Leave();
            }
            default -> {
                return new ChatRequest.Malformed(
                        "unknown-type", "\"type\" is \"join\", \"say\", \"typing\", \"leave\" or \"refresh\"", id);
            }
        }
    }

    private Optional<String> id(Field id) {
        if (id.text().length() > MAX_ID) {
            return Optional.empty();
        }
        return switch (id.kind()) {
            case STRING -> Optional.of(JsonText.quote(id.text()));
            case NUMBER -> Optional.of(id.text());
            default -> Optional.empty();
        };
    }

    private static ChatRequest wrong(String name, String wanted, Field given, Optional<String> id) {
        String what = given.kind() == Field.Kind.NULL
                ? "missing or null"
                : given.kind().words();
        return new ChatRequest.Malformed(MALFORMED, "\"" + name + "\" is " + wanted + "; it is " + what, id);
    }
}
