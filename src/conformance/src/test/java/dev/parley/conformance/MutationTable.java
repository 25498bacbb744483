package dev.parley.conformance;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.reference.BlindFault;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.FifthBlindFault;
import dev.parley.conformance.reference.FourthBlindFault;
import dev.parley.conformance.reference.Planted;
import dev.parley.conformance.reference.Play;
import dev.parley.conformance.reference.RequestFault;
import dev.parley.conformance.reference.SecondBlindFault;
import dev.parley.conformance.reference.SeventhBlindFault;
import dev.parley.conformance.reference.SixthBlindFault;
import dev.parley.conformance.reference.ThirdBlindFault;
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
 * completed. With {@code -Dtable.own=true} the others are not asked, which takes a second for a fault.
 */
public final class MutationTable {
    private static final int SHOWN = 6;
    private static final List<ConformanceCase> QUICK = new Selection(
                    List.of(), List.of(CasePattern.of("tag:performance")), Selection.Compat.SHARP)
            .of(AllCases.catalogue());

    private static final List<ConformanceCase> SLOW = without(Selection.ALL.of(AllCases.catalogue()), QUICK);
    private static final List<ConformanceCase> MEETINGS = new Selection(
                    Stream.of(
                                    "robustness.neighbour",
                                    "robustness.behind",
                                    "robustness.together",
                                    "robustness.crowd",
                                    "handshake.answer.each-its-own")
                            .map(CasePattern::of)
                            .toList(),
                    List.of(),
                    Selection.Compat.SHARP)
            .of(AllCases.catalogue());

    private static final String ALLOWED = "no rule is broken";
    /** What nobody can find: to drop what has not been sent when a Close comes is left to the server. */
    private static final Map<String, String> UNFOUND =
            Map.of("LOSES_MESSAGE_BEFORE_CLOSE", ALLOWED + " (5.5.1)", "CLOSE_OVERTAKES_PONGS", ALLOWED + " (5.5.2)");

    private MutationTable() {}

    /** Plays all cases but those that only take long. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        Set<String> chosen = Set.copyOf(List.of(args).subList(1, args.length));
        Map<String, String> lines = known(file);
        for (Planted fault : Planted.all()) {
            String name = fault.name();
            if (chosen.isEmpty() ? !lines.containsKey(name) : chosen.contains(name)) {
                lines.put(name, fault instanceof Fault || fault instanceof RequestFault ? line(fault) : blind(fault));
                write(file, lines);
            }
        }
        write(file, lines);
    }

    private static String line(Planted fault) throws Exception {
        List<ConformanceCase> own = FaultTable.cases(fault);
        List<ConformanceCase> others = without(QUICK, own);
        boolean secure = own.get(0).needs(Need.TLS);
        Set<String> mine = new TreeSet<>();
        if (fault.isFeltByOthers()) { // a server for each case, because cases are connections, too
            for (ConformanceCase one : own) {
                mine.addAll(caught(List.of(one), fault, secure));
            }
        } else {
            mine.addAll(caught(own, fault, secure));
        }
        String rest = fault.isFeltByOthers() || Boolean.getBoolean("table.own")
                ? "not asked"
                : Integer.toString(caught(others, fault, secure).size());
        return row(fault.name(), mine, rest);
    }

    private static String blind(Planted fault) throws Exception {
        if (fault.isFeltByOthers()) {
            return row(fault.name(), caughtAlone(fault), "");
        }
        Set<String> ids = caught(QUICK, fault, false);
        if (ids.isEmpty()) {
            ids = failed(Play.patiently(SLOW, fault));
        }
        if (ids.isEmpty()) { // it may be one of TLS
            ids = caught(QUICK, fault, true);
        }
        return row(fault.name(), ids, "");
    }

    /** By the cases that are there for it, or by those in which connections meet, or by any: a server for each of them. */
    private static Set<String> caughtAlone(Planted fault) throws Exception {
        if (FaultTable.faults().contains(fault)) {
            return caughtAlone(FaultTable.cases(fault), fault);
        }
        Set<String> ids = caughtAlone(MEETINGS, fault);
        return ids.isEmpty() ? caughtAlone(QUICK, fault) : ids;
    }

