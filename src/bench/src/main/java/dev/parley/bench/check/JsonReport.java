package dev.parley.bench.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;

/** An outcome for programs: one JSON object. */
final class JsonReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    private JsonReport() {}

    static void write(Outcome outcome, Path file) throws IOException {
        Files.writeString(file, of(outcome));
    }

    static String of(Outcome outcome) {
        CheckPlan plan = outcome.plan();
        Tally tally = outcome.tally();
        StringJoiner violations = new StringJoiner(",\n    ", "{\n    ", "\n  }");
        for (Violation violation : outcome.violations()) {
            StringJoiner examples = new StringJoiner(",", "[", "]");
            outcome.verdict().examples(violation).forEach(example -> examples.add(quote(example)));
            violations.add(quote(violation.name().toLowerCase(Locale.ROOT)) + ":{\"count\":"
                    + outcome.verdict().count(violation) + ",\"examples\":" + examples + "}");
        }
        StringJoiner all = new StringJoiner(",\n  ", "{\n  ", "\n}\n");
        all.add("\"server\":" + quote(outcome.server()));
        all.add("\"right\":" + outcome.isRight());
        all.add("\"seconds\":" + String.format(Locale.ROOT, "%.1f", outcome.seconds()));
        all.add("\"connections\":" + plan.pages() + ",\"channels\":" + plan.channels() + ",\"states\":" + plan.states()
                + ",\"follow\":" + plan.follows());
        all.add("\"rate\":" + plan.perSecond() + ",\"faultSeconds\":" + plan.faultSeconds() + ",\"seed\":"
                + plan.seed());
        all.add("\"connected\":" + tally.connections + ",\"delivered\":" + tally.deliveries);
        all.add("\"published\":" + tally.published + ",\"accepted\":" + tally.accepted + ",\"repeated\":"
                + tally.repeated);
        all.add("\"updates\":" + tally.updates + ",\"skipped\":" + tally.skipped + ",\"conflicts\":" + tally.conflicts
                + ",\"presence\":" + tally.presence);
        all.add("\"refused\":" + tally.refused + ",\"unsubscribed\":" + tally.unsubscribed + ",\"degraded\":"
                + tally.degraded);
        all.add("\"logged\":" + outcome.messages());
        all.add("\"faults\":" + counts(tally.faults()));
        all.add("\"gaps\":" + counts(tally.gaps()));
        all.add("\"ends\":" + counts(tally.ends()));
        all.add("\"latencyMs\":" + percentiles(tally.live()));
        all.add("\"recoveryMs\":" + percentiles(tally.recovery()));
        all.add("\"violations\":" + violations);
        return all.toString();
    }

    private static String counts(Map<?, Long> counts) {
        StringJoiner all = new StringJoiner(",", "{", "}");
        counts.forEach((name, count) -> all.add(quote(name.toString()) + ":" + count));
        return all.toString();
    }

    private static String percentiles(Histogram histogram) {
        StringJoiner all = new StringJoiner(",", "{", "}");
        all.add("\"count\":" + histogram.getTotalCount());
        for (double percentile : PERCENTILES) {
            all.add(String.format(
                    Locale.ROOT, "\"p%s\":%.3f", percentile, histogram.getValueAtPercentile(percentile) / 1e6));
        }
        return all.toString();
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
