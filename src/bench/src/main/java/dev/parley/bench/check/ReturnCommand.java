package dev.parley.bench.check;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.SelectorThread;
import dev.parley.bench.load.Swarm;
import dev.parley.bench.servers.ProcessCpu;
import dev.parley.bench.servers.RunningServer;
import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.stores.Store;
import dev.parley.bench.stores.StoreKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the return of many clients at once, each behind by as many messages: all have to be recovered, nothing lost. */
@Command(
        name = "return",
        description = {
            "All clients come back at once, each 100 messages behind: how long until all have everything?",
            "With a durable store the server is killed before, and the time counts from its start."
        },
        mixinStandardHelpOptions = true)
public final class ReturnCommand implements Callable<Integer> {
    private static final int TARGET_SECONDS = 30;
    private static final int LIMIT_SECONDS = 180;
    private static final long POLL_MILLIS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--server", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "EMBEDDED")
    private ServerKind kind = ServerKind.EMBEDDED;

    @Option(names = "--connections", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "10000")
    private int connections;

    @Option(names = "--channels", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "100")
    private int channels;

    @Option(
            names = "--behind",
            description = "Messages that each has missed (default: ${DEFAULT-VALUE}).",
            defaultValue = "100")
    private int behind;

    @Option(
            names = "--store",
            description = "Where messages are kept: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "MEMORY")
    private StoreKind storeKind = StoreKind.MEMORY;

    private final Verdict verdict = new Verdict();
    private final Tally tally = new Tally();
    private final List<Page> pages = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!kind.isParley()) {
            throw new ParameterException(spec.commandLine(), "--server is EMBEDDED, TOMCAT or JETTY");
        }
        CheckPlan plan;
        try {
            plan = new CheckPlan(connections, channels, 0, false, 1, 1, 1, LIMIT_SECONDS, 1, 1, 1, 1000, 1, Set.of());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        List<String> limits = List.of(
                "-Dparley.connections.max=" + (2 * connections + 100),
                "-Dparley.connections.rate=off",
                "-Dparley.rates.messages=off",
                "-Dparley.rates.publishes=off",
                "-Dparley.connections.max-per-address=" + (2 * connections + 100));
        PrintWriter out = spec.commandLine().getOut();
        try (Store store = storeKind.open(Optional.empty());
                RunningServer server = RunningServer.start(kind, with(store.options(), limits));
                Swarm swarm = Swarm.start(1)) {
            Ledger ledger = new Ledger(verdict, plan.kept(), new Lives(store.isDurable()));
            Run run = new Run(
                    plan,
                    Long.toString(System.currentTimeMillis(), 36),
                    swarm.thread(0),
                    Opening.to(server.process().webSocket("/hub"), Checker.SUBPROTOCOL),
                    new Random(1),
                    ledger,
                    verdict,
                    tally);
            return measure(run, server, out) ? 0 : 1;
        }
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private boolean measure(Run run, RunningServer server, PrintWriter out) throws IOException, InterruptedException {
        SelectorThread thread = run.thread();
        thread.execute(() -> populate(run));
        await(thread, "to connect", () -> !pages.isEmpty() && pages.stream().allMatch(Page::isSettled));
        Page publisher = pages.get(connections);
        thread.execute(() -> pages.subList(0, connections).forEach(Page::leave));
        for (int i = 0; i < behind; i++) {
            thread.execute(publisher::publishToAll);
            await(thread, "for publishes", publisher::isSettled);
        }
        boolean killed = run.ledger().lives().isDurable();
        if (killed) {
            thread.execute(publisher::leave);
            server.kill();
            thread.ask(() -> {
                run.ledger().lives().end();
                return true;
            });
        }
        long begun = System.nanoTime();
        if (killed) {
            server.startAgain();
        }
        double listening = (System.nanoTime() - begun) / 1e9;
        ProcessCpu before = ProcessCpu.of(server.process().pid());
        thread.execute(() -> {
            tally.recovery().reset();
            pages.subList(0, killed ? connections + 1 : connections).forEach(Page::connect);
        });
        await(thread, "to recover", () -> pages.stream().allMatch(Page::isSettled));
        double seconds = (System.nanoTime() - begun) / 1e9;
        ProcessCpu cpu = ProcessCpu.of(server.process().pid()).since(before);
        thread.ask(() -> {
            pages.forEach(page -> page.followings().forEach(Following::finish));
            return true;
        });
        long missed = (long) connections * behind;
        out.printf(
                Locale.ROOT,
                "%s%s: %d clients back, %d messages recovered in %.1f s, %.1f s of server CPU, "
                        + "p50 %.0f p99 %.0f ms a client, %d violations; target %d s  %s%n",
                kind,
                killed ? String.format(Locale.ROOT, " on %s, killed and ready after %.1f s", storeKind, listening) : "",
                connections,
                missed,
                seconds,
                cpu.totalNanos() / 1e9,
                tally.recovery().getValueAtPercentile(50) / 1e6,
                tally.recovery().getValueAtPercentile(99) / 1e6,
                verdict.total(),
                TARGET_SECONDS,
                seconds <= TARGET_SECONDS && verdict.total() == 0 ? "pass" : "SHORT");
        for (Violation violation : Violation.values()) {
            verdict.examples(violation).forEach(example -> out.println("    " + violation + ": " + example));
        }
        return seconds <= TARGET_SECONDS && verdict.total() == 0;
    }

    /** The pages, each on one channel, and one more that is on all of them and publishes. */
    private void populate(Run run) {
        for (int i = 0; i < channels; i++) {
            run.ledger().addLog("chat:return-" + run.name() + "-" + i);
        }
        List<KnownLog> logs = run.ledger().logs();
        for (int i = 0; i < connections; i++) {
            pages.add(new Page(run.ledger().addPage(), i, run, List.of(logs.get(i % channels))));
        }
        pages.add(new Page(run.ledger().addPage(), connections, run, logs));
        pages.forEach(Page::connect);
    }

    private static void await(SelectorThread thread, String what, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!thread.ask(condition::getAsBoolean)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new IllegalStateException("waited " + LIMIT_SECONDS + " s " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
