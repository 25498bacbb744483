package dev.parley.conformance.report;

import java.io.IOException;
import java.nio.file.Path;

/** The formats of a report, each with the name of its file. */
public enum Format {
    /** One page for people. */
    HTML("index.html"),
    /** Everything, for programs. */
    JSON("report.json"),
    /** For build servers. */
    JUNIT("junit.xml"),
    /** A summary for people. */
    MARKDOWN("summary.md"),
    /** For harnesses of the Test Anything Protocol. */
    TAP("report.tap"),
    /** For scripts written for the Autobahn test suite. */
    AUTOBAHN("index.json");

    private final String fileName;

    Format(String fileName) {
        this.fileName = fileName;
    }

    /** The name of its file in the report directory. */
    public String fileName() {
        return fileName;
    }

    ReportWriter open(Path directory, RunInfo info) throws IOException {
        Path path = directory.resolve(fileName);
        return switch (this) {
            case HTML -> new HtmlReport(path, info);
            case JSON -> new JsonReport(path, info);
            case JUNIT -> new JUnitReport(path, info);
            case MARKDOWN -> new MarkdownReport(path, info);
            case TAP -> new TapReport(path, info);
            case AUTOBAHN -> new AutobahnReport(path, info);
        };
    }
}
