package dev.parley.conformance.cli;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.peer.CasePlayer;
import dev.parley.conformance.peer.Dialler;
import dev.parley.conformance.report.Format;
import dev.parley.conformance.report.Reports;
import dev.parley.conformance.report.RunInfo;
import dev.parley.conformance.runner.Baseline;
import dev.parley.conformance.runner.Preflight;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.script.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The options of a run, and the run. */
final class RunOptions {
    private static final int PER_CORE = 4;

    @Parameters(index = "0", arity = "0..1", paramLabel = "URI", description = "ws:// or wss:// address that echoes")
    private @Nullable URI uri;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(names = "--parallel", paramLabel = "N", description = "cases at a time (4 for each core)")
    private int parallel = PER_CORE * Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--timeout-factor",
            paramLabel = "F",
            description = "multiplies every deadline; the basic one is 5 s (${DEFAULT-VALUE})")
    private double timeoutFactor = 1;

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

    @Option(names = "--rerun-failed", paramLabel = "N", description = "try failed cases up to N times more")
    private int reruns;

    @Option(names = "--header", paramLabel = "LINE", description = "a header for every request, as \"Name: value\"")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--subprotocol", paramLabel = "NAME", description = "offered in every request")
    private @Nullable String subprotocol;

    @Option(
            names = "--max-message",
            paramLabel = "BYTES",
            description = "the largest message that the server must take: up to it, a refusal with 1009 is a failure")
    private long maxMessage;

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

    @Option(names = "--quiet", description = "say nothing but failures")
    private boolean quiet;

    /** What counts as a failure of the run. */
    enum FailOn {
        /** Failures of what binds without exception. */
        MUST,
        /** Those, and of what binds unless there is a reason. */
        SHOULD,
        /** All failures. */
        ANY,
        /** None. */
        NEVER
    }

    int run(CommandLine command) throws IOException, InterruptedException {
        if (uri == null) {
            throw new ParameterException(command, "missing the address of a server, such as ws://localhost:8080/echo");
        }
        Target target = target(command);
        List<ConformanceCase> cases = select(command);
        Baseline known = baseline != null && Files.exists(baseline) ? Baseline.read(baseline) : Baseline.EMPTY;
        CasePlayer player = new CasePlayer(new Dialler(target, tls.trust()));
        Optional<String> problem = Preflight.problem(player::play);
        if (problem.isPresent()) {
            command.getErr().println("parley-conformance: " + uri + ": " + problem.get());
            return Main.COULD_NOT_RUN;
        }
        String server = name == null ? uri.toString() : name;
        RunInfo info = new RunInfo(server, uri.toString(), Clock.systemUTC().instant(), cases.size(), Version.number());
        Console console = new Console(command, cases.size(), quiet, known, failOn);
        try (Reports reports = new Reports(reportDir, formats, info)) {
            console.to(reports);
            new Runner(player::play, new Runner.Options(parallel, reruns)).run(cases, console);
        }
        if (updateBaseline && baseline != null) {
            known.update(baseline, console.results());
        }
        return console.summary(formats.contains(Format.HTML) ? reportDir.resolve(Format.HTML.fileName()) : null);
    }

    private List<ConformanceCase> select(CommandLine command) {
        try {
            return selection.select();
        } catch (IOException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    private Target target(CommandLine command) {
        require(command, parallel >= 1, "--parallel " + parallel + " is below 1");
        require(command, timeoutFactor > 0, "--timeout-factor " + timeoutFactor + " is not above 0");
        require(command, reruns >= 0, "--rerun-failed " + reruns + " is below 0");
        require(command, !updateBaseline || baseline != null, "--update-baseline needs --baseline FILE");
        for (String header : headers) {
            require(command, header.matches("[^:\\s]+:[^\r\n]*"), "--header is not \"Name: value\": " + header);
        }
        try {
            return new Target(
                    Objects.requireNonNull(uri), headers, Optional.ofNullable(subprotocol), maxMessage, timeoutFactor);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    private static void require(CommandLine command, boolean kept, String message) {
        if (!kept) {
            throw new ParameterException(command, message);
        }
    }
}
