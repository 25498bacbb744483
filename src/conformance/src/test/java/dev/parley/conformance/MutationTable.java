package dev.parley.conformance;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.Play;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Writes the table of docs/conformance-mutations.md: each fault, the cases that exist for it, and how many of all others
 * it does not escape. Run by hand, it takes half an hour: {@code MutationTable FILE [FAULT...]}; lines of faults that are
 * not named stay as they are.
 */
public final class MutationTable {
    private static final int SERVERS = 3;
    private static final int SHOWN = 6;
    private static final String HEAD = "| fault | caught by | of them | others that caught it |";

    private MutationTable() {}

    /** Plays all cases but those that only take long. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        Set<String> chosen = Set.copyOf(List.of(args).subList(1, args.length));
        TreeMap<Fault, String> lines = known(file);
        ExecutorService players = Executors.newFixedThreadPool(SERVERS);
        TreeMap<Fault, Future<String>> running = new TreeMap<>();
        for (Fault fault : Fault.values()) {
            if (chosen.isEmpty() ? !lines.containsKey(fault) : chosen.contains(fault.name())) {
                running.put(fault, players.submit(() -> line(fault)));
            }
        }
        for (Fault fault : running.keySet()) {
            lines.put(fault, running.get(fault).get());
            write(file, lines);
        }
        players.shutdown();
    }

    private static String line(Fault fault) throws Exception {
        List<ConformanceCase> own = FaultTable.cases(fault);
        boolean secure = own.get(0).needs(Need.TLS);
        Selection quick = new Selection(List.of(), List.of(CasePattern.of("tag:performance")), Selection.Compat.SHARP);
        List<ConformanceCase> cases = new ArrayList<>(quick.of(AllCases.catalogue()));
        cases.removeAll(own);
        Set<String> mine = caught(own, fault, secure);
        Set<String> others = fault.isFeltByOthers() ? Set.of() : caught(cases, fault, secure);
        String some = mine.stream().limit(SHOWN).collect(Collectors.joining(" "));
        String more = mine.size() > SHOWN ? " ..." : "";
        return "| " + fault + " | " + mine.size() + " | " + (mine.isEmpty() ? "**nobody**" : some + more) + " | "
                + (fault.isFeltByOthers() ? "not asked" : others.size()) + " |";
    }

    private static Set<String> caught(List<ConformanceCase> cases, Fault fault, boolean secure) throws Exception {
        List<CaseResult> results = new ArrayList<>();
        if (fault.isFeltByOthers()) {
            for (ConformanceCase one : cases) {
                results.addAll(Play.all(List.of(one), fault));
            }
        } else {
            results.addAll(secure ? Play.allOverTls(cases, fault) : Play.all(cases, fault));
        }
        return results.stream()
                .filter(result -> result.outcome().verdict() == Verdict.FAIL)
                .map(CaseResult::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeMap<Fault, String> known(Path file) throws IOException {
        TreeMap<Fault, String> lines = new TreeMap<>();
        if (Files.exists(file)) {
            for (Fault fault : Fault.values()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("| " + fault + " |"))
                        .forEach(line -> lines.put(fault, line));
            }
        }
        return lines;
    }

    private static void write(Path file, TreeMap<Fault, String> lines) throws IOException {
        List<String> text = new ArrayList<>(List.of(
                "# Faults and the cases that caught them",
                "",
                "Each line is a reference server with one fault. `faults.tsv` names the cases that exist for it, and `CasesTest`",
                "asks on every build that each of them fails, and that there is no case without a fault. This table is written by",
                "the test class `MutationTable`, which also plays all other cases but those that only take long.",
                "",
                HEAD,
                "|---|---|---|---|"));
        text.addAll(lines.values());
        Files.writeString(file, String.join("\n", text) + "\n", StandardCharsets.UTF_8);
    }
}
