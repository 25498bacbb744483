package dev.parley.hub.protocol;

import dev.parley.hub.json.Field;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import dev.parley.hub.spi.StreamPosition;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A message from a client, whose fields are checked as they are asked for. Immutable. */
final class Request {
    /** Highest integer that every JSON library reads exactly. */
    static final long MAX_INTEGER = (1L << 53) - 1;

    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,15}");
    private static final int MAX_EPOCH = 64;
    private static final int LONGEST_SHOWN = 20;

    private final Parsed parsed;
    private final JsonText json;

    Request(Parsed parsed, JsonText json) {
        this.parsed = parsed;
        this.json = json;
    }

    /** Returns the id as JSON text; nothing if there is none that can be repeated in an answer. */
    String idOrNothing() {
        Field id = field("id");
        return isInteger(id) && isWithin(id, 0, MAX_INTEGER) ? id.text() : "";
    }

    /** Returns the id as JSON text. */
    String id() throws RequestException {
        integer("id", 0, MAX_INTEGER);
        return field("id").text();
    }

    /** Returns the name of the channel, which keeps the rule. */
    String channel() throws RequestException {
        String channel = string("ch");
        if (!ChannelName.isOne(channel)) {
            throw new RequestException(ErrorCode.BAD_CHANNEL, ChannelName.RULE);
        }
        return channel;
    }

    /** Returns whether it is of that type. */
    boolean is(String type) {
        return isWord("t", type);
    }

    /** Returns whether there is the name of a channel that keeps the rule. */
    boolean hasChannel() {
        Field field = field("ch");
        return field.kind() == Field.Kind.STRING && ChannelName.isOne(field.text());
    }

    boolean has(String name) {
        return field(name).kind() != Field.Kind.NULL;
    }

    String string(String name) throws RequestException {
        Field field = field(name);
        if (field.kind() != Field.Kind.STRING) {
            throw wrong(name, "a string", field);
        }
        return field.text();
    }

    /** Returns an integer in the range. */
    long integer(String name, long min, long max) throws RequestException {
        Field field = field(name);
        if (!isInteger(field) || !isWithin(field, min, max)) {
            throw wrong(name, "an integer from " + min + " to " + max, field);
        }
        return Long.parseLong(field.text());
    }

    /** Returns an integer in the range, {@code absent} if there is none. */
    long integer(String name, long min, long max, long absent) throws RequestException {
        return has(name) ? integer(name, min, max) : absent;
    }

    /** Returns any value, which may be {@code null}, as JSON text. */
    String value(String name) throws RequestException {
        Optional<Field> field = parsed.get(name);
        if (field.isEmpty()) {
            throw new RequestException(ErrorCode.MALFORMED, "\"" + name + "\" is missing");
        }
        return field.get().json();
    }

    /** Returns whether there is a field of that name, be it {@code null}. */
    boolean states(String name) {
        return parsed.get(name).isPresent();
    }

    /** Returns whether a field is {@code true}; it may be {@code false} or absent else. */
    boolean flag(String name) throws RequestException {
        Field field = field(name);
        if (has(name) && field.kind() != Field.Kind.TRUE && field.kind() != Field.Kind.FALSE) {
            throw wrong(name, "true or false", field);
        }
        return field.kind() == Field.Kind.TRUE;
    }

    /** Returns whether a field is that string. */
    boolean isWord(String name, String word) {
        return field(name).kind() == Field.Kind.STRING && field(name).text().equals(word);
    }

    boolean isObject(String name) {
        return field(name).kind() == Field.Kind.OBJECT;
    }

    /** Refuses a field that is for channels of another kind. */
    void refuse(String name, String kind) throws RequestException {
        if (states(name)) {
            throw new RequestException(ErrorCode.WRONG_KIND, "\"" + name + "\" is for " + kind);
        }
    }

    /** Returns strings, at least one; none if there is no field of that name. */
    List<String> strings(String name) throws RequestException {
        if (!has(name)) {
            return List.of();
        }
        Field field = field(name);
        if (field.kind() != Field.Kind.ARRAY) {
            throw wrong(name, "an array of strings", field);
        }
        return json.onlyStrings(field.json())
                .filter(strings -> !strings.isEmpty())
                .orElseThrow(() -> new RequestException(
                        ErrorCode.MALFORMED, "\"" + name + "\" is an array of strings, at least one"));
    }

    /** Returns the name of an epoch. */
    String epoch(String name) throws RequestException {
        String epoch = string(name);
        if (epoch.length() > MAX_EPOCH) {
            throw new RequestException(
                    ErrorCode.MALFORMED, "\"" + name + "\" has at most " + MAX_EPOCH + " characters");
        }
        return epoch;
    }

    /** Returns a position in a log; empty if there is none. */
    Optional<StreamPosition> position(String name) throws RequestException {
        return position(name, "o");
    }

    /** Returns a position whose offset or version is called {@code number}; empty if there is none. */
    Optional<StreamPosition> position(String name, String number) throws RequestException {
        if (!has(name)) {
            return Optional.empty();
        }
        Field field = field(name);
        if (field.kind() != Field.Kind.OBJECT) {
            throw wrong(
                    name, "{\"e\":epoch,\"" + number + "\":" + (number.equals("o") ? "offset}" : "version}"), field);
        }
        Request position = new Request(json.read(field.json()), json);
        return Optional.of(new StreamPosition(position.epoch("e"), position.integer(number, 0, MAX_INTEGER)));
    }

    /** Returns whether an array of strings holds {@code word}; {@code false} if there is no array. */
    boolean lists(String name, String word) throws RequestException {
        if (!has(name)) {
            return false;
        }
        if (field(name).kind() != Field.Kind.ARRAY) {
            throw wrong(name, "an array", field(name));
        }
        return json.strings(field(name).json()).contains(word);
    }

    private Field field(String name) {
        return parsed.get(name).orElse(Field.NONE);
    }

    private static boolean isInteger(Field field) {
        return field.kind() == Field.Kind.NUMBER
                && INTEGER.matcher(field.text()).matches();
    }

    private static boolean isWithin(Field integer, long min, long max) {
        long value = Long.parseLong(integer.text());
        return value >= min && value <= max;
    }

    private static RequestException wrong(String name, String wanted, Field given) {
        String what = given.kind() == Field.Kind.NULL
                ? "missing or null"
                : given.kind() == Field.Kind.NUMBER && given.text().length() <= LONGEST_SHOWN
                        ? given.text()
                        : given.kind().words();
        return new RequestException(ErrorCode.MALFORMED, "\"" + name + "\" is " + wanted + "; it is " + what);
    }
}
