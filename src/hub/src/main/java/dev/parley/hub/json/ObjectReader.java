package dev.parley.hub.json;

import dev.parley.hub.json.Parsed.Fault;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects of one text, one after the other. A fault does not end the reading, so that fields behind it are
 * known: an error can name the message it is for. For one thread.
 */
final class ObjectReader {
    /** Longest number in characters: more than any number of 64 bits needs. */
    static final int MAX_NUMBER = 64;

    /** Levels beyond the limit that are read for the fields behind them; some providers themselves give up later. */
    private static final int FURTHER = 100;

    private final RawValues raw;
    private final int maxDepth;
    private Map<String, Field> fields = Map.of();
    private @Nullable Fault fault; // the first one
    private String reason = "";

    ObjectReader(String text, int maxDepth) {
        this.raw = new RawValues(text);
        this.maxDepth = maxDepth;
    }

    /** Reads on behind the beginning of an object, to its end. */
    Parsed read(JsonParser parser) {
        fields = new LinkedHashMap<>();
        fault = null;
        while (parser.next() == Event.KEY_NAME) {
            String name = checked(parser.getString());
            raw.toValue();
            Field field = value(parser, parser.next());
            if (fields.putIfAbsent(name, field) != null) {
                fail(Fault.VALUE, "a field stands twice");
            }
        }
        return fault == null ? new Parsed.Fields(fields) : new Parsed.Malformed(fault, reason, fields);
    }

    /** Returns what can be said of a text that ended within the object, or whose grammar broke there. */
    Parsed cutShort(String why) {
        fail(Fault.GRAMMAR, why);
        return new Parsed.Malformed(fault == null ? Fault.GRAMMAR : fault, reason, fields);
    }

    private Field value(JsonParser parser, Event event) {
        String text = plain(parser, event);
        Field.Kind kind = switch (event) {
            case VALUE_STRING -> Field.Kind.STRING;
            case VALUE_NUMBER -> Field.Kind.NUMBER;
            case VALUE_TRUE -> Field.Kind.TRUE;
            case VALUE_FALSE -> Field.Kind.FALSE;
            case START_OBJECT -> Field.Kind.OBJECT;
            case START_ARRAY -> Field.Kind.ARRAY;
            default -> Field.Kind.NULL;
        };
        if (kind == Field.Kind.OBJECT || kind == Field.Kind.ARRAY) {
            skip(parser, event);
        }
        return new Field(kind, text, raw.value());
    }

    /** Checks a string or a number and returns its text. */
    private String plain(JsonParser parser, Event event) {
        return switch (event) {
            case VALUE_STRING -> checked(parser.getString());
            case VALUE_NUMBER -> number(parser.getString());
            default -> "";
        };
    }

    private void skip(JsonParser parser, Event outermost) {
        ArrayDeque<Set<String>> names = new ArrayDeque<>(); // of the objects that are open; of arrays, nothing
        names.push(outermost == Event.START_OBJECT ? new HashSet<>() : Set.of());
        while (!names.isEmpty()) {
            if (names.size() >= maxDepth) { // the object around it is one more
                fail(Fault.DEPTH, "nested deeper than " + maxDepth + " levels");
            }
            if (names.size() > maxDepth + FURTHER) {
                throw new JsonException("far too deep");
            }
            Event event = parser.next();
            switch (event) {
                case START_OBJECT -> names.push(new HashSet<>());
                case START_ARRAY -> names.push(Set.of());
                case END_OBJECT, END_ARRAY -> names.pop();
                case KEY_NAME -> {
                    if (!names.element().add(checked(parser.getString()))) {
                        fail(Fault.VALUE, "a field stands twice");
                    }
                }
                default -> plain(parser, event);
            }
        }
    }

    private String number(String text) {
        if (text.length() > MAX_NUMBER) {
            fail(Fault.VALUE, "a number has more than " + MAX_NUMBER + " characters");
        } else if (Double.isInfinite(Double.parseDouble(text))) {
            fail(Fault.VALUE, "a number is beyond the range of 64-bit floating point");
        }
        return text;
    }

    private String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    fail(Fault.VALUE, "a string holds half of a surrogate pair");
                }
            }
        }
        return text;
    }

    private void fail(Fault first, String why) {
        if (fault == null) {
            fault = first;
            reason = why;
        }
    }
}
