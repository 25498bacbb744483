package dev.parley.conformance.report;

import static dev.parley.conformance.report.JsonText.quote;

import dev.parley.conformance.model.CaseResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One HTML file that needs nothing else: a row per case, a column per server, a filter, and the wire log of each result.
 * Results are added to its end as calls of a script, so that a file that was cut short shows what it has.
 */
public final class HtmlReport implements ReportWriter {
    private static final String TRAILER = "</body></html>\n";

    private final TrailerFile file;
    private final String server;

    HtmlReport(Path path, RunInfo info) throws IOException {
        server = quote(info.server());
        file = new TrailerFile(path);
        file.append(
                template()
                        + script("server(" + server + "," + quote(info.uri()) + ","
                                + quote(info.started().toString()) + "," + info.planned() + ")"),
                TRAILER);
    }

    /** Writes a page that compares runs: for each server its results as objects of the JSON report. */
    public static void matrix(Path path, Map<String, List<String>> results) throws IOException {
        try (Writer out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
            out.write(template());
            for (Map.Entry<String, List<String>> entry : results.entrySet()) {
                out.write(script("server(" + quote(entry.getKey()) + ",\"\",\"\","
                        + entry.getValue().size() + ")"));
                for (String result : entry.getValue()) {
                    out.write(script("add(" + quote(entry.getKey()) + "," + result + ")"));
                }
            }
            out.write(TRAILER);
        }
    }

    @Override
    public void add(CaseResult result, ResultJson json) throws IOException {
        file.append(script("add(" + server + "," + json.text() + ")"), TRAILER);
    }

    @Override
    public void finish() throws IOException {
        file.append(script("done()"), TRAILER);
        file.close();
    }

    private static String script(String call) {
        return "<script>" + call + "</script>\n";
    }

    private static String template() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            if (in == null) {
                throw new IOException("the jar has no report.html");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
