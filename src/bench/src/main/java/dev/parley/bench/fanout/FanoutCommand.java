package dev.parley.bench.fanout;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import dev.parley.bench.stores.Store;
import dev.parley.bench.stores.StoreKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures the fan-out of our servers against peers and the floor: passes over all servers, each in a fresh JVM in each
 * pass, so that all see the same weather.
 */
@Command(
        name = "fanout",
        description = {
            "One message to many connections, against plain loops, Spring STOMP, CometD and a bare write loop,",
            "by CPU time of the server. Exits with 1 if a target was missed."
        },
        mixinStandardHelpOptions = true)
public final class FanoutCommand implements Callable<Integer> {
    private static final List<ServerKind> OURS = List.of(ServerKind.EMBEDDED, ServerKind.TOMCAT, ServerKind.JETTY);
    private static final List<String> SETTINGS = List.of(
            "-Dparley.connections.max=30000",
            "-Dparley.connections.rate=off",
            "-Dparley.rates.messages=off",
            "-Dparley.rates.publishes=off",
            "-Dparley.connections.max-per-address=30000",
            "-Dparley.chat.max-members=30000");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "One pass over the main rows, two minutes on an idle machine.")
    private boolean quick;

    @Option(
            names = "--passes",
            description = "Passes over all servers (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int passes;

    @Option(
            names = "--store",
            description = "Where ours keep messages: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "MEMORY")
    private StoreKind store = StoreKind.MEMORY;

    @Option(
            names = "--servers",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}.",
            paramLabel = "SERVER")
    private List<ServerKind> only = List.of();

    @Option(names = "--members", split = ",", description = "Sizes of the room (default: 1000,5000; quick: 1000).")
    private List<Integer> members = List.of();

    @Option(
            names = "--seconds",
            description = "Length of each measurement (default: ${DEFAULT-VALUE}; quick: 2).",
            defaultValue = "5")
    private int seconds;

    @Option(
            names = "--warm-up",
            description = "Seconds of load before the first (default: ${DEFAULT-VALUE}; quick: 8).",
            defaultValue = "20")
    private int warmUp;

    @Option(names = "--binary", description = "Parley's hub is asked for its JSON in binary messages.")
    private boolean binary;

    @Option(names = "--no-rooms", description = "Leave the many small rooms out.")
    private boolean noRooms;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (passes < 1 || seconds < 1 || warmUp < 0 || members.stream().anyMatch(n -> n < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--passes, --seconds and --members are at least 1, --warm-up at least 0");
        }
        if (quick) {
            passes = 1;
            seconds = 2;
            warmUp = 8;
            noRooms = true;
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Target> targets = targets();
        Results results = new Results();
        for (int pass = 1; pass <= passes; pass++) {
            results.beginPass();
            for (ServerKind server : Target.servers(targets)) {
                try {
                    measure(pass, server, Target.works(targets, server), results, out);
                } catch (IllegalStateException e) { // the others can still be measured; its rows say so
                    out.printf("pass %d  %-16s not measured: %s%n", pass, server, e.getMessage());
                }
            }
        }
        boolean met = results.report(targets, out);
        out.flush();
        return met ? 0 : 1;
    }

    /** What the JVM of a server is started with: limits that nobody reaches. */
    static List<String> settings(ServerKind kind) {
        return kind.isParley() ? SETTINGS : List.of();
    }

    private static List<String> settings(ServerKind kind, Store store) {
        List<String> all = new ArrayList<>(settings(kind));
        all.addAll(store.options());
        return all;
    }

    private List<Target> targets() {
        List<Integer> sizes = !members.isEmpty() ? members : quick ? List.of(1000) : List.of(1000, 5000);
        List<Target> targets = new ArrayList<>();
        for (int size : sizes) {
            OURS.forEach(ours -> targets.addAll(Target.inOneRoom(ours, size)));
        }
        OURS.forEach(ours -> targets.addAll(Target.steady(ours, sizes.get(0))));
        if (!noRooms) {
            OURS.forEach(ours -> targets.addAll(Target.inManyRooms(ours, Work.manyRooms(1000, 10))));
        }
        targets.removeIf(target -> !only.isEmpty()
                && (!only.contains(target.ours()) || target.theirs().stream().noneMatch(only::contains)));
        if (targets.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--servers names no pair to compare: at least one of ours and one other");
        }
        return targets;
    }

    /** Does all that a server has to do, with as few new connections as possible. */
    private void measure(int pass, ServerKind kind, List<Work> works, Results results, PrintWriter out)
            throws IOException, InterruptedException {
        if (!only.isEmpty() && !only.contains(kind)) {
            return;
        }
        List<Work> left = new ArrayList<>(works);
        StoreKind kept = kind.isParley() ? store : StoreKind.MEMORY;
        try (Store own = kept.open(Optional.empty());
                ServerProcess server = ServerProcess.start(kind, settings(kind, own))) {
            boolean warm = false;
            while (!left.isEmpty()) {
                Work first = left.get(0);
                List<Work> together =
                        left.stream().filter(first::sharesAudience).toList();
                left.removeAll(together);
                try (Audience audience = Audience.open(
                        server,
                        Dialects.of(kind, binary ? HubDialect.Frames.BINARY : HubDialect.Frames.TEXT),
                        first.rooms(),
                        first.members())) {
                    warmUp(audience, together, warm ? warmUp / 2 : warmUp);
                    warm = true;
                    server.heap().age();
                    for (Work work : together) {
                        Sample sample = run(audience, work);
                        results.add(kind, work, sample);
                        print(pass, kind, work, sample, out);
                    }
                    if (!audience.firstFault().isEmpty()) {
                        out.println("  " + audience.firstFault());
                    }
                }
            }
        }
    }

    private void warmUp(Audience audience, List<Work> works, int forSeconds) throws IOException, InterruptedException {
        for (Work work : works) {
            long millis = forSeconds * 1000L / works.size();
            if (work.window() > 0) {
                audience.saturate(work.window(), millis);
            }
        }
    }

    private Sample run(Audience audience, Work work) throws IOException, InterruptedException {
        long millis = seconds * 1000L;
        return work.window() > 0 ? audience.saturate(work.window(), millis) : audience.steady(work.perSecond(), millis);
    }

    private static void print(int pass, ServerKind server, Work work, Sample sample, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "pass %d  %-16s %-22s %9.3f us  %9.0f k/s  %6.2f cores (JIT %.2f)  %5.1f a message  %5.0f B sent  %5.0f B allocated%s%s%n",
                pass,
                server,
                work,
                sample.cpuNanosPerDelivery() / 1000,
                sample.perSecond() / 1000,
                sample.coreShare(),
                (double) sample.cpu().compilerNanos() / sample.wallNanos(),
                sample.perMessage(),
                (double) sample.bytes() / sample.deliveries(),
                sample.allocatedPerDelivery(),
                sample.p99Nanos() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "  p50 %.1f ms  p99 %.1f ms",
                                sample.p50Nanos() / 1e6,
                                sample.p99Nanos() / 1e6),
                sample.faults() == 0 ? "" : "  FAULTS " + sample.faults());
        out.flush();
    }
}
