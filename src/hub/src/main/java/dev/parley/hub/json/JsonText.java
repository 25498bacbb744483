package dev.parley.hub.json;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads and writes JSON by whatever Jakarta JSON Processing provider there is, found once. Reads by streaming, so that
 * deep nesting costs no stack on any provider. Safe for any thread.
 */
public final class JsonText {
    /** Deepest nesting that is read if nothing else is said; the outermost object is level 1. */
    public static final int MAX_DEPTH = 16;

    private static final String WHOLE = "a message is one JSON object, with nothing behind it";

    private static final HexFormat HEX = HexFormat.of();

    private final JsonProvider provider = JsonProvider.provider();
    private final int maxDepth;

    /** Makes a reader that goes {@value #MAX_DEPTH} levels deep. */
    public JsonText() {
        this(MAX_DEPTH);
    }

    /** Makes a reader that goes {@code maxDepth} levels deep, at least 1; the outermost object is level 1. */
    public JsonText(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** Returns {@code text} as a JSON string, with its quotation marks. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u00").append(HEX.toHighHexDigit(c)).append(HEX.toLowHexDigit(c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Reads {@code text} as one JSON object. Nested values are checked and skipped. */
    public Parsed read(String text) {
        ObjectReader reader = new ObjectReader(text, maxDepth);
        try (JsonParser parser = provider.createParser(new StringReader(text))) {
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                return grammar("a message is a JSON object", Map.of());
            }
            Parsed parsed = reader.read(parser);
            return parser.hasNext() ? grammar(WHOLE, parsed.fields()) : parsed;
        } catch (JsonException | NoSuchElementException e) {
            return reader.cutShort(reason(e));
        }
    }

    /**
     * Reads {@code text} as one JSON object, or as an array of objects.
     *
     * @param most objects that an array may have
     * @return one for each object; a single malformed one if the text as a whole is not taken
     */
    public List<Parsed> readAll(String text, int most) {
        ObjectReader reader = new ObjectReader(text, maxDepth);
        try (JsonParser parser = provider.createParser(new StringReader(text))) {
            Event first = parser.hasNext() ? parser.next() : Event.VALUE_NULL;
            if (first == Event.START_ARRAY) {
                return readArray(parser, reader, most);
            } else if (first != Event.START_OBJECT) {
                return List.of(grammar("a message is a JSON object, or an array of objects", Map.of()));
            }
            Parsed parsed = reader.read(parser);
            return List.of(parser.hasNext() ? grammar(WHOLE, parsed.fields()) : parsed);
        } catch (JsonException | NoSuchElementException e) {
            return List.of(reader.cutShort(reason(e)));
        }
    }

    /** Returns the strings in {@code array}, the JSON text of an array that {@link #read} has read; the rest is skipped. */
    public List<String> strings(String array) {
        List<String> strings = new ArrayList<>();
        try (JsonParser parser = provider.createParser(new StringReader(array))) {
            for (int depth = 0; parser.hasNext(); ) {
                switch (parser.next()) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    case VALUE_STRING -> {
                        if (depth == 1) {
                            strings.add(parser.getString());
                        }
                    }
                    default -> {} // not asked for
                }
            }
        }
        return strings;
    }

    /** Returns the strings of {@code array}, as {@link #strings} does; empty if it holds anything else. */
    public Optional<List<String>> onlyStrings(String array) {
        try (JsonParser parser = provider.createParser(new StringReader(array))) {
            parser.next();
            List<String> strings = new ArrayList<>();
            for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
                if (event != Event.VALUE_STRING) {
                    return Optional.empty();
                }
                strings.add(parser.getString());
            }
            return Optional.of(strings);
        }
    }

    private static List<Parsed> readArray(JsonParser parser, ObjectReader reader, int most) {
        List<Parsed> all = new ArrayList<>();
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            if (event != Event.START_OBJECT) {
                return List.of(grammar("a batch is an array of JSON objects", Map.of()));
            }
            if (all.size() == most) {
                return List.of(grammar("a batch has at most " + most + " messages", Map.of()));
            }
            all.add(reader.read(parser));
        }
        return parser.hasNext() ? List.of(grammar("a batch has nothing behind it", Map.of())) : all;
    }

    private static Parsed grammar(String reason, Map<String, Field> fields) {
        return new Parsed.Malformed(Parsed.Fault.GRAMMAR, reason, fields);
    }

    private static String reason(RuntimeException e) {
        return e instanceof JsonParsingException parsing
                ? "not JSON, at character " + parsing.getLocation().getStreamOffset()
                : "not JSON: it ends too early"; // in the ways of the providers
    }
}
