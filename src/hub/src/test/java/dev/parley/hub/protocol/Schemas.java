package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The published schemas of the messages, in {@code docs/protocol}. */
final class Schemas {
    /** What clients send. */
    static final Schemas CLIENT = new Schemas("client");

    /** What the server sends. */
    static final Schemas SERVER = new Schemas("server");

    private final JsonObject document;
    private final JsonSchema schema;

    private Schemas(String name) {
        try {
            Path file = Path.of("../../docs/protocol/" + name + ".schema.json"); // tests run in the module's directory
            String text = Files.readString(file);
            document = read(text).asJsonObject();
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonValue read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }

    /** Returns whether a message, which is JSON, is one of the schema. */
    boolean takes(String message) {
        return schema.validate(message, InputFormat.JSON).isEmpty();
    }

    /** Asserts that a message is one of the schema, and has no fields that the schema does not tell of. */
    void assertTakes(String message) {
        assertEquals(Set.of(), schema.validate(message, InputFormat.JSON), message);
        JsonValue value = read(message);
        List<JsonValue> all = value instanceof JsonArray array ? array : List.of(value);
        Set<String> unknown = new TreeSet<>();
        all.forEach(each -> unknown.addAll(unknown(each.asJsonObject())));
        assertEquals(Set.of(), unknown, () -> "fields that are not in the schema: " + message);
    }

    private Set<String> unknown(JsonObject message) {
        Set<String> fields = new TreeSet<>(message.keySet());
        document.getJsonObject("$defs").values().forEach(definition -> {
            JsonObject t = definition
                    .asJsonObject()
                    .getOrDefault("properties", JsonValue.EMPTY_JSON_OBJECT)
                    .asJsonObject()
                    .getOrDefault("t", JsonValue.EMPTY_JSON_OBJECT)
                    .asJsonObject();
            if (message.getString("t").equals(t.getString("const", ""))) {
                fields.removeAll(fieldsOf(definition.asJsonObject()));
            }
        });
        return fields;
    }

    private Set<String> fieldsOf(JsonObject definition) {
        Set<String> fields = new TreeSet<>(definition
                .getOrDefault("properties", JsonValue.EMPTY_JSON_OBJECT)
                .asJsonObject()
                .keySet());
        definition
                .getOrDefault("allOf", JsonValue.EMPTY_JSON_ARRAY)
                .asJsonArray()
                .forEach(part -> {
                    String reference = part.asJsonObject().getString("$ref");
                    JsonValue found =
                            Json.createPointer(reference.substring(1)).getValue(document); // # and a JSON pointer
                    fields.addAll(fieldsOf(found.asJsonObject()));
                });
        return fields;
    }
}
