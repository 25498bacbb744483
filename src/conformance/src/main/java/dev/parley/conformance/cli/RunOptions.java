package dev.parley.conformance.cli;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.peer.CasePlayer;
import dev.parley.conformance.report.Format;
import dev.parley.conformance.report.Reports;
import dev.parley.conformance.report.RunInfo;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.Preflight;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.script.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a run, and the run. */
final class RunOptions {
    private static final int MAX_PARALLEL = 1000;
    private static final int MAX_RERUNS = 100;

    @Mixin
    private TargetOptions server = new TargetOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--parallel", paramLabel = "N", description = "cases at a time (4 for each core)")
    private int parallel = Runner.Options.defaults().parallel();

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description = "which failures count for the exit code: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private FailOn failOn = FailOn.MUST;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "known failures: they do not count; those that are gone are named")
    private @Nullable Path baseline;

    @Option(names = "--update-baseline", description = "write the failures of this run to --baseline")
    private boolean updateBaseline;

    @Option(
            names = "--rerun-failed",
            paramLabel = "N",
            description = "try failed cases up to N times more; those that pass then are marked as flaky")
    private int reruns;

    @Option(
            names = "--report-dir",
            paramLabel = "DIR",
            description = "where reports go (${DEFAULT-VALUE})",
            defaultValue = "conformance-report")
    private Path reportDir = Path.of("conformance-report");

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "reports to write: ${COMPLETION-CANDIDATES} (all)")
    private Set<Format> formats = EnumSet.allOf(Format.class);

    @Option(names = "--name", paramLabel = "NAME", description = "of the server in reports (the address)")
    private @Nullable String name;

    @Mixin
    private Console.Options shown = new Console.Options();

    int run(CommandLine command) throws IOException, InterruptedException {
        Target target = server.target(command);
        check(command);
        List<ConformanceCase> cases = selection.select(command);
        Baseline known = baseline(command);
        CasePlayer player = new CasePlayer(
                server.dialler(command, target), line -> command.getErr().println("parley-conformance: " + line));
        Optional<String> problem = Preflight.problem(player::play);
        if (problem.isPresent()) {
            command.getErr().println("parley-conformance: " + target.uri() + ": " + problem.get());
            return Main.COULD_NOT_RUN;
        }
        String address = target.uri().toString();
        RunInfo info = new RunInfo(
                name == null ? address : name, address, Clock.systemUTC().instant(), cases.size(), Version.number());
        Console console = new Console(command, cases.size(), shown, known, failOn);
        try (Reports reports = new Reports(reportDir, formats, info)) {
            console.to(reports);
            new Runner(player::play, new Runner.Options(parallel, reruns)).run(cases, console);
        }
        if (updateBaseline && baseline != null) {
            known.update(baseline, console.results());
        }
        return console.summary(formats.contains(Format.HTML) ? reportDir.resolve(Format.HTML.fileName()) : null);
    }

    /** A file that is not there is a mistake, unless it is about to be written. */
    private Baseline baseline(CommandLine command) {
        if (baseline == null || (updateBaseline && Files.notExists(baseline))) {
            return Baseline.EMPTY;
        }
        Baseline known = Named.file(command, "--baseline", baseline, Baseline::read);
        List<String> unknown = known.unknown(AllCases.catalogue());
        require(command, unknown.isEmpty(), "--baseline: " + baseline + " names cases that do not exist: " + unknown);
        return known;
    }

    private void check(CommandLine command) {
        require(
                command,
                parallel >= 1 && parallel <= MAX_PARALLEL,
                "--parallel " + parallel + " is not from 1 to " + MAX_PARALLEL);
        require(
                command,
                reruns >= 0 && reruns <= MAX_RERUNS,
                "--rerun-failed " + reruns + " is not from 0 to " + MAX_RERUNS);
        require(command, !updateBaseline || baseline != null, "--update-baseline needs --baseline FILE");
    }

    private static void require(CommandLine command, boolean kept, String message) {
        if (!kept) {
            throw new ParameterException(command, message);
        }
    }
}
