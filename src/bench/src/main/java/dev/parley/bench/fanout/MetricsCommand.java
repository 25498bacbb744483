package dev.parley.bench.fanout;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures what counting costs: two servers of a kind, one that counts what passes and is asked for its numbers, one that
 * counts nothing, in turn, so that both see the same weather.
 */
@Command(
        name = "metrics",
        description = {
            "CPU time of fan-out on a server with metrics, scraped once in each turn, against one with",
            "parley.metrics=off, in turn. Exits with 1 if they cost more than 2 percent, or if anything was lost."
        },
        mixinStandardHelpOptions = true)
public final class MetricsCommand implements Callable<Integer> {
    private static final double MOST_RATIO = 1.02;
    private static final Duration SCRAPE_LIMIT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--start",
            description = "Servers to start: EMBEDDED, TOMCAT or JETTY (default: ${DEFAULT-VALUE}).",
            defaultValue = "EMBEDDED")
    private ServerKind kind = ServerKind.EMBEDDED;

    @Option(names = "--members", description = "Of the room (default: ${DEFAULT-VALUE}).", defaultValue = "1000")
    private int members;

    @Option(names = "--window", description = "Messages outstanding (default: ${DEFAULT-VALUE}).", defaultValue = "8")
    private int window;

    @Option(
            names = "--seconds",
            description = "Of each half of a turn (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int seconds;

    @Option(names = "--turns", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "11")
    private int turns;

    @Option(
            names = "--warm-up",
            description = "Seconds of load before (default: ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int warmUp;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(SCRAPE_LIMIT).build();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!kind.isParley() || members < 1 || window < 1 || seconds < 1 || turns < 1 || warmUp < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--start is EMBEDDED, TOMCAT or JETTY; --members, --window, --seconds and --turns are at least 1,"
                            + " --warm-up at least 0");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Double> ratios = new ArrayList<>();
        long faults = 0;
        try (ServerProcess counting = ServerProcess.start(kind, with("-Dparley.metrics=local"));
                ServerProcess silent = ServerProcess.start(kind, with("-Dparley.metrics=off"));
                Audience heard = audience(counting);
                Audience unheard = audience(silent)) {
            heard.saturate(window, 1000L * warmUp);
            unheard.saturate(window, 1000L * warmUp);
            counting.heap().age();
            silent.heap().age();
            for (int turn = 1; turn <= turns; turn++) {
                Sample with;
                Sample without;
                if (turn % 2 == 1) { // neither of them always comes behind the other
                    with = scraped(heard, counting.uri());
                    without = unheard.saturate(window, 1000L * seconds);
                } else {
                    without = unheard.saturate(window, 1000L * seconds);
                    with = scraped(heard, counting.uri());
                }
                double ratio = with.cpuNanosPerDelivery() / without.cpuNanosPerDelivery();
                ratios.add(ratio);
                faults += with.faults() + without.faults();
                out.printf(
                        Locale.ROOT,
                        "turn %d  %.4f us a delivery with metrics, %.4f us without: %.3f times%n",
                        turn,
                        with.cpuNanosPerDelivery() / 1000,
                        without.cpuNanosPerDelivery() / 1000,
                        ratio);
                out.flush();
            }
        }
        return report(ratios, faults, out);
    }

    private int report(List<Double> ratios, long faults, PrintWriter out) {
        double ratio = Results.median(ratios);
        boolean met = ratio <= MOST_RATIO && faults == 0;
        out.printf(
                Locale.ROOT,
                "%s, %d members, %d messages outstanding: CPU of a delivery with metrics %.3f times that without, target"
                        + " %.2f; turns %.3f to %.3f; lost, doubled or out of order: %d  %s%n",
                kind,
                members,
                window,
                ratio,
                MOST_RATIO,
                ratios.stream().min(Double::compare).orElse(0.0),
                ratios.stream().max(Double::compare).orElse(0.0),
                faults,
                met ? "pass" : "SHORT");
        return met ? 0 : 1;
    }

    private List<String> with(String option) {
        List<String> all = new ArrayList<>(FanoutCommand.settings(kind));
        all.add(option);
        return all;
    }

    private Audience audience(ServerProcess server) throws IOException, InterruptedException {
        return Audience.open(server, Dialects.of(kind, HubDialect.Frames.TEXT), 1, members);
    }

    /** Measures, and asks for the numbers meanwhile. */
    private Sample scraped(Audience audience, URI server) throws IOException, InterruptedException {
        HttpRequest scrape = HttpRequest.newBuilder(server.resolve("metrics"))
                .timeout(SCRAPE_LIMIT)
                .build();
        var answer = http.sendAsync(scrape, BodyHandlers.ofString());
        Sample sample = audience.saturate(window, 1000L * seconds);
        int status = answer.join().statusCode();
        if (status != 200) {
            throw new IOException(scrape.uri() + " is answered with " + status);
        }
        return sample;
    }
}
