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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs side by side, as lines of a table in Markdown. Stateless. */
final class MatrixTable {
    private static final String PASS = "pass";
    private static final String UNSUPPORTED = "unsupported";
    private static final List<String> VERDICTS = List.of(PASS, "allowed", "limited", UNSUPPORTED, "fail", "error");

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

    /**
     * A row for each category: {@code ok}, how many failed, and of them at level MUST, or {@code -} if the server does not
     * offer what the category is about. The last row has all verdicts.
     */
    static List<String> byCategory(Map<String, RunReader> runs) {
        List<String> lines = head("category", runs);
        Set<String> ids = ids(runs.values());
        ids.stream().map(MatrixTable::category).distinct().forEach(category -> {
            List<String> own =
                    ids.stream().filter(id -> category(id).equals(category)).toList();
            List<String> cells =
                    runs.values().stream().map(run -> failures(run, own)).toList();
            lines.add(row(category + " (" + own.size() + ")", cells));
        });
        List<String> sums = runs.values().stream().map(MatrixTable::sum).toList();
        lines.add(row("all (" + ids.size() + ")", sums));
        return lines;
    }

    private static String failures(RunReader run, List<String> ids) {
        long failed = count(run, ids, "fail") + count(run, ids, "error");
        if (failed > 0) {
            long musts = musts(run, ids);
            return failed + (musts > 0 ? " (" + musts + " MUST)" : "");
        }
        long silent = ids.stream()
                .filter(id -> run.verdict(id).orElse(UNSUPPORTED).equals(UNSUPPORTED))
                .count();
        return silent == ids.size() ? "-" : "ok";
    }

    private static String sum(RunReader run) {
        List<String> ids = run.ids();
        return VERDICTS.stream()
                .filter(verdict -> count(run, ids, verdict) > 0)
                .map(verdict -> count(run, ids, verdict) + " " + verdict
                        + (verdict.equals("fail") ? " (" + musts(run, ids) + " MUST)" : ""))
                .collect(Collectors.joining(", "));
    }

    private static long count(RunReader run, List<String> ids, String verdict) {
        return ids.stream()
                .filter(id -> run.verdict(id).equals(Optional.of(verdict)))
                .count();
    }

    private static long musts(RunReader run, List<String> ids) {
        return count(
                run, ids.stream().filter(id -> run.level(id).equals("MUST")).toList(), "fail");
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
