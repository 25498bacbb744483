package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.Play;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.verdict.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases against a server that is right, and against one that is wrong in one way. */
class CasesTest {
    /** Faulty servers at a time: a case on a faulty server mostly waits for what never comes. */
    private static final int SERVERS = 8;

    private static final ExecutorService PLAYERS = Executors.newFixedThreadPool(SERVERS);
    private static final Map<Fault, Future<List<CaseResult>>> PLAYED = new EnumMap<>(Fault.class);

    @BeforeAll
    static void playAllFaults() {
        for (Fault fault : Fault.values()) {
            Selection there =
                    new Selection(List.of(CasePattern.of(fault.pattern())), List.of(), Selection.Compat.SHARP);
            PLAYED.put(fault, PLAYERS.submit(() -> Play.all(there.of(AllCases.catalogue()), fault)));
        }
    }

    @AfterAll
    static void stopPlaying() {
        PLAYERS.shutdownNow();
    }

    @Test
    void findsNothingWrongWithTheReferenceServer() throws Exception {
        List<CaseResult> results = Play.all(Selection.ALL.of(AllCases.catalogue()));
        String wrong = results.stream()
                .filter(result -> !result.outcome().verdict().isGood())
                .map(result -> result.id() + ": " + result.outcome().reason() + "\n"
                        + result.transcript().text())
                .collect(Collectors.joining("\n"));
        assertEquals("", wrong);
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryFault(Fault fault) throws Exception {
        List<CaseResult> results = PLAYED.get(fault).get();
        assertTrue(
                results.stream().anyMatch(result -> result.outcome().verdict() == Verdict.FAIL),
                () -> "no case of " + fault.pattern() + " fails on " + fault);
    }
}
