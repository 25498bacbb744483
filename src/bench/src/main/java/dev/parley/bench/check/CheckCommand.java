package dev.parley.bench.check;

import dev.parley.bench.servers.RunningServer;
import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.stores.SmallDisk;
import dev.parley.bench.stores.Store;
import dev.parley.bench.stores.StoreKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
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
            names = "--presence-within",
            description =
                    "Seconds in which all know who is there, after the server was killed (default: ${DEFAULT-VALUE}).",
            defaultValue = "40")
    private int presenceWithin;

    @Option(
            names = "--faults",
            split = ",",
            description = {
                "Which: ${COMPLETION-CANDIDATES} (default: all that there can be). From STOP on they need --start;",
                "DATABASE, DISK and FSYNC a store that has such."
            })
    private @Nullable Set<Fault> faults;

    @Option(
            names = "--fault-every",
            description = "Seconds between faults of a connection, on average (default: ${DEFAULT-VALUE}).",
            defaultValue = "20")
    private int faultEvery;

    @Option(
            names = "--server-fault-every",
            description = "Seconds between faults of the server and its store, on average (default: ${DEFAULT-VALUE}).",
            defaultValue = "15")
    private int serverFaultEvery;

    @Option(
            names = "--store",
            description = "Of the server of --start: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "MEMORY")
    private StoreKind store = StoreKind.MEMORY;

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
        Outcome outcome;
        if (where.start != null) {
            outcome = started(where.start, out);
        } else {
            Set<Fault> chosen = faults != null ? faults : Fault.ofClients();
            refuse(chosen, Fault.ofClients(), "needs a server of --start");
            if (store != StoreKind.MEMORY) {
                throw new ParameterException(spec.commandLine(), "--store needs --start");
            }
            outcome = running(where.url, plan(chosen), out);
        }
        TextReport.print(outcome, out);
        if (json != null) {
            JsonReport.write(outcome, json);
        }
        if (html != null) {
            HtmlReport.write(outcome, html);
        }
        return outcome.isRight() ? 0 : 1;
    }

    private void refuse(Set<Fault> chosen, Set<Fault> possible, String why) {
        for (Fault fault : chosen) {
            if (!possible.contains(fault)) {
                throw new ParameterException(spec.commandLine(), "the fault " + fault + " " + why);
            }
        }
    }

    private CheckPlan plan(Set<Fault> chosen) {
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
                    presenceWithin,
                    faultEvery,
                    serverFaultEvery,
                    kept,
                    seed,
                    chosen);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Outcome started(ServerKind kind, PrintWriter out) throws IOException, InterruptedException {
        if (!kind.isParley()) {
            throw new ParameterException(spec.commandLine(), "--start is EMBEDDED, TOMCAT or JETTY");
        }
        plan(Set.of()); // what is wrong is said before anything is started
        Optional<SmallDisk> disk = disk(out);
        try (Store kept = store.open(disk);
                RunningServer server = RunningServer.start(kind, settings(kept))) {
            StartedServer control = new StartedServer(server, kept);
            Set<Fault> possible = EnumSet.copyOf(control.faults());
            possible.addAll(Fault.ofClients());
            Set<Fault> chosen = faults != null ? faults : possible;
            refuse(chosen, possible, "is not one of the store " + store);
            Checker checker = new Checker(plan(chosen), kind.label() + ", " + store, Optional.of(control), out);
            return checker.run(server.process().webSocket("/hub"));
        } finally {
            if (disk.isPresent()) {
                disk.get().close();
            }
        }
    }

    /** The disk to be filled, if one is wanted and there can be one. */
    private Optional<SmallDisk> disk(PrintWriter out) {
        if (store == StoreKind.MEMORY || (faults != null && !faults.contains(Fault.DISK))) {
            return Optional.empty();
        }
        try {
            return Optional.of(SmallDisk.mount());
        } catch (IOException e) {
            if (faults != null) {
                throw new ParameterException(spec.commandLine(), "the fault DISK: " + e.getMessage(), e);
            }
            out.println("without the fault DISK: " + e.getMessage());
            return Optional.empty();
        }
    }

    private List<String> settings(Store kept) {
        List<String> settings = new ArrayList<>(kept.options());
        settings.add("-Dparley.connections.max=" + (2 * connections + 100));
        settings.add("-Dparley.connections.rate=off");
        settings.add("-Dparley.rates.messages=off");
        settings.add("-Dparley.rates.publishes=off");
        settings.add("-Dparley.connections.max-per-address=" + (2 * connections + 100));
        return settings;
    }

    private static Outcome running(@Nullable String url, CheckPlan plan, PrintWriter out)
            throws IOException, InterruptedException {
        if (url == null) {
            throw new IllegalStateException("picocli lets nobody in without --url or --start");
        }
        return new Checker(plan, url, Optional.empty(), out).run(url);
    }
}
