package dev.parley.conformance.cli;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.report.RunReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs side by side, as lines of a table in Markdown. Stateless. */
final class MatrixTable {
    private static final String PASS = "pass";
    private static final List<String> OTHERS = List.of("allowed", "limited", "unsupported", "fail", "error");

    private MatrixTable() {}

    /** A row for each case that one of the servers did not plainly pass. */
    static List<String> byCase(Map<String, RunReader> runs) {
        List<String> lines = head("case", runs);
        for (String id : ids(runs.values())) {
            List<String> verdicts = runs.values().stream()
                    .map(run -> run.verdict(id).orElse("-"))
                    .toList();
            if (verdicts.stream().anyMatch(verdict -> !verdict.equals(PASS))) {
                lines.add(row(id, verdicts));
            }
        }
        return lines;
    }

    /** A row for each category: how many of its cases passed, and what became of the others. */
    static List<String> byCategory(Map<String, RunReader> runs) {
        List<String> lines = head("category", runs);
        Set<String> ids = ids(runs.values());
        ids.stream().map(MatrixTable::category).distinct().forEach(category -> {
            List<String> own =
                    ids.stream().filter(id -> category(id).equals(category)).toList();
            lines.add(row(
                    category, runs.values().stream().map(run -> cell(run, own)).toList()));
        });
        lines.add(row("all", runs.values().stream().map(run -> cell(run, ids)).toList()));
        return lines;
    }

    private static String cell(RunReader run, Collection<String> ids) {
        List<String> here =
                ids.stream().filter(id -> run.verdict(id).isPresent()).toList();
        if (here.isEmpty()) {
            return "-";
        }
        Map<String, Long> counts = here.stream()
                .map(id -> run.verdict(id).orElse(""))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long passed = counts.getOrDefault(PASS, 0L);
        if (passed == here.size()) {
            return "all " + passed;
        }
        long musts = here.stream()
                .filter(id -> run.verdict(id).equals(Optional.of("fail"))
                        && run.level(id).equals("MUST"))
                .count();
        String others = OTHERS.stream()
                .filter(counts::containsKey)
                .map(verdict -> counts.get(verdict) + " " + verdict
                        + (verdict.equals("fail") && musts > 0 ? " (" + musts + " MUST)" : ""))
                .collect(Collectors.joining(", "));
        return passed + " of " + here.size() + ": " + others;
    }

    /** In the order of the catalogue; behind them what only another version of the suite knows. */
    private static Set<String> ids(Collection<RunReader> runs) {
        Set<String> there = runs.stream().flatMap(run -> run.ids().stream()).collect(Collectors.toSet());
        Set<String> ids = AllCases.catalogue().all().stream()
                .map(ConformanceCase::id)
                .filter(there::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        there.stream().sorted().forEach(ids::add);
        return ids;
    }

    private static String category(String id) {
        return id.substring(0, id.indexOf('.'));
    }

    private static List<String> head(String first, Map<String, RunReader> runs) {
        List<String> lines = new ArrayList<>();
        lines.add(row(first, List.copyOf(runs.keySet())));
        lines.add("|---".repeat(runs.size() + 1) + "|");
        return lines;
    }

    private static String row(String first, List<String> cells) {
        return Stream.concat(Stream.of(first), cells.stream()).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
