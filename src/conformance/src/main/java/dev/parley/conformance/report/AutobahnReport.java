package dev.parley.conformance.report;

import static dev.parley.conformance.report.JsonText.field;
import static dev.parley.conformance.report.JsonText.quote;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;

/** The shape of the Autobahn test suite's index.json, which scripts of many projects read. */
final class AutobahnReport implements ReportWriter {
    private static final String TRAILER = "\n}}\n";
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final TrailerFile file;
    private boolean first = true;

    AutobahnReport(Path path, RunInfo info) throws IOException {
        file = new TrailerFile(path);
        file.append("{" + quote(info.server()) + ":{\n", TRAILER);
    }

    @Override
    public void add(CaseResult result, ResultJson json) throws IOException {
        String behavior = behavior(result.outcome().verdict());
        String code = result.closeCode() < 0 ? "null" : Integer.toString(result.closeCode());
        String line = quote(result.id()) + ":{" + field("behavior", behavior) + "," + field("behaviorClose", behavior)
                + "," + field("duration", result.duration() / NANOS_PER_MILLI) + ",\"remoteCloseCode\":" + code + ","
                + field("reportfile", "index.html#" + result.id()) + "}";
        file.append((first ? "" : ",\n") + line, TRAILER);
        first = false;
    }

    @Override
    public void finish() throws IOException {
        file.close();
    }

    private static String behavior(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "OK";
            case ALLOWED, LIMITED -> "NON-STRICT";
            case UNSUPPORTED -> "UNIMPLEMENTED";
            case FAIL, ERROR -> "FAILED";
        };
    }
}
