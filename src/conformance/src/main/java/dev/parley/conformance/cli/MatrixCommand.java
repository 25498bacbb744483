package dev.parley.conformance.cli;

import dev.parley.conformance.report.HtmlReport;
import dev.parley.conformance.report.RunReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code matrix}: several servers side by side. */
@Command(
        name = "matrix",
        mixinStandardHelpOptions = true,
        description = "Compares servers: a table in Markdown, and a page with all results.")
final class MatrixCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "REPORT", description = "report.json files, or their directories")
    private List<Path> reports = new ArrayList<>();

    @Option(names = "--output", paramLabel = "FILE", description = "write a page of HTML")
    private @Nullable Path output;

    @Option(
            names = "--by",
            paramLabel = "ROWS",
            description = "rows of the table: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private By by = By.CASE;

    /** What a row of the table is. */
    enum By {
        /** A case that not all of them passed. */
        CASE,
        /** A category of cases. */
        CATEGORY
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Map<String, RunReader> runs = new LinkedHashMap<>();
        for (Path report : reports) {
            RunReader run = Named.file(spec.commandLine(), "REPORT", report, RunReader::read);
            String name = run.server();
            for (int i = 2; runs.containsKey(name); i++) {
                name = run.server() + " (" + i + ")";
            }
            runs.put(name, run);
        }
        if (output != null) {
            Map<String, List<String>> results = new LinkedHashMap<>();
            runs.forEach((name, run) -> results.put(name, run.objects()));
            HtmlReport.matrix(output, results);
        }
        PrintWriter out = spec.commandLine().getOut();
        (by == By.CASE ? MatrixTable.byCase(runs) : MatrixTable.byCategory(runs)).forEach(out::println);
        out.flush();
        return Main.GOOD;
    }
}
