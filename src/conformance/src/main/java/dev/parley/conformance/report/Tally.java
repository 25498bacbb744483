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
        return counts.values().stream().mapToInt(Integer::intValue).sum();
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
        return counts.entrySet().stream()
                .map(entry -> JsonText.field(entry.getKey().label(), entry.getValue()))
                .collect(Collectors.joining(",", "{", "," + JsonText.field("flaky", flaky) + "}"));
    }
}
