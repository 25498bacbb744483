package dev.parley.bench.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found: how often each guarantee was broken, and the first of each in words. Confined to one thread. */
final class Verdict {
    private static final int EXAMPLES = 10; // of each

    private final Map<Violation, Long> counts = new EnumMap<>(Violation.class);
    private final Map<Violation, List<String>> examples = new EnumMap<>(Violation.class);

    Verdict() {
        for (Violation violation : Violation.values()) {
            counts.put(violation, 0L);
            examples.put(violation, new ArrayList<>());
        }
    }

    /** Notes a violation; the text has {@link String#format}'s marks. */
    void found(Violation violation, String format, Object... values) {
        counts.merge(violation, 1L, Long::sum);
        List<String> known = examples.getOrDefault(violation, new ArrayList<>());
        if (known.size() < EXAMPLES) {
            known.add(String.format(Locale.ROOT, format, values));
        }
    }

    long count(Violation violation) {
        return counts.getOrDefault(violation, 0L);
    }

    List<String> examples(Violation violation) {
        return List.copyOf(examples.getOrDefault(violation, List.of()));
    }

    /** How many violations of any kind. */
    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
