package dev.parley.endpoints.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@link Settings} from sources and refuses what it does not know. Stateless. */
public final class SettingsReader {
    private static final int TYPO = 3; // one wrong letter in three is still taken for a typing mistake

    private SettingsReader() {}

    /**
     * Reads every setting; what no source has gets its default.
     *
     * @param sources the first that has a key decides; usually environment, system properties, context parameters, file
     * @throws SettingsException if a source has a key of Parley's that is not known, or a value that is not allowed
     */
    public static Settings read(List<Source> sources) {
        Set<String> keys = Catalogue.ALL.stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new));
        for (Source source : sources) {
            Optional<String> unknown = source.unknown(keys).stream().findFirst();
            if (unknown.isPresent()) {
                throw new SettingsException(unknown(source, unknown.get(), keys));
            }
        }
        Values values = new Values(sources);
        Settings settings = Assembly.assemble(values);
        Contradictions.check(values);
        return settings;
    }

    private static String unknown(Source source, String name, Set<String> keys) {
        String nearest = name;
        int least = Integer.MAX_VALUE;
        for (String key : keys) {
            int distance = distance(name, source.nameOf(key));
            if (distance < least) {
                least = distance;
                nearest = source.nameOf(key);
            }
        }
        String message = source.kind() + " " + printable(name) + " is no setting of Parley";
        return least <= name.length() / TYPO
                ? message + "; did you mean " + nearest + "?"
                : message + "; the settings are listed in docs/operations.md";
    }

    /** Returns how many letters must be inserted, deleted or replaced to make one text of the other. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }

    private static String printable(String name) {
        return name.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
