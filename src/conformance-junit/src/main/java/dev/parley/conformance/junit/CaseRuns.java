package dev.parley.conformance.junit;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.peer.CasePlayer;
import dev.parley.conformance.peer.Dialler;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.script.Target;
import dev.parley.conformance.verdict.Level;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AssertionFailureBuilder;
import org.junit.jupiter.api.Assumptions;

/** Plays cases and says what came of them in the language of JUnit. Immutable; safe for any thread. */
final class CaseRuns {
    private final CasePlayer player;
    private final Baseline baseline;
    private final Level level;

    CaseRuns(Target target, Baseline baseline, Level level) throws IOException {
        try {
            this.player = new CasePlayer(
                    new Dialler(target, new Dialler.Trust(SSLContext.getDefault(), Dialler.Trust.Names.CHECKED)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
        this.baseline = baseline;
        this.level = level;
    }

    /** Returns if all is well; fails or aborts the test if not. */
    void run(ConformanceCase one) {
        CaseResult result = player.play(one);
        Outcome outcome = result.outcome();
        if (outcome.verdict() == Verdict.UNSUPPORTED) {
            Assumptions.abort("unsupported: " + outcome.reason());
        }
        if (outcome.verdict().isGood()) {
            return;
        }
        if (baseline.knows(result)) {
            Assumptions.abort("known: " + outcome.reason());
        }
        if (outcome.verdict() == Verdict.FAIL && !outcome.level().countsAt(level)) {
            Assumptions.abort(outcome.level() + ", does not count: " + outcome.reason());
        }
        AssertionFailureBuilder.assertionFailure()
                .message(one.id() + " [" + one.rule() + ", " + outcome.level() + "] " + one.title() + ": "
                        + outcome.reason() + System.lineSeparator()
                        + result.transcript().text())
                .expected(outcome.expected())
                .actual(outcome.actual())
                .buildAndThrow();
    }
}
