package dev.parley.conformance.report;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A summary for people: the counts by category, and every result that is not a plain pass. */
final class MarkdownReport implements ReportWriter {
    private final TrailerFile file;
    private final RunInfo info;
    private final Tally all = new Tally();
    private final Map<String, Tally> categories = new TreeMap<>();

    MarkdownReport(Path path, RunInfo info) throws IOException {
        this.info = info;
        file = new TrailerFile(path);
        file.append(
                "# Conformance of " + info.server() + "\n\n" + info.uri() + ", " + info.started() + "\n\n"
                        + "| case | verdict | level | section | what |\n|---|---|---|---|---|\n",
                "");
    }

    @Override
    public void add(CaseResult result, ResultJson json) throws IOException {
        all.add(result);
        categories
                .computeIfAbsent(result.conformanceCase().category(), name -> new Tally())
                .add(result);
        boolean plain = result.outcome().verdict() == Verdict.PASS && !result.flaky();
        String row = plain
                ? ""
                : "| " + result.id() + " | " + result.outcome().verdict().label() + (result.flaky() ? ", flaky" : "")
                        + " | " + result.outcome().level() + " | "
                        + result.conformanceCase().rule() + " | " + cell(result) + " |\n";
        file.append(row, trailer());
    }

    @Override
    public void finish() throws IOException {
        file.append("", trailer());
        file.close();
    }

    private String trailer() {
        StringBuilder text = new StringBuilder("\n");
        text.append(all.text());
        if (all.total() < info.planned()) {
            text.append("; ").append(info.planned() - all.total()).append(" not run");
        }
        text.append("\n\n| category | cases | pass | allowed | limited | unsupported | fail | error |\n")
                .append("|---|---|---|---|---|---|---|---|\n");
        categories.forEach((name, tally) -> {
            text.append("| ").append(name).append(" | ").append(tally.total());
            for (Verdict verdict : new Verdict[] {
                Verdict.PASS, Verdict.ALLOWED, Verdict.LIMITED, Verdict.UNSUPPORTED, Verdict.FAIL, Verdict.ERROR
            }) {
                text.append(" | ").append(tally.of(verdict));
            }
            text.append(" |\n");
        });
        return text.toString();
    }

    private static String cell(CaseResult result) {
        String text = result.conformanceCase().title() + ": " + result.outcome().reason();
        return text.replace("|", "\\|").replaceAll("\\R", " ");
    }
}
