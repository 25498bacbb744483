package dev.parley.conformance;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.Play;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the table of docs/conformance-mutations.md: each fault, and the cases that caught it. Run by hand: it takes minutes. */
public final class MutationTable {
    private static final int SHOWN = 8;

    private MutationTable() {}

    /** Plays all cases but the slow ones on each fault, or on the faults of which the names are given after the file. */
    public static void main(String[] args) throws Exception {
        Selection selection =
                new Selection(List.of(), List.of(CasePattern.of("tag:performance")), Selection.Compat.SHARP);
        List<String> lines = new ArrayList<>();
        lines.add("| fault | caught by | of them |");
        lines.add("|---|---|---|");
        List<String> chosen = List.of(args).subList(1, args.length);
        for (Fault fault : Fault.values()) {
            if (chosen.isEmpty() || chosen.contains(fault.name())) {
                List<String> ids = Play.all(selection.of(AllCases.catalogue()), fault).stream()
                        .filter(result -> result.outcome().verdict() == Verdict.FAIL)
                        .map(CaseResult::id)
                        .sorted()
                        .toList();
                String some = String.join(" ", ids.subList(0, Math.min(SHOWN, ids.size())));
                lines.add("| " + fault + " | " + ids.size() + " | " + (ids.isEmpty() ? "**nobody**" : some) + " |");
                Files.write(Path.of(args[0]), lines, StandardCharsets.UTF_8);
            }
        }
    }
}
