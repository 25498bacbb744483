package dev.parley.endpoints.settings;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of settings in sources, of which an earlier one beats a later one. Immutable. */
final class Values {
    private static final int LONGEST_SHOWN = 80;

    private final List<Source> sources;

    Values(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Returns the value of a setting.
     *
     * @throws SettingsException if it is not allowed
     */
    <T> T get(Setting<T> setting) {
        Source source = source(setting);
        String text = text(setting);
        Optional<T> value = setting.kind().parse().apply(text);
        boolean shown = source != null && source.exposure() == Source.Exposure.PUBLIC;
        if (value.isEmpty() || (shown && isSecret(setting))) {
            throw new SettingsException(describe(setting) + " is not allowed; allowed is "
                    + setting.kind().allowed());
        }
        return value.get();
    }

    /** Returns a size whose kind keeps it within an {@code int}. */
    int bytes(Setting<Long> setting) {
        return Math.toIntExact(get(setting));
    }

    /** Fails unless {@code holds}, saying how {@code one} must stand to {@code other}. */
    void require(boolean holds, Setting<?> one, String relation, Setting<?> other) {
        if (!holds) {
            throw new SettingsException(describe(one) + " " + relation + " " + describe(other));
        }
    }

    private String describe(Setting<?> setting) {
        Source source = source(setting);
        String value = isSecret(setting) ? "(not shown)" : "\"" + printable(text(setting)) + "\"";
        return source == null
                ? setting.key() + " = " + value + " (the default)"
                : source.describe(setting.key()) + " = " + value;
    }

    private String text(Setting<?> setting) {
        Source source = source(setting);
        String value = source == null ? null : source.value(setting.key());
        return value == null ? setting.fallback() : value.strip();
    }

    private @Nullable Source source(Setting<?> setting) {
        for (Source source : sources) {
            if (source.value(setting.key()) != null) {
                return source;
            }
        }
        return null;
    }

    private static boolean isSecret(Setting<?> setting) {
        return setting.equals(Catalogue.SERVER_TLS_PASSWORD)
                || setting.equals(Catalogue.STORE_PASSWORD)
                || setting.equals(Catalogue.AUTH_JWT_SECRET)
                || setting.equals(Catalogue.AUTH_PUSH_KEYS);
    }

    /** Keeps a message on one line and short, whatever the value. */
    private static String printable(String text) {
        String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
