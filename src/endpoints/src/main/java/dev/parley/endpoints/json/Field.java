package dev.parley.endpoints.json;

/**
 * The value of one field. Immutable.
 *
 * @param kind its type
 * @param text of a string its characters, of a number its JSON text, else nothing
 */
public record Field(Kind kind, String text) {
    /** Types of JSON values, as they are called in errors. */
    public enum Kind {
        /** A string. */
        STRING("a string"),
        /** A number. */
        NUMBER("a number"),
        /** The literal true. */
        TRUE("true"),
        /** The literal false. */
        FALSE("false"),
        /** The literal null. */
        NULL("null"),
        /** An object, whose contents were skipped. */
        OBJECT("an object"),
        /** An array, whose contents were skipped. */
        ARRAY("an array");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Returns the type in words. */
        public String words() {
            return words;
        }
    }
}
