package dev.parley.bench.fanout;

import dev.parley.bench.servers.ServerKind;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What all passes measured, and the table of it. Ratios are taken within a pass, verdicts from the median of the passes. */
final class Results {
    private static final double DISAGREEMENT = 1.5; // between passes, above which a row is marked

    private final List<Map<Cell, Sample>> passes = new ArrayList<>();

    private record Cell(ServerKind server, Work work) {}

    void beginPass() {
        passes.add(new HashMap<>());
    }

    void add(ServerKind server, Work work, Sample sample) {
        passes.get(passes.size() - 1).put(new Cell(server, work), sample);
    }

    /** Prints the rows; returns whether all targets were met and everything was delivered once and in order. */
    boolean report(List<Target> targets, PrintWriter out) {
        boolean allMet = true;
        out.printf(
                "%n%-66s %9s %9s %7s %7s%n", "row (CPU: us a delivery, p99: ms)", "ours", "theirs", "ratio", "target");
        for (Target target : targets) {
            allMet &= row(target, out);
        }
        long faults = passes.stream()
                .flatMap(pass -> pass.values().stream())
                .mapToLong(Sample::faults)
                .sum();
        out.printf("%-66s %9d%n", "deliveries lost, doubled or out of order, all servers", faults);
        return allMet && faults == 0;
    }

    private boolean row(Target target, PrintWriter out) {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (Map<Cell, Sample> pass : passes) {
            Optional<Double> subject = value(pass, target, target.ours());
            Optional<Double> reference = target.theirs().stream()
                    .flatMap(server -> value(pass, target, server).stream())
                    .min(Double::compare);
            if (subject.isPresent() && reference.isPresent()) {
                ours.add(subject.get());
                theirs.add(reference.get());
                ratios.add(reference.get() / subject.get());
            }
        }
        if (ratios.isEmpty()) {
            out.printf("%-66s not measured%n", target.text());
            return false;
        }
        double ratio = median(ratios);
        boolean met = ratio >= target.least();
        double spread = ratios.stream().max(Double::compare).orElse(1.0)
                / ratios.stream().min(Double::compare).orElse(1.0);
        out.printf(
                Locale.ROOT,
                "%-66s %9.2f %9.2f %7.2f %7.2f  %s%s%n",
                target.text(),
                median(ours),
                median(theirs),
                ratio,
                target.least(),
                met ? "pass" : "SHORT",
                spread > DISAGREEMENT ? "  (passes differ)" : "");
        return met;
    }

    private static Optional<Double> value(Map<Cell, Sample> pass, Target target, ServerKind server) {
        return Optional.ofNullable(pass.get(new Cell(server, target.work()))).map(target.metric()::of);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
