package dev.parley.conformance;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.Catalogue;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.runner.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** faults.tsv: which cases exist for which fault. Immutable. */
final class FaultTable {
    private static final Catalogue CATALOGUE = AllCases.catalogue();
    private static final Map<Fault, List<ConformanceCase>> CASES = read();

    private FaultTable() {}

    /** The cases that must fail on this fault. */
    static List<ConformanceCase> cases(Fault fault) {
        List<ConformanceCase> cases = CASES.get(fault);
        if (cases == null) {
            throw new IllegalStateException("faults.tsv has no line for " + fault);
        }
        return cases;
    }

    private static Map<Fault, List<ConformanceCase>> read() {
        Map<Fault, List<ConformanceCase>> all = new EnumMap<>(Fault.class);
        try (InputStream in = Fault.class.getResourceAsStream("faults.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(row -> all.put(Fault.valueOf(row[0]), cases(row[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static List<ConformanceCase> cases(String patterns) {
        List<CasePattern> all =
                Stream.of(patterns.split(" ", -1)).map(CasePattern::of).toList();
        for (CasePattern pattern : all) {
            if (CATALOGUE.all().stream().noneMatch(pattern::selects)) {
                throw new IllegalStateException("no case has an id like " + pattern);
            }
        }
        return new Selection(all, List.of(), Selection.Compat.SHARP).of(CATALOGUE);
    }
}
