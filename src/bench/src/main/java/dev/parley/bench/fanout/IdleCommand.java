package dev.parley.bench.fanout;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the heap of an idle connection to our hub, over that of the same container's plain endpoint. */
@Command(
        name = "idle",
        description = "Heap of an idle connection that follows one channel, over the same container's plain endpoint.",
        mixinStandardHelpOptions = true)
public final class IdleCommand implements Callable<Integer> {
    private static final int FEW = 100; // so that what is made once does not count
    private static final double MOST_BYTES = 8 * 1024; // of ours, over the container's own
    private static final Map<ServerKind, ServerKind> PAIRS = new EnumMap<>(Map.of(
            ServerKind.EMBEDDED, ServerKind.PLAIN_TYRUS,
            ServerKind.TOMCAT, ServerKind.PLAIN_TOMCAT,
            ServerKind.JETTY, ServerKind.PLAIN_JETTY));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "5000")
    private int connections;

    @Option(names = "--servers", split = ",", description = "Only these of ours.")
    private List<ServerKind> only = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean met = true;
        for (Map.Entry<ServerKind, ServerKind> pair : PAIRS.entrySet()) {
            if (only.isEmpty() || only.contains(pair.getKey())) {
                double ours = bytesPerConnection(pair.getKey());
                double plain = bytesPerConnection(pair.getValue());
                boolean right = ours - plain <= MOST_BYTES;
                met &= right;
                out.printf(
                        "%-16s %7.0f B a connection, %-13s %7.0f B, over it %7.0f B, target %.0f  %s%n",
                        pair.getKey(),
                        ours,
                        pair.getValue(),
                        plain,
                        ours - plain,
                        MOST_BYTES,
                        right ? "pass" : "SHORT");
                out.flush();
            }
        }
        return met ? 0 : 1;
    }

    private double bytesPerConnection(ServerKind kind) throws IOException, InterruptedException {
        Dialect dialect = Dialects.of(kind, HubDialect.Frames.TEXT);
        try (ServerProcess server = ServerProcess.start(kind, FanoutCommand.settings(kind));
                Audience few = Audience.open(server, dialect, 1, FEW)) {
            long before = server.heap().liveBytes();
            try (Audience many = Audience.open(server, dialect, 1, connections)) {
                few.check();
                many.check();
                return (double) (server.heap().liveBytes() - before) / connections;
            }
        }
    }
}
