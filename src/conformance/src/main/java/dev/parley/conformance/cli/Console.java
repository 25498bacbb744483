package dev.parley.conformance.cli;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.report.Reports;
import dev.parley.conformance.report.Tally;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.RunListener;
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
import picocli.CommandLine.Option;

/** What the user sees of a run: progress, failures as they come, and the sum. Confined to the thread that runs. */
final class Console implements RunListener {
    private static final double NANOS = 1e9;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final int planned;
    private final Options shown;
    private final boolean terminal = Terminal.isThere();
    private final boolean colours = Terminal.hasColours();
    private final Baseline baseline;
    private final FailOn failOn;
    private final long started = System.nanoTime();
    private final Tally tally = new Tally();
    private final List<CaseResult> results = new ArrayList<>();
    private @Nullable Reports reports;
    private int counted;
    private int known;

    /** How much to show. */
    static final class Options {
        @Option(names = "--quiet", description = "say nothing but failures")
        private boolean quiet;

        @Option(names = "--wire", description = "show the wire log of each failure too, as the reports do")
        private boolean wire;
    }

    Console(CommandLine command, int planned, Options shown, Baseline baseline, FailOn failOn) {
        this.out = command.getOut();
        this.err = command.getErr();
        this.planned = planned;
        this.shown = shown;
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
        } else if (result.flaky() && !shown.quiet) {
            say("flaky", "33", result, "failed at first, good at run " + result.runs());
        }
        progress();
    }

    /** Prints the sum; gives the exit code. */
    int summary(@Nullable Path page) {
        if (terminal && !shown.quiet) {
            err.print(CLEAR);
            err.flush();
        }
        List<String> fixed = baseline.fixed(results);
        if (!fixed.isEmpty()) {
            out.println("fixed, and still in the baseline: " + String.join(" ", fixed));
        }
        if (!shown.quiet) {
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
        boolean counts = !isKnown && failOn.counts(result);
        known += isKnown ? 1 : 0;
        counted += counts ? 1 : 0;
        if (isKnown && shown.quiet) {
            return;
        }
        say(
                result.outcome().verdict().label(),
                "31",
                result,
                result.outcome().reason() + (isKnown ? " (known)" : counts ? "" : " (does not count)"));
        if (shown.wire) {
            out.print(result.transcript().text());
            out.flush();
        }
    }

    private void say(String word, String colour, CaseResult result, String what) {
        if (terminal && !shown.quiet) {
            err.print(CLEAR);
            err.flush();
        }
        String first = colours ? "\u001b[" + colour + "m" + word + "\u001b[0m" : word;
        out.println(first + " " + result.id() + " [" + result.conformanceCase().rule() + ", "
                + result.outcome().level() + "] " + result.conformanceCase().title() + ": " + what);
        out.flush();
    }

    private void progress() {
        if (shown.quiet || !terminal) {
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
