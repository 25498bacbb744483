package dev.parley.conformance.cli;

import dev.parley.conformance.report.HtmlReport;
import dev.parley.conformance.report.RunReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        description = "Compares servers: a table of the cases on which they differ, and a page with all.")
final class MatrixCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "REPORT", description = "report.json files, or their directories")
    private List<Path> reports = new ArrayList<>();

    @Option(names = "--output", paramLabel = "FILE", description = "write a page of HTML")
    private @Nullable Path output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<RunReader> runs = new ArrayList<>();
        Map<String, List<String>> results = new LinkedHashMap<>();
        Set<String> ids = new LinkedHashSet<>();
        for (Path report : reports) {
            RunReader run = RunReader.read(report);
            runs.add(run);
            results.put(run.server(), run.objects());
            ids.addAll(run.ids());
        }
        if (output != null) {
            HtmlReport.matrix(output, results);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("| case | " + runs.stream().map(RunReader::server).collect(Collectors.joining(" | ")) + " |");
        out.println("|---".repeat(runs.size() + 1) + "|");
        for (String id : ids) {
            List<String> verdicts =
                    runs.stream().map(run -> run.verdict(id).orElse("-")).toList();
            if (verdicts.stream().anyMatch(verdict -> !verdict.equals("pass"))) {
                out.println("| " + id + " | " + String.join(" | ", verdicts) + " |");
            }
        }
        out.flush();
        return Main.GOOD;
    }
}
