package dev.parley.endpoints.json;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads and writes JSON by whatever Jakarta JSON Processing provider there is, found once. Reads by streaming, so that
 * deep nesting costs no stack on any provider. Safe for any thread.
 */
public final class JsonText {
    /** Deepest nesting that is read; the outermost object is level 1. */
    public static final int MAX_DEPTH = 16;

    private final JsonProvider provider = JsonProvider.provider();

    /** Returns {@code text} as a JSON string, with its quotation marks. */
    public String quote(String text) {
        return provider.createValue(text).toString();
    }

    /** Reads {@code text} as one JSON object. Nested values are checked and skipped. */
    public Parsed read(String text) {
        try (JsonParser parser = provider.createParser(new StringReader(text))) {
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                return new Parsed.Malformed("a message is a JSON object");
            }
            Parsed parsed = fields(parser);
            if (parsed instanceof Parsed.Fields && parser.hasNext()) {
                return new Parsed.Malformed("a message is one JSON object, with nothing behind it");
            }
            return parsed;
        } catch (JsonParsingException e) {
            return new Parsed.Malformed(
                    "not JSON, at character " + e.getLocation().getStreamOffset());
        } catch (JsonException | NoSuchElementException e) { // the text ends too early, in the ways of the providers
            return new Parsed.Malformed("not JSON: it ends too early");
        }
    }

    private static Parsed fields(JsonParser parser) {
        Map<String, Field> fields = new LinkedHashMap<>();
        while (parser.next() == Event.KEY_NAME) {
            String name = parser.getString();
            Optional<Field> field = value(parser, parser.next());
            if (field.isEmpty()) {
                return new Parsed.Malformed("nested deeper than " + MAX_DEPTH + " levels");
            }
            if (fields.putIfAbsent(name, field.get()) != null) {
                return new Parsed.Malformed("a field stands twice");
            }
            if (hasUnpairedSurrogate(name) || hasUnpairedSurrogate(field.get().text())) {
                return new Parsed.Malformed("a string holds half of a surrogate pair");
            }
        }
        return new Parsed.Fields(fields);
    }

    private static Optional<Field> value(JsonParser parser, Event event) {
        return switch (event) {
            case VALUE_STRING -> Optional.of(new Field(Field.Kind.STRING, parser.getString()));
            case VALUE_NUMBER -> Optional.of(new Field(Field.Kind.NUMBER, parser.getString()));
            case VALUE_TRUE -> Optional.of(new Field(Field.Kind.TRUE, ""));
            case VALUE_FALSE -> Optional.of(new Field(Field.Kind.FALSE, ""));
            case START_OBJECT -> skip(parser) ? Optional.of(new Field(Field.Kind.OBJECT, "")) : Optional.empty();
            case START_ARRAY -> skip(parser) ? Optional.of(new Field(Field.Kind.ARRAY, "")) : Optional.empty();
            default -> Optional.of(new Field(Field.Kind.NULL, ""));
        };
    }

    /** Skips to the end of a nested value; {@code false} if it is too deep. */
    private static boolean skip(JsonParser parser) {
        int depth = 2;
        while (depth > 1) {
            switch (parser.next()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {} // a name or a plain value
            }
            if (depth > MAX_DEPTH) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
