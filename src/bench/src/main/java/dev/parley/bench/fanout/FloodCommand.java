package dev.parley.bench.fanout;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what many who do too much do to those who do not: without and with the flood, in turn, in one run. */
@Command(
        name = "flood",
        description = {
            "Abusive connections beside honest ones, on a server with its default limits: p99 of the honest ones",
            "with the flood and without. Exits with 1 if it more than doubles, or if anything of theirs is lost."
        },
        mixinStandardHelpOptions = true)
public final class FloodCommand implements Callable<Integer> {
    private static final double MOST_RATIO = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--start",
            description = "Server to start: EMBEDDED, TOMCAT or JETTY (default: ${DEFAULT-VALUE}).",
            defaultValue = "EMBEDDED")
    private ServerKind server = ServerKind.EMBEDDED;

    @Option(names = "--honest", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "200")
    private int honest;

    @Option(names = "--abusive", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "200")
    private int abusive;

    @Option(
            names = "--rate",
            description = "Messages a second to all honest ones (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int rate;

    @Option(
            names = "--seconds",
            description = "Of each half of a turn (default: ${DEFAULT-VALUE}).",
            defaultValue = "7")
    private int seconds;

    @Option(names = "--turns", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "5")
    private int turns;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Double> ratios = new ArrayList<>();
        long faults = 0;
        HubDialect dialect = new HubDialect(HubDialect.Frames.TEXT);
        long millis = 1000L * seconds;
        try (ServerProcess process = ServerProcess.start(server, List.of());
                Audience audience = Audience.open(process, dialect, 1, honest)) {
            audience.steady(rate, millis); // warm
            for (int turn = 1; turn <= turns; turn++) {
                Sample without = audience.steady(rate, millis);
                long heapWithout = process.heap().liveBytes();
                Sample with;
                long heapWith;
                String summary;
                try (Flood flood = Flood.begin(process, dialect, "chat:" + audience.firstRoom(), abusive)) {
                    with = audience.steady(rate, millis);
                    heapWith = process.heap().liveBytes();
                    summary = flood.summary();
                }
                ratios.add((double) with.p99Nanos() / without.p99Nanos());
                faults += without.faults() + with.faults();
                out.printf(
                        Locale.ROOT,
                        "turn %d  honest p99 %.1f ms without, %.1f ms with the flood; p50 %.1f and %.1f ms; server CPU"
                                + " %.0f and %.0f %% of a core; heap %+.1f MB%n        %s%n",
                        turn,
                        without.p99Nanos() / 1e6,
                        with.p99Nanos() / 1e6,
                        without.p50Nanos() / 1e6,
                        with.p50Nanos() / 1e6,
                        100 * without.coreShare(),
                        100 * with.coreShare(),
                        (heapWith - heapWithout) / 1e6,
                        summary);
                out.flush();
            }
            audience.check();
        }
        double ratio = Results.median(ratios);
        boolean met = ratio <= MOST_RATIO && faults == 0;
        out.printf(
                Locale.ROOT,
                "%s, %d honest beside %d abusive: p99 of the honest %.2f times, target %.2f; lost, doubled or out of order:"
                        + " %d  %s%n",
                server,
                honest,
                abusive,
                ratio,
                MOST_RATIO,
                faults,
                met ? "pass" : "SHORT");
        return met ? 0 : 1;
    }
}
