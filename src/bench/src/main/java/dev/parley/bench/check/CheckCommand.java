package dev.parley.bench.check;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the guarantees of a hub under faults. */
@Command(
        name = "check",
        description = {
            "Drives a hub with faults, records every accepted publish and every delivery, and reports what is lost",
            "without a gap, doubled, out of order, wrong. Exits with 1 if a guarantee was broken."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "500")
    private int connections;

    @Option(
            names = "--channels",
            description = "Channels of messages (default: ${DEFAULT-VALUE}).",
            defaultValue = "20")
    private int channels;

    @Option(names = "--states", description = "Channels of values (default: ${DEFAULT-VALUE}).", defaultValue = "6")
    private int states;

    @Option(
            names = "--no-presence",
            description = "Connections are members of no channel (default: of every other one that they follow).")
    private boolean noPresence;

    @Option(
            names = "--follow",
            description = "Channels of each connection (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int follow;

    @Option(
            names = "--rate",
            description = "Publishes a second, all connections together (default: ${DEFAULT-VALUE}).",
            defaultValue = "100")
    private int rate;

    @Option(names = "--seconds", description = "How long (default: ${DEFAULT-VALUE}).", defaultValue = "60")
    private int seconds;

    @Option(
            names = "--settle",
            description = "Seconds in which everything has to come right afterwards (default: ${DEFAULT-VALUE}).",
            defaultValue = "60")
    private int settle;

    @Option(
            names = "--faults",
            split = ",",
            description = "Which: ${COMPLETION-CANDIDATES} (default: all; STOP needs --start).")
    private @Nullable Set<Fault> faults;

    @Option(
            names = "--fault-every",
            description = "Seconds between faults of a connection, on average (default: ${DEFAULT-VALUE}).",
            defaultValue = "20")
    private int faultEvery;

    @Option(
            names = "--kept",
            description =
                    "Messages that a channel keeps at least, by the server's settings (default: ${DEFAULT-VALUE}).",
            defaultValue = "1000")
    private int kept;

    @Option(names = "--seed", description = "Of all that is random (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the outcome as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes the outcome as a page with a plot of latencies.")
    private @Nullable Path html;

    private static final class Where {
        @Option(names = "--url", description = "A hub that runs, such as ws://127.0.0.1:8080/hub.")
        private @Nullable String url;

        @Option(names = "--start", paramLabel = "SERVER", description = "Starts EMBEDDED, TOMCAT or JETTY.")
        private @Nullable ServerKind start;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        CheckPlan plan = plan();
        Outcome outcome = where.start != null ? started(where.start, plan, out) : running(where.url, plan, out);
        TextReport.print(outcome, out);
        if (json != null) {
            JsonReport.write(outcome, json);
        }
        if (html != null) {
            HtmlReport.write(outcome, html);
        }
        return outcome.isRight() ? 0 : 1;
    }

    private CheckPlan plan() {
        Set<Fault> chosen =
                faults != null ? faults : where.start != null ? EnumSet.allOf(Fault.class) : Fault.ofClients();
        if (chosen.contains(Fault.STOP) && where.start == null) {
            throw new ParameterException(spec.commandLine(), "the fault STOP needs a server of --start");
        }
        if (where.start != null && !where.start.isParley()) {
            throw new ParameterException(spec.commandLine(), "--start is EMBEDDED, TOMCAT or JETTY");
        }
        try {
            return new CheckPlan(
                    connections,
                    channels,
                    states,
                    !noPresence,
                    follow,
                    rate,
                    seconds,
                    settle,
                    faultEvery,
                    kept,
                    seed,
                    chosen);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static Outcome started(ServerKind kind, CheckPlan plan, PrintWriter out)
            throws IOException, InterruptedException {
        List<String> settings = List.of(
                "-Dparley.connections.max=" + (2 * plan.pages() + 100),
                "-Dparley.connections.rate=off",
                "-Dparley.rates.messages=off",
                "-Dparley.rates.publishes=off",
                "-Dparley.connections.max-per-address=" + (2 * plan.pages() + 100));
        try (ServerProcess server = ServerProcess.start(kind, settings)) {
            Checker checker = new Checker(plan, kind.label(), Optional.of(new Signals(server.pid())), out);
            return checker.run(server.webSocket("/hub"));
        }
    }

    private static Outcome running(@Nullable String url, CheckPlan plan, PrintWriter out)
            throws IOException, InterruptedException {
        if (url == null) {
            throw new IllegalStateException("picocli lets nobody in without --url or --start");
        }
        return new Checker(plan, url, Optional.empty(), out).run(url);
    }
}