    private static Set<String> caughtAlone(List<ConformanceCase> some, Planted fault) throws Exception {
        Set<String> ids = new TreeSet<>();
        for (ConformanceCase one : some) {
            ids.addAll(caught(List.of(one), fault, one.needs(Need.TLS)));
        }
        return ids;
    }

    /** By their ids: steps are not compared. */
    private static List<ConformanceCase> without(List<ConformanceCase> all, List<ConformanceCase> some) {
        Set<String> ids = some.stream().map(ConformanceCase::id).collect(Collectors.toSet());
        return all.stream().filter(one -> !ids.contains(one.id())).toList();
    }

    private static String row(String fault, Set<String> ids, String rest) {
        String some = ids.stream().limit(SHOWN).collect(Collectors.joining(" "));
        String more = ids.size() > SHOWN ? " ..." : "";
        String nobody = UNFOUND.getOrDefault(fault, "**nobody**");
        return "| " + fault + " | " + (ids.isEmpty() ? nobody : some + more) + " | " + ids.size() + " |"
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
        text.addAll(rows(Fault.values(), lines));
        text.addAll(rows(RequestFault.values(), lines));
        text.addAll(section(
                "Faults that were planted blind",
                List.of(
                        "Planted from the RFCs and the code of the reference server before the one who planted them had read a case",
                        "or a fault of the table above (`BlindFault`; decision 0324 says how, and what the first run missed)."),
                rows(BlindFault.values(), lines)));
        text.addAll(section(
                "Faults that were planted blind by somebody else",
                List.of(
                        "A second set, by an engineer who knew neither the cases nor the faults above (`SecondBlindFault`; decision 0325",
                        "says how, and what the first run missed)."),
                rows(SecondBlindFault.values(), lines)));
        text.addAll(section(
                "Faults that real servers had",
                List.of(
                        "A third set, each a bug that somebody reported, by an engineer who knew neither the cases nor the faults",
                        "above (`ThirdBlindFault`; decision 0326 says how, and what the first run missed)."),
                rows(ThirdBlindFault.values(), lines)));
        text.addAll(section(
                "Faults that were planted blind once more",
                List.of(
                        "A fourth set, about half of them bugs of real servers, by an engineer who knew neither the cases nor the faults",
                        "above (`FourthBlindFault`; decision 0329 says how, and what the first run missed)."),
                rows(FourthBlindFault.values(), lines)));
        text.addAll(section(
                "Faults that were planted blind by a fifth engineer",
                List.of(
                        "A fifth set, about half of them bugs of real servers and HTTP parsers, by an engineer who had read the faults above",
                        "so as to repeat none, and no case (`FifthBlindFault`; decision 0330)."),
                rows(FifthBlindFault.values(), lines)));
        text.addAll(section(
                "Faults of a sixth set that were planted blind",
                List.of(
                        "Sixty faults that no older set has, two in three of them bugs of real servers, by an engineer who had not read",
                        "the cases (`SixthBlindFault`; `sixth-blind-faults.tsv` says how each shows)."),
                rows(SixthBlindFault.values(), lines)));
        text.addAll(section(
                "Faults of a seventh set that were planted blind",
                List.of(
                        "A hundred faults, two in three of them bugs of real servers, by an engineer who had read neither the cases nor",
                        "an older list (`SeventhBlindFault`; `seventh-blind-faults.tsv` says how each shows). Many are those of older sets."),
                rows(SeventhBlindFault.values(), lines)));
        Files.writeString(file, String.join("\n", text) + "\n", StandardCharsets.UTF_8);
    }

    private static List<String> rows(Planted[] faults, Map<String, String> lines) {
        return Stream.of(faults)
                .map(Planted::name)
                .filter(lines::containsKey)
                .map(lines::get)
                .toList();
    }

    private static List<String> section(String title, List<String> about, List<String> rows) {
        long allowed = rows.stream().filter(line -> line.contains(ALLOWED)).count();
        long found = rows.stream().filter(line -> !line.contains("**nobody**")).count() - allowed;
        List<String> text = new ArrayList<>(List.of("", "## " + title, ""));
        text.addAll(about);
        text.addAll(List.of(
                "",
                found + " of " + (rows.size() - allowed) + " are found"
                        + (allowed > 0 ? "; another breaks no rule." : "."),
                "",
                "| fault | caught by | of them |",
                "|---|---|---|"));
        text.addAll(rows);
        return text;
    }
}
