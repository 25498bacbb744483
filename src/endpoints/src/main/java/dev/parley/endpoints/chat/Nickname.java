package dev.parley.endpoints.chat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name in a room. Immutable.
 *
 * @param shown as the others see it: composed (NFC), without blanks at its ends
 * @param key what must be unique in a room: compatibility forms, case, the number of blanks and emoji style do not tell
 *     two names apart
 */
record Nickname(String shown, String key) {
    /** Most characters (code points) of a name. */
    static final int MAX_LENGTH = 32;

    /** What a name may be, for errors. */
    static final String RULE = "a name has 1 to " + MAX_LENGTH
            + " characters, begins with a visible one that is not ~, and has no control or invisible characters";

    /** Begins the names of the hub's clients, who may be in the room too; nobody shall pass for one of them. */
    private static final String PSEUDONYM = "~";

    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\s]+");
    private static final Pattern STYLES = Pattern.compile("[\uFE0E\uFE0F]");

    /** Reads a name; empty if it breaks the {@link #RULE}. */
    static Optional<Nickname> of(String text) {
        if (text.length() > 8 * MAX_LENGTH) { // before any work is done on it
            return Optional.empty();
        }
        String shown = strip(Normalizer.normalize(text, Normalizer.Form.NFC));
        int length = shown.codePointCount(0, shown.length());
        if (length < 1
                || length > MAX_LENGTH
                || isMark(shown.codePointAt(0))
                || !shown.codePoints().allMatch(Nickname::isShown)) {
            return Optional.empty();
        }
        String key = key(shown);
        return key.startsWith(PSEUDONYM) ? Optional.empty() : Optional.of(new Nickname(shown, key));
    }

    /** Folds case: lower case makes ß of its capital, upper case SS of both, and leaves no ligature. */
    private static String key(String shown) {
        String plain = STYLES.matcher(Normalizer.normalize(shown, Normalizer.Form.NFKC))
                .replaceAll("");
        String folded = BLANKS.matcher(plain)
                .replaceAll(" ")
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('\u03C2', '\u03C3'); // lower case makes the final sigma again
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) { // also the no-break spaces, which strip() leaves
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> false;
            case Character.UNASSIGNED -> c >= 0x1F000 && c <= 0x1FAFF; // emoji younger than this Java
            default -> !isInvisible(c);
        };
    }

    /** Letters, marks and symbols without a shape (Default_Ignorable_Code_Point, and the Braille blank). */
    private static boolean isInvisible(int c) {
        return c == 0x034F
                || (c >= 0x115F && c <= 0x1160)
                || (c >= 0x17B4 && c <= 0x17B5)
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x2800
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0D) // 0E and 0F say how an emoji looks
                || c == 0xFFA0
                || (c >= 0xE0000 && c <= 0xE0FFF);
    }
}
