package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.runner.Selection;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Transcript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The runner on a player that plays nothing. */
class RunnerTest {
    private static final List<ConformanceCase> CASES = Selection.ALL.of(AllCases.catalogue());

    @Test
    void playsEachCaseOnceAndTellsEachResult() throws Exception {
        List<String> played = Collections.synchronizedList(new ArrayList<>());
        List<String> told = new ArrayList<>();
        new Runner(
                        one -> {
                            played.add(one.id());
                            return result(one, Outcome.pass(one.level()));
                        },
                        new Runner.Options(8, 0))
                .run(CASES, result -> told.add(result.id()));
        List<String> ids = CASES.stream().map(ConformanceCase::id).sorted().toList();
        assertEquals(ids, played.stream().sorted().toList());
        assertEquals(ids, told.stream().sorted().toList());
    }

    @Test
    void beginsWithThoseThatWait() throws Exception {
        List<Boolean> waits = new ArrayList<>();
        new Runner(
                        one -> {
                            waits.add(one.needs(Need.TIME));
                            return result(one, Outcome.pass(one.level()));
                        },
                        new Runner.Options(1, 0))
                .run(CASES, result -> {});
        assertTrue(waits.contains(true));
        assertEquals(waits.stream().sorted(Comparator.reverseOrder()).toList(), waits);
    }

    @Test
    void playsCasesThatNeedQuietAlone() throws Exception {
        AtomicInteger running = new AtomicInteger();
        List<String> disturbed = Collections.synchronizedList(new ArrayList<>());
        List<String> quiet = new ArrayList<>();
        new Runner(
                        one -> {
                            int now = running.incrementAndGet();
                            if (one.needs(Need.ALONE)) {
                                quiet.add(one.id());
                                if (now > 1) {
                                    disturbed.add(one.id());
                                }
                            }
                            running.decrementAndGet();
                            return result(one, Outcome.pass(one.level()));
                        },
                        new Runner.Options(8, 0))
                .run(CASES, result -> {});
        assertTrue(!quiet.isEmpty() && disturbed.isEmpty(), () -> quiet + " disturbed: " + disturbed);
    }

    @Test
    void marksAsFlakyWhatIsGoodWhenTriedAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<CaseResult> results = new ArrayList<>();
        new Runner(
                        one -> result(
                                one,
                                runs.incrementAndGet() < 3
                                        ? Judgement.fail("a", "b").outcome(one.level())
                                        : Outcome.pass(one.level())),
                        new Runner.Options(1, 3))
                .run(CASES.subList(0, 1), results::add);
        assertEquals(3, results.get(0).runs());
        assertTrue(results.get(0).flaky() && results.get(0).outcome().verdict().isGood());
    }

    private static CaseResult result(ConformanceCase one, Outcome outcome) {
        return new CaseResult(one, outcome, new Transcript(), 1, -1, 1, false);
    }
}
