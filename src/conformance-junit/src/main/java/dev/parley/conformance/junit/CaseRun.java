package dev.parley.conformance.junit;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.script.Target;
import dev.parley.conformance.verdict.Level;
import java.io.IOException;
import java.net.URI;

/** One case to be played; given to methods that are a {@link ConformanceTest}. Immutable. */
public final class CaseRun {
    private final ConformanceCase one;
    private final Baseline baseline;

    CaseRun(ConformanceCase one, Baseline baseline) {
        this.one = one;
        this.baseline = baseline;
    }

    /** The id of the case. */
    public String id() {
        return one.id();
    }

    /**
     * Plays it against the server at this address; returns if all is well, and fails or aborts the test if not.
     *
     * @throws IOException if the host has no address
     */
    public void against(URI uri) throws IOException {
        new CaseJudge(baseline, Level.MUST)
                .judge(Performance.player(Target.of(uri)).play(one));
    }
}
