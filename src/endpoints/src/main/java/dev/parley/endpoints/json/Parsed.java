package dev.parley.endpoints.json;

import java.util.Map;
import java.util.Optional;

/** What became of reading a text as a JSON object. */
public sealed interface Parsed {
    /**
     * It is one.
     *
     * @param fields its fields by name, in the order of the text
     */
    record Fields(Map<String, Field> fields) implements Parsed {
        /** Returns the field; empty if there is none of that name. */
        public Optional<Field> get(String name) {
            return Optional.ofNullable(fields.get(name));
        }
    }

    /**
     * It is none, or one that is not taken.
     *
     * @param reason what is wrong, and what is allowed
     */
    record Malformed(String reason) implements Parsed {}
}
