package dev.parley.conformance.model;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Selects cases by id: {@code *} stands for any characters, {@code ?} for one, {@code 7} and {@code 7.1} also select
 * everything below, and {@code tag:slow} selects by tag. Case does not matter. Immutable.
 */
public final class CasePattern {
    private static final String TAG = "tag:";

    private final String text;
    private final Pattern ids;

    private CasePattern(String text) {
        this.text = text.toLowerCase(Locale.ROOT);
        String quoted = Pattern.quote(this.text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        this.ids = Pattern.compile(quoted + "(\\..*)?");
    }

    /** The pattern that this text writes. */
    public static CasePattern of(String text) {
        return new CasePattern(text.strip());
    }

    /** Whether it selects this case. */
    public boolean selects(ConformanceCase one) {
        return text.startsWith(TAG)
                ? one.tags().contains(text.substring(TAG.length()))
                : ids.matcher(one.id().toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
