package dev.parley.hub.json;

import java.util.Map;
import java.util.Optional;

/** What became of reading a text as a JSON object. */
public sealed interface Parsed {
    /** Returns the fields by name, in the order of the text; of what is malformed, those that could be read. */
    Map<String, Field> fields();

    /** Returns the field; empty if there is none of that name. */
    default Optional<Field> get(String name) {
        return Optional.ofNullable(fields().get(name));
    }

    /** It is one. */
    record Fields(Map<String, Field> fields) implements Parsed {}

    /**
     * It is none, or one that is not taken.
     *
     * @param fault which rule it breaks
     * @param reason what is wrong, and what is allowed
     */
    record Malformed(Fault fault, String reason, Map<String, Field> fields) implements Parsed {}

    /** Rules for texts from strangers. */
    enum Fault {
        /** It is JSON, and as many objects as are wanted. */
        GRAMMAR,
        /** It is not nested deeper than the reader goes. */
        DEPTH,
        /** Names in an object are unique, numbers are such as every language can read, strings are Unicode. */
        VALUE
    }
}
