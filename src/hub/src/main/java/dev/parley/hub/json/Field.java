package dev.parley.hub.json;

/**
 * The value of one field. Immutable.
 *
 * @param kind its type
 * @param text of a string its characters, of a number its JSON text, else nothing
 * @param json the value as it stands in the text it was read from
 */
public record Field(Kind kind, String text, String json) {
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
        /** An object, whose contents were checked and skipped. */
        OBJECT("an object"),
        /** An array, whose contents were checked and skipped. */
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

    /** What stands for a field that is not there. */
    public static final Field NONE = new Field(Kind.NULL, "", "null");
}
