package dev.parley.bench.codec;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures the codec against its peers: passes over the whole matrix, each point in a fresh JVM in each pass, so that all
 * see the same weather. A row's ratio is taken within each pass, its verdict from the median of the passes.
 */
@Command(
        name = "codec",
        description = "Frame codec against Netty, Jetty, Tomcat, Java-WebSocket and the physical bound, by CPU time.",
        mixinStandardHelpOptions = true)
public final class CodecCommand implements Callable<Integer> {
    private static final double MAX_BYTES = 1; // allocated per message by what must not allocate
    private static final double DISAGREEMENT = 1.5; // between passes, above which a row is marked

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "A subset that takes about two minutes.")
    private boolean quick;

    @Option(
            names = "--rows",
            paramLabel = "TEXT",
            description = "Only rows whose text contains this, of the full matrix.")
    private String rows = "";

    @Option(names = "--passes", description = "Passes over the matrix (default: ${DEFAULT-VALUE}).", defaultValue = "3")
    private int passes;

    @Override
    public Integer call() throws RunnerException {
        if (passes < 1) {
            throw new ParameterException(spec.commandLine(), "--passes is " + passes + ", must be 1 or more");
        }
        List<Target> targets = targets();
        Set<Point> points = Target.points(targets);
        PrintWriter out = spec.commandLine().getOut();
        printMachine(out);
        List<Map<Point, Sample>> results = new ArrayList<>();
        for (int pass = 1; pass <= passes; pass++) {
            Map<Point, Sample> result = new HashMap<>();
            for (Point point : points) {
                Sample sample = measure(point);
                result.put(point, sample);
                out.printf(
                        Locale.ROOT,
                        "pass %d  %-18s %-14s %12.1f ns %10.2f B%n",
                        pass,
                        point.work(),
                        point.peer(),
                        sample.cpuNanos(),
                        sample.bytes());
                out.flush();
            }
            results.add(result);
        }
        boolean met = report(targets, results, out);
        met &= reportAllocation(points, results, out);
        out.flush();
        return met ? 0 : 1;
    }

    private static void printMachine(PrintWriter out) {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        out.printf(
                Locale.ROOT,
                "%s, Java %s, %d processors, load average %.1f, %s%n",
                machine.getArch(),
                System.getProperty("java.vm.version"),
                machine.getAvailableProcessors(),
                machine.getSystemLoadAverage(),
                LocalDate.now(ZoneId.systemDefault()));
    }

    private List<Target> targets() {
        List<Target> all = quick ? Target.quick() : Target.all();
        List<Target> chosen =
                all.stream().filter(target -> target.text().contains(rows)).toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no row contains '" + rows + "'; rows say for example '"
                            + all.get(0).text() + "'");
        }
        return chosen;
    }

    /** One fork. What is timed has been warmed up in its set-up, so JMH's own loop is all that its warm-up is for. */
    private static Sample measure(Point point) throws RunnerException {
        RunResult run = new Runner(new OptionsBuilder()
                        .include("^" + point.benchmark().getName().replace(".", "\\.") + "\\.")
                        .param("peer", point.peer())
                        .param("work", point.work())
                        .forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(100))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(180))
                        .jvmArgs("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-Dio.netty.leakDetection.level=disabled")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
        List<Double> nanos = new ArrayList<>();
        double messages = 0;
        double bytes = 0;
        for (var benchmark : run.getBenchmarkResults()) {
            for (IterationResult iteration : benchmark.getIterationResults()) {
                var counters = iteration.getRawSecondaryResults();
                double count = counters.get("messages").iterator().next().getScore();
                nanos.add(counters.get("cpuNanos").iterator().next().getScore() / count);
                messages += count;
                bytes += counters.get("allocatedBytes").iterator().next().getScore();
            }
        }
        return new Sample(median(nanos), bytes / messages);
    }

    private static boolean report(List<Target> targets, List<Map<Point, Sample>> passes, PrintWriter out) {
        boolean allMet = true;
        out.printf("%n%-58s %12s %12s %8s %8s%n", "row", "ours ns", "theirs ns", "ratio", "target");
        for (Target target : targets) {
            List<Double> ratios = new ArrayList<>();
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (Map<Point, Sample> pass : passes) {
                double subject = pass.getOrDefault(target.subject(), new Sample(Double.NaN, 0))
                        .cpuNanos();
                double reference = pass.getOrDefault(target.reference(), new Sample(Double.NaN, 0))
                        .cpuNanos();
                ours.add(subject);
                theirs.add(reference);
                ratios.add(reference / subject);
            }
            double ratio = median(ratios);
            boolean met = ratio >= target.least();
            allMet &= met;
            double spread = ratios.stream().mapToDouble(r -> r).max().orElse(1)
                    / ratios.stream().mapToDouble(r -> r).min().orElse(1);
            out.printf(
                    Locale.ROOT,
                    "%-58s %12.1f %12.1f %8.2f %8.2f  %s%s%n",
                    target.text(),
                    median(ours),
                    median(theirs),
                    ratio,
                    target.least(),
                    met ? "pass" : "SHORT",
                    spread > DISAGREEMENT ? "  (passes differ)" : "");
        }
        return allMet;
    }

    /** The hard gate: decoding to payload, encoding and the extension allocate nothing. */
    private static boolean reportAllocation(Set<Point> points, List<Map<Point, Sample>> passes, PrintWriter out) {
        double most = 0;
        for (Point point : points) {
            if (point.peer().equals(Peers.PARLEY)) {
                List<Double> bytes = new ArrayList<>();
                passes.forEach(pass -> bytes.add(
                        pass.getOrDefault(point, new Sample(0, Double.NaN)).bytes()));
                double perMessage = median(bytes);
                if (!(perMessage <= MAX_BYTES)) {
                    out.printf(Locale.ROOT, "%-58s allocates %.2f B per message  SHORT%n", point.work(), perMessage);
                }
                most = Math.max(most, perMessage);
            }
        }
        out.printf(
                Locale.ROOT,
                "%-58s %46.2f B  %s%n",
                "allocated per message at most, target 1",
                most,
                most <= MAX_BYTES ? "pass" : "SHORT");
        return most <= MAX_BYTES;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElse(Double.NaN);
    }
}
