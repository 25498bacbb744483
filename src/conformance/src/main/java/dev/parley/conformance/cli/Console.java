package dev.parley.conformance.cli;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.report.Reports;
import dev.parley.conformance.report.Tally;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.RunListener;
import dev.parley.conformance.verdict.Level;
import dev.parley.conformance.verdict.Transcript;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What the user sees of a run: progress, failures as they come, and the sum. Confined to the thread that runs. */
final class Console implements RunListener {
    private static final double NANOS = 1e9;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final int planned;
    private final boolean quiet;
    private final boolean terminal = Terminal.isThere();
    private final boolean colours = Terminal.hasColours();
    private final Baseline baseline;
    private final RunOptions.FailOn failOn;
    private final long started = System.nanoTime();
    private final Tally tally = new Tally();
    private final List<CaseResult> results = new ArrayList<>();
    private @Nullable Reports reports;
    private int counted;
    private int known;

    Console(CommandLine command, int planned, boolean quiet, Baseline baseline, RunOptions.FailOn failOn) {
        this.out = command.getOut();
        this.err = command.getErr();
        this.planned = planned;
        this.quiet = quiet;
        this.baseline = baseline;
        this.failOn = failOn;
    }

    /** Results also go here. */
    void to(Reports target) {
        reports = target;
    }

    /** All results, without their wire logs. */
    List<CaseResult> results() {
        return results;
    }

    @Override
    public void finished(CaseResult result) {
        try {
            if (reports != null) {
                reports.add(result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a report cannot be written: " + e.getMessage(), e);
        }
        tally.add(result);
        results.add(withoutLog(result));
        if (!result.outcome().verdict().isGood()) {
            failure(result);
        }
        progress();
    }

    /** Prints the sum; gives the exit code. */
    int summary(@Nullable Path page) {
        if (terminal && !quiet) {
            err.print(CLEAR);
            err.flush();
        }
        List<String> fixed = baseline.fixed(results);
        if (!fixed.isEmpty()) {
            out.println("fixed, and still in the baseline: " + String.join(" ", fixed));
        }
        if (!quiet) {
            double seconds = (System.nanoTime() - started) / NANOS;
            out.println(String.format(Locale.ROOT, "%s in %.1f s", tally.text(), seconds)
                    + (known > 0 ? "; " + known + " known" : ""));
            if (page != null) {
                out.println("report: " + page);
            }
        }
        out.flush();
        return counted > 0 ? Main.FAILED : Main.GOOD;
    }

    private void failure(CaseResult result) {
        boolean isKnown = baseline.knows(result);
        boolean counts = !isKnown && counts(result);
        known += isKnown ? 1 : 0;
        counted += counts ? 1 : 0;
        if (isKnown && quiet) {
            return;
        }
        if (terminal && !quiet) {
            err.print(CLEAR);
            err.flush();
        }
        String verdict = result.outcome().verdict().label();
        String shown = colours ? "\u001b[31m" + verdict + "\u001b[0m" : verdict;
        out.println(shown + " " + result.id() + " [" + result.conformanceCase().rule() + ", "
                + result.outcome().level() + "] " + result.conformanceCase().title() + ": "
                + result.outcome().reason() + (isKnown ? " (known)" : counts ? "" : " (does not count)"));
        out.flush();
    }

    private boolean counts(CaseResult result) {
        boolean error = result.outcome().verdict() == Verdict.ERROR;
        Level level = result.outcome().level();
        return switch (failOn) {
            case NEVER -> false;
            case ANY -> true;
            case SHOULD -> error || level.countsAt(Level.SHOULD);
            case MUST -> error || level.countsAt(Level.MUST);
        };
    }

    private void progress() {
        if (quiet || !terminal) {
            return;
        }
        int done = tally.total();
        double left = (System.nanoTime() - started) / NANOS / done * (planned - done);
        err.print(String.format(
                Locale.ROOT,
                "%s%d/%d  %d fail  %.0f s left",
                CLEAR,
                done,
                planned,
                tally.of(Verdict.FAIL) + tally.of(Verdict.ERROR),
                left));
        err.flush();
    }

    private static CaseResult withoutLog(CaseResult result) {
        return new CaseResult(
                result.conformanceCase(),
                result.outcome(),
                new Transcript(),
                result.duration(),
                result.closeCode(),
                result.runs(),
                result.flaky());
    }
}
