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

/** Measures what one reader that has stopped reading does to the others: nobody frozen and one frozen, in turn. */
@Command(
        name = "frozen",
        description = "One frozen reader among many: p99 of the others, and heap, with and without it in turn.",
        mixinStandardHelpOptions = true)
public final class FrozenCommand implements Callable<Integer> {
    private static final double MOST_RATIO = 1.05;
    private static final double MOST_HEAP = 1 << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--server", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "EMBEDDED")
    private ServerKind server = ServerKind.EMBEDDED;

    @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "10000")
    private int connections;

    @Option(names = "--rate", description = "Messages a second (default: ${DEFAULT-VALUE}).", defaultValue = "5")
    private int rate;

    @Option(names = "--seconds", description = "Of each turn (default: ${DEFAULT-VALUE}).", defaultValue = "10")
    private int seconds;

    @Option(names = "--turns", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "5")
    private int turns;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Double> ratios = new ArrayList<>();
        List<Double> heaps = new ArrayList<>();
        try (ServerProcess process = ServerProcess.start(server, FanoutCommand.settings(server));
                Audience audience =
                        Audience.open(process, Dialects.of(server, HubDialect.Frames.TEXT), 1, connections)) {
            audience.steady(rate, 1000L * seconds); // warm
            for (int turn = 1; turn <= turns; turn++) {
                Sample without = audience.steady(rate, 1000L * seconds);
                long heapWithout = process.heap().liveBytes();
                audience.freezeOne();
                Sample with = audience.steady(rate, 1000L * seconds);
                long heapWith = process.heap().liveBytes();
                audience.dropFrozen();
                ratios.add((double) with.p99Nanos() / without.p99Nanos());
                heaps.add((double) heapWith - heapWithout);
                out.printf(
                        Locale.ROOT,
                        "turn %d  p99 %.1f ms without, %.1f ms with; heap %+.0f B%n",
                        turn,
                        without.p99Nanos() / 1e6,
                        with.p99Nanos() / 1e6,
                        (double) heapWith - heapWithout);
                out.flush();
            }
        }
        double ratio = Results.median(ratios);
        double heap = Results.median(heaps);
        boolean met = ratio <= MOST_RATIO && heap <= MOST_HEAP;
        out.printf(
                Locale.ROOT,
                "%s, %d connections: p99 of the others %.2f times, target %.2f; heap %+.0f B, target %.0f  %s%n",
                server,
                connections,
                ratio,
                MOST_RATIO,
                heap,
                MOST_HEAP,
                met ? "pass" : "SHORT");
        return met ? 0 : 1;
    }
}
