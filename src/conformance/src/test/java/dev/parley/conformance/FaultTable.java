package dev.parley.conformance;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.Catalogue;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.reference.Planted;
import dev.parley.conformance.runner.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** faults.tsv: which cases exist for which fault. Immutable. */
final class FaultTable {
    private static final Catalogue CATALOGUE = AllCases.catalogue();
    private static final Map<Planted, List<ConformanceCase>> CASES = read();

    private FaultTable() {}

    /** Those that have cases: all but most of the blind ones. */
    static Set<Planted> faults() {
        return CASES.keySet();
    }

    /** The cases that must fail on this fault. */
    static List<ConformanceCase> cases(Planted fault) {
        List<ConformanceCase> cases = CASES.get(fault);
        if (cases == null) {
            throw new IllegalStateException("faults.tsv has no line for " + fault);
        }
        return cases;
    }

    private static Map<Planted, List<ConformanceCase>> read() {
        Map<Planted, List<ConformanceCase>> all = new LinkedHashMap<>();
        try (InputStream in = Planted.class.getResourceAsStream("faults.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(row -> all.put(fault(row[0]), cases(row[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Planted fault(String name) {
        return Planted.all().stream()
                .filter(fault -> fault.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("there is no fault " + name));
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
