package dev.parley.endpoints.chat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A name in a room. Immutable.
 *
 * @param shown as the others see it: composed (NFC), without blanks at its ends
 * @param key what must be unique in a room: compatibility forms and case do not tell two names apart
 */
record Nickname(String shown, String key) {
    /** Most characters (code points) of a name. */
    static final int MAX_LENGTH = 32;

    /** What a name may be, for errors. */
    static final String RULE = "a name has 1 to " + MAX_LENGTH + " characters and no control or format characters";

    /** Reads a name; empty if it breaks the {@link #RULE}. */
    static Optional<Nickname> of(String text) {
        if (text.length() > 8 * MAX_LENGTH) { // before any work is done on it
            return Optional.empty();
        }
        String shown = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        int length = shown.codePointCount(0, shown.length());
        if (length < 1 || length > MAX_LENGTH || !shown.codePoints().allMatch(Nickname::isShown)) {
            return Optional.empty();
        }
        String key = Normalizer.normalize(shown, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Optional.of(new Nickname(shown, key));
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
