package dev.parley.conformance.report;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.verdict.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts verdicts. Confined to one thread. */
public final class Tally {
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private int flaky;

    /** Nothing counted yet. */
    public Tally() {
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, 0);
        }
    }

    /** Counts a result. */
    public void add(CaseResult result) {
        counts.merge(result.outcome().verdict(), 1, Integer::sum);
        flaky += result.flaky() ? 1 : 0;
    }

    /** How many had this verdict. */
    public int of(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** How many there were. */
    public int total() {
        int total = 0;
        for (int count : counts.values()) {
            total += count;
        }
        return total;
    }

    /** How many were good only when tried again. */
    public int flaky() {
        return flaky;
    }

    /** {@code 301 cases: 290 pass, 4 fail, ...}. */
    public String text() {
        String parts = counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", "));
        return total() + " cases: " + (parts.isEmpty() ? "none" : parts) + (flaky > 0 ? ", " + flaky + " flaky" : "");
    }

    String json() {
        StringBuilder out = new StringBuilder("{");
        counts.forEach((verdict, count) ->
                out.append(JsonText.field(verdict.label(), count)).append(','));
        return out.append(JsonText.field("flaky", flaky)).append('}').toString();
    }
}
