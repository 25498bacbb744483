package dev.parley.bench.check;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object from the server: where its fields lie in the bytes it came in. Reused for each, and allocates only what
 * is asked for as text. Takes what the server may send, not all of JSON: names have no escapes.
 */
final class ServerMessage {
    /** The fields that the checker knows. */
    enum Field {
        T,
        CH,
        O,
        D,
        E,
        S,
        V,
        ID,
        FROM,
        TO,
        WHY,
        MID,
        DUP,
        SID,
        CODE,
        REASON,
        RETRY,
        AFTER,
        KEYS,
        SET,
        PATCH,
        DEL,
        FIRST,
        SKIPPED,
        PRESENCE,
        USER,
        ALL,
        JOIN,
        UPD,
        LEAVE,
        COUNT,
        MSGS,
        MORE,
        DEGRADED,
        SPREAD;

        private final long packed = pack(name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));

        @SuppressWarnings("EnumOrdinal") // arrays by field: a map would cost an object for each message
        private int place() {
            return ordinal();
        }

        private static long pack(byte[] name) {
            return ServerMessage.pack(name, 0, name.length);
        }
    }

    /** Takes each object in turn; must not keep it. */
    interface Receiver {
        void receive(ServerMessage message);
    }

    /** Takes a member of an object: its name, and where its value lies. */
    interface MemberReceiver {
        void receive(String key, int from, int to);
    }

    /** The bytes are not what the protocol allows. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message, null, false, false);
        }

        /** Never null. */
        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    private static final Field[] FIELDS = Field.values();

    private final int[] starts = new int[FIELDS.length];
    private final int[] ends = new int[FIELDS.length]; // 0: not there
    private byte[] bytes = {};
    private int at;
    private int limit;

    /** Reads one object, or an array of them. */
    void readAll(byte[] from, int offset, int length, Receiver receiver) throws MalformedException {
        bytes = from;
        at = offset;
        limit = offset + length;
        if (next() == '[') {
            at++;
            if (next() != ']') {
                readOne(receiver);
                while (next() == ',') {
                    at++;
                    readOne(receiver);
                }
            }
            expect(']');
        } else {
            readOne(receiver);
        }
        skipBlanks();
        if (at != limit) {
            throw malformed("something behind the end");
        }
    }

    /** Reads the objects of an array that is a field of another message. */
    void readAll(ServerMessage outer, Field array, Receiver receiver) throws MalformedException {
        readAll(outer.bytes, outer.start(array), outer.ends[array.place()] - outer.start(array), receiver);
    }

    /** Goes through the members of an object that is a field; does nothing if it is not there. */
    void members(Field object, MemberReceiver receiver) throws MalformedException {
        if (!has(object)) {
            return;
        }
        at = start(object);
        limit = end(object);
        expect('{');
        while (next() != '}') {
            int start = at;
            skipString();
            String key = new String(bytes, start + 1, at - start - 2, StandardCharsets.UTF_8);
            expect(':');
            next();
            int from = at;
            skipValue();
            receiver.receive(key, from, at);
            if (next() == ',') {
                at++;
            }
        }
    }

    /** Goes through the strings of an array that is a field; does nothing if it is not there. */
    void elements(Field array, Consumer<String> receiver) throws MalformedException {
        if (!has(array)) {
            return;
        }
        at = start(array);
        limit = end(array);
        expect('[');
        while (next() != ']') {
            int start = at;
            skipString();
            receiver.accept(new String(bytes, start + 1, at - start - 2, StandardCharsets.UTF_8));
            if (next() == ',') {
                at++;
            }
        }
    }

    private void readOne(Receiver receiver) throws MalformedException {
        readObject();
        int behind = at;
        int end = limit;
        receiver.receive(this);
        at = behind; // the receiver may have gone through members
        limit = end;
    }

    private void readObject() throws MalformedException {
        Arrays.fill(ends, 0);
        expect('{');
        if (next() == '}') {
            at++;
            return;
        }
        while (true) {
            skipBlanks();
            int nameStart = at + 1;
            skipString();
            Field field = field(nameStart, at - 1);
            expect(':');
            skipBlanks();
            int start = at;
            skipValue();
            if (field != null) {
                starts[field.place()] = start;
                ends[field.place()] = at;
            }
            if (next() == '}') {
                at++;
                return;
            }
            expect(',');
        }
    }

    boolean has(Field field) {
        return ends[field.place()] != 0;
    }

    /** The value of a field that is an integer. */
    long number(Field field) throws MalformedException {
        int i = start(field);
        int end = ends[field.place()];
        boolean negative = bytes[i] == '-';
        long value = 0;
        for (i = negative ? i + 1 : i; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw malformed(field + " is not an integer");
            }
            value = 10 * value + (bytes[i] - '0');
        }
        return negative ? -value : value;
    }

    /** The value of a field that is an integer, or this one if it is not there. */
    long number(Field field, long otherwise) throws MalformedException {
        return has(field) ? number(field) : otherwise;
    }

    boolean isTrue(Field field) {
        return has(field) && bytes[starts[field.place()]] == 't';
    }

    /** The value of a field that is a string, escapes left as they are. */
    String text(Field field) throws MalformedException {
        int start = start(field);
        if (bytes[start] != '"') {
            throw malformed(field + " is not a string");
        }
        return new String(bytes, start + 1, ends[field.place()] - start - 2, StandardCharsets.UTF_8);
    }

    /** Whether a field is this string, in ASCII without escapes. */
    boolean is(Field field, byte[] text) {
        int start = starts[field.place()];
        int end = ends[field.place()];
        return end - start == text.length + 2 && Arrays.equals(bytes, start + 1, end - 1, text, 0, text.length);
    }

    /** Where in the bytes these stand between two places; below 0 if they do not. */
    int indexOf(byte[] text, int from, int to) {
        int last = to - text.length;
        for (int i = from; i <= last; i++) {
            if (Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
                return i;
            }
        }
        return -1;
    }

    /** The digits that stand there, as a number; 0 if there are none. */
    long numberAt(int index) {
        long value = 0;
        for (int i = index; i < indexAfterNumber(index); i++) {
            value = 10 * value + (bytes[i] - '0');
        }
        return value;
    }

    int indexAfterNumber(int index) {
        int i = index;
        while (i < limit && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }

    /** A hash of the bytes between two places. */
    long hash(int from, int to) {
        return hash(bytes, from, to);
    }

    /** A hash of bytes that tells different data from each other. */
    static long hash(byte[] bytes, int from, int to) {
        long hash = 0xCBF29CE484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001B3L;
        }
        return hash;
    }

    /** Where the value of a field ends. */
    int end(Field field) {
        return ends[field.place()];
    }

    /** Where the value of a field begins. */
    int start(Field field) throws MalformedException {
        if (!has(field)) {
            throw malformed(field + " is missing");
        }
        return starts[field.place()];
    }

    private @Nullable Field field(int from, int to) {
        if (to - from > Long.BYTES) {
            return null;
        }
        long packed = pack(bytes, from, to - from);
        for (Field field : FIELDS) {
            if (field.packed == packed) {
                return field;
            }
        }
        return null;
    }

    private static long pack(byte[] bytes, int from, int length) {
        long packed = 0;
        for (int i = 0; i < length; i++) {
            packed = packed << Byte.SIZE | bytes[from + i];
        }
        return packed;
    }

    private void skipValue() throws MalformedException {
        int c = peek();
        if (c == '"') {
            skipString();
        } else if (c == '{' || c == '[') {
            skipNested();
        } else {
            int start = at;
            while (at < limit && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']' && bytes[at] > ' ') {
                at++;
            }
            if (at == start) {
                throw malformed("a value is missing");
            }
        }
    }

    private void skipNested() throws MalformedException {
        int depth = 0;
        do {
            int c = peek();
            if (c == '"') {
                skipString();
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            at++;
        } while (depth > 0);
    }

    private void skipString() throws MalformedException {
        expect('"');
        while (peek() != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipBlanks() {
        while (at < limit && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private int next() throws MalformedException {
        skipBlanks();
        return peek();
    }

    private int peek() throws MalformedException {
        if (at >= limit) {
            throw malformed("it ends too early");
        }
        return bytes[at];
    }

    private void expect(char c) throws MalformedException {
        if (next() != c) {
            throw malformed("expected " + c);
        }
        at++;
    }

    private MalformedException malformed(String what) {
        int from = Math.max(0, Math.min(at, limit) - 40);
        int to = Math.min(limit, at + 40);
        return new MalformedException(what + " at byte " + at + ": "
                + new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8));
    }
}
