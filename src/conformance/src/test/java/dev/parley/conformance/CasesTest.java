package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.Planted;
import dev.parley.conformance.reference.Play;
import dev.parley.conformance.reference.RequestFault;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases against a server that is right, and against one that is wrong in one way. */
class CasesTest {
    /** Faulty servers at a time: a case on a faulty server mostly waits for what never comes. */
    private static final int SERVERS = 8;

    private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(SERVERS);
    private static final Map<Planted, List<Future<List<CaseResult>>>> PLAYED = new HashMap<>();

    @BeforeAll
    static void playAllFaults() {
        for (Planted fault : FaultTable.faults()) {
            List<ConformanceCase> cases = FaultTable.cases(fault);
            PLAYED.put(fault, new ArrayList<>());
            if (fault.isFeltByOthers()) { // a server for each case, because cases are connections, too
                cases.forEach(one -> submit(fault, List.of(one)));
            } else {
                submit(fault, cases);
            }
        }
    }

    private static void submit(Planted fault, List<ConformanceCase> cases) {
        PLAYED.get(fault)
                .add(PLAYERS.submit(
                        () -> cases.get(0).needs(Need.TLS) ? Play.allOverTls(cases, fault) : Play.all(cases, fault)));
    }

    @AfterAll
    static void stopPlaying() {
        PLAYERS.shutdownNow();
    }

    @Test
    void findsNothingWrongWithTheReferenceServer() throws Exception {
        assertEquals("", wrong(Play.all(Selection.ALL.of(AllCases.catalogue()))));
    }

    @Test
    void findsNothingWrongWithTheReferenceServerOverTls() throws Exception {
        Selection tls = new Selection(List.of(CasePattern.of("tls")), List.of(), Selection.Compat.SHARP);
        assertEquals("", wrong(Play.allOverTls(tls.of(AllCases.catalogue()))));
    }

    private static String wrong(List<CaseResult> results) {
        return results.stream()
                .filter(result -> !result.outcome().verdict().isGood())
                .map(result -> result.id() + ": " + result.outcome().reason() + "\n"
                        + result.transcript().text())
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsEveryFault(Planted fault) throws Exception {
        List<CaseResult> results = new ArrayList<>();
        for (Future<List<CaseResult>> played : PLAYED.get(fault)) {
            results.addAll(played.get());
        }
        String missed = results.stream()
                .filter(result -> result.outcome().verdict() != Verdict.FAIL)
                .map(result -> result.id() + ": " + result.outcome().verdict() + " "
                        + result.outcome().reason())
                .sorted()
                .collect(Collectors.joining("\n"));
        assertEquals("", missed, () -> "cases that should fail on " + fault);
    }

    private static Stream<Planted> faults() {
        return FaultTable.faults().stream();
    }

    @Test
    void hasCasesForEveryFault() {
        assertTrue(FaultTable.faults().containsAll(List.of(Fault.values())));
        assertTrue(FaultTable.faults().containsAll(List.of(RequestFault.values())));
    }

    @Test
    void hasAFaultForEveryCase() {
        Set<String> caught = FaultTable.faults().stream()
                .flatMap(fault -> FaultTable.cases(fault).stream())
                .map(ConformanceCase::id)
                .collect(Collectors.toSet());
        String free = Selection.ALL.of(AllCases.catalogue()).stream()
                .map(ConformanceCase::id)
                .filter(id -> !caught.contains(id))
                .collect(Collectors.joining(" "));
        assertEquals("", free, "cases of which nobody knows whether they can fail");
    }
}
