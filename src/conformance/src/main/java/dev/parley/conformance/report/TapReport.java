package dev.parley.conformance.report;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;

/** The Test Anything Protocol, version 14; the plan comes first, so that a run that was cut short shows. */
final class TapReport implements ReportWriter {
    private final TrailerFile file;
    private int number;

    TapReport(Path path, RunInfo info) throws IOException {
        file = new TrailerFile(path);
        file.append("TAP version 14\n1.." + info.planned() + "\n", "");
    }

    @Override
    public void add(CaseResult result, ResultJson json) throws IOException {
        number++;
        Verdict verdict = result.outcome().verdict();
        String reason = result.outcome().reason().replaceAll("\\R", " ").replace("#", "\\#");
        String skip = verdict == Verdict.UNSUPPORTED ? " # SKIP " + reason : "";
        String diagnostics = reason.isEmpty() || !skip.isEmpty() ? "" : "# " + verdict.label() + ": " + reason + "\n";
        file.append(
                (verdict.isGood() ? "ok " : "not ok ") + number + " - " + result.id() + skip + "\n" + diagnostics, "");
    }

    @Override
    public void finish() throws IOException {
        file.close();
    }
}
