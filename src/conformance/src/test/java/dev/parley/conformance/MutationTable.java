package dev.parley.conformance;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.reference.BlindFault;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.Planted;
import dev.parley.conformance.reference.Play;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the tables of docs/conformance-mutations.md: each fault, the cases that exist for it, and how many of all others
 * it does not escape; and each fault that was planted blind, with the cases that caught it. Run by hand, it takes an hour:
 * {@code MutationTable FILE [FAULT...]}; lines of faults that are not named stay as they are, and a file that has some is
 * completed.
 */
public final class MutationTable {
    private static final int SHOWN = 6;
    private static final List<ConformanceCase> QUICK = new Selection(
                    List.of(), List.of(CasePattern.of("tag:performance")), Selection.Compat.SHARP)
            .of(AllCases.catalogue());

    private MutationTable() {}

    /** Plays all cases but those that only take long. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        Set<String> chosen = Set.copyOf(List.of(args).subList(1, args.length));
        Map<String, String> lines = known(file);
        for (Planted fault : Planted.all()) {
            String name = fault.name();
            if (chosen.isEmpty() ? !lines.containsKey(name) : chosen.contains(name)) {
                lines.put(name, fault instanceof Fault own ? line(own) : line((BlindFault) fault));
                write(file, lines);
            }
        }
        write(file, lines);
    }

    private static String line(Fault fault) throws Exception {
        List<ConformanceCase> own = FaultTable.cases(fault);
        List<ConformanceCase> others = new ArrayList<>(QUICK);
        others.removeAll(own);
        boolean secure = own.get(0).needs(Need.TLS);
        Set<String> mine = new TreeSet<>();
        if (fault.isFeltByOthers()) { // a server for each case, because cases are connections, too
            for (ConformanceCase one : own) {
                mine.addAll(caught(List.of(one), fault, secure));
            }
        } else {
            mine.addAll(caught(own, fault, secure));
        }
        String rest = fault.isFeltByOthers()
                ? "not asked"
                : Integer.toString(caught(others, fault, secure).size());
        return row(fault.name(), mine, rest);
    }

    private static String line(BlindFault fault) throws Exception {
        Set<String> quick = caught(QUICK, fault, false);
        if (!quick.isEmpty()) {
            return row(fault.name(), quick, "");
        }
        List<ConformanceCase> slow = new ArrayList<>(Selection.ALL.of(AllCases.catalogue()));
        slow.removeAll(QUICK);
        return row(fault.name(), failed(Play.patiently(slow, fault)), "");
    }

    private static String row(String fault, Set<String> ids, String rest) {
        String some = ids.stream().limit(SHOWN).collect(Collectors.joining(" "));
        String more = ids.size() > SHOWN ? " ..." : "";
        return "| " + fault + " | " + (ids.isEmpty() ? "**nobody**" : some + more) + " | " + ids.size() + " |"
                + (rest.isEmpty() ? "" : " " + rest + " |");
    }

    private static Set<String> caught(List<ConformanceCase> cases, Planted fault, boolean secure) throws Exception {
        return failed(secure ? Play.allOverTls(cases, fault) : Play.all(cases, fault));
    }

    private static Set<String> failed(List<CaseResult> results) {
        return results.stream()
                .filter(result -> result.outcome().verdict() == Verdict.FAIL)
                .map(CaseResult::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> known(Path file) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(" ", 3);
                if (cells.length == 3
                        && Planted.all().stream().anyMatch(fault -> fault.name().equals(cells[1]))) {
                    lines.put(cells[1], line);
                }
            }
        }
        return lines;
    }

    private static void write(Path file, Map<String, String> lines) throws IOException {
        List<String> text = new ArrayList<>(List.of(
                "# Faults and the cases that caught them",
                "",
                "Each line is a reference server with one fault. `faults.tsv` names the cases that exist for it, and `CasesTest`",
                "asks on every build that each of them fails, and that there is no case without a fault. This page is written by",
                "the test class `MutationTable`, which also plays all other cases but those that only take long.",
                "",
                "| fault | caught by the cases that exist for it | of them | others that caught it |",
                "|---|---|---|---|"));
        Stream.of(Fault.values())
                .map(Fault::name)
                .filter(lines::containsKey)
                .forEach(name -> text.add(lines.get(name)));
        List<String> blind = Stream.of(BlindFault.values())
                .map(BlindFault::name)
                .filter(lines::containsKey)
                .map(lines::get)
                .toList();
        long found = blind.stream().filter(line -> !line.contains("**nobody**")).count();
        text.addAll(List.of(
                "",
                "## Faults that were planted blind",
                "",
                "Planted from the RFCs and the code of the reference server before the one who planted them had read a case",
                "or a fault of the table above (`BlindFault`; decision 0324 says how, and what the first run missed).",
                "",
                found + " of " + blind.size() + " are found.",
                "",
                "| fault | caught by | of them |",
                "|---|---|---|"));
        text.addAll(blind);
        Files.writeString(file, String.join("\n", text) + "\n", StandardCharsets.UTF_8);
    }
}
