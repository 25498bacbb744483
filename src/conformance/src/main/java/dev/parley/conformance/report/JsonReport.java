package dev.parley.conformance.report;

import static dev.parley.conformance.report.JsonText.field;

import dev.parley.conformance.model.CaseResult;
import java.io.IOException;
import java.nio.file.Path;

/** The JSON report, version 1 (docs/conformance.md). Confined to one thread at a time. */
final class JsonReport implements ReportWriter {
    private final TrailerFile file;
    private final Tally tally = new Tally();

    JsonReport(Path path, RunInfo info) throws IOException {
        file = new TrailerFile(path);
        String head = "{"
                + String.join(
                        ",\n",
                        field("schema", "parley-conformance/1"),
                        field("suite", info.version()),
                        field("server", info.server()),
                        field("uri", info.uri()),
                        field("started", info.started().toString()),
                        field("planned", info.planned()))
                + ",\n\"results\":[\n";
        file.append(head, trailer(false));
    }

    @Override
    public void add(CaseResult result, ResultJson json) throws IOException {
        String comma = tally.total() == 0 ? "" : ",\n";
        tally.add(result);
        file.append(comma + json.text(), trailer(false));
    }

    @Override
    public void finish() throws IOException {
        file.append("", trailer(true));
        file.close();
    }

    private String trailer(boolean complete) {
        return "\n],\n\"summary\":" + tally.json() + ",\n" + field("complete", complete) + "}\n";
    }
}
