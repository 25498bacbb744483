package dev.parley.bench.store;

import dev.parley.bench.stores.PostgresStore;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.store.jdbc.JdbcLogs;
import dev.parley.store.jdbc.StoreOptions;
import dev.parley.store.jdbc.UrlDataSource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Durable publishing: what a group commit gains over a commit for each message, with a hundred publishers that wait for
 * their answer, and what a single one waits compared with the disk. Baseline, store and disk take turns, so that the noise
 * of the machine is the same for each.
 */
@Command(
        name = "store",
        description = "Measures publishing to a database: group commit against a commit for each message.",
        mixinStandardHelpOptions = true)
public final class StoreCommand implements Callable<Integer> {
    private static final int ALONE = 1;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "",
            description = "PostgreSQL, as jdbc:postgresql://host/database; without it H2 in --directory.")
    private String url = "";

    @Option(
            names = "--postgres",
            description = "PostgreSQL, a server of its own in a temporary directory, on the disk of that.")
    private boolean postgres;

    @Option(names = "--user", defaultValue = "postgres", description = "User at the URL.")
    private String user = "";

    @Option(names = "--password", defaultValue = "", description = "Password at the URL.")
    private String password = "";

    @Option(
            names = "--directory",
            defaultValue = "target/store-bench",
            description = "Directory on the disk to measure, which is made; empty or of an earlier run.")
    private Path directory = Path.of("");

    @Option(names = "--publishers", defaultValue = "100", description = "Publishers that wait for their answers.")
    private int publishers;

    @Option(names = "--seconds", defaultValue = "5", description = "Seconds of each measurement.")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds; the median counts.")
    private int rounds;

    @Spec
    private CommandSpec spec;

    /** Made by the command line. */
    public StoreCommand() {
        this.spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws Exception {
        if (!postgres) {
            return measure();
        }
        try (PostgresStore own = PostgresStore.start()) {
            url = own.url();
            user = own.user();
            return measure();
        }
    }

    private int measure() throws Exception {
        boolean h2 = url.isEmpty();
        double[] gain = new double[rounds];
        double[] wait = new double[rounds];
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "round  commits/s  ordered/s  group/s  gain  over ordered  one fsync p50 us  publish p50 us  times");
        double[] overOrdered = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Path files = Files.createTempDirectory(Files.createDirectories(directory), "round");
            DataSource database = h2 ? UrlDataSource.inDirectory(files) : new UrlDataSource(url, user, password);
            Duration time = Duration.ofSeconds(seconds);
            double commits = new CommitEach(database, h2).rowsPerSecond(publishers, time);
            double ordered = new CommitEach(database, h2).orderedPerSecond(publishers, time);
            double group;
            Histogram alone;
            try (JdbcLogs logs = JdbcLogs.open(
                    database,
                    StoreOptions.DEFAULTS,
                    new ChannelMemory(Long.MAX_VALUE),
                    InstantSource.system(),
                    new Random())) {
                GroupCommit store = new GroupCommit(logs, "bench:" + System.nanoTime());
                group = store.waits(publishers, time).getTotalCount() / (double) seconds;
                alone = store.waits(ALONE, time);
            }
            double fsync = Disk.fsyncMicros(files.resolve("fsync"), time).getValueAtPercentile(50);
            double publish = alone.getValueAtPercentile(50);
            gain[round] = group / commits;
            overOrdered[round] = group / ordered;
            wait[round] = publish / fsync;
            out.printf(
                    Locale.ROOT,
                    "%5d  %9.0f  %9.0f  %7.0f  %4.1f  %12.1f  %16.0f  %14.0f  %5.2f%n",
                    round + 1,
                    commits,
                    ordered,
                    group,
                    gain[round],
                    overOrdered[round],
                    fsync,
                    publish,
                    wait[round]);
            out.flush();
        }
        Path files = Files.createTempDirectory(Files.createDirectories(directory), "disk");
        double bytes = h2
                ? DiskUse.ofH2(UrlDataSource.inDirectory(files), files)
                : DiskUse.ofPostgres(new UrlDataSource(url, user, password));
        out.printf(Locale.ROOT, "a publication with 100 bytes of data takes %.0f bytes on the disk%n", bytes);
        double target = h2 ? 20 : 10;
        double medianGain = median(gain);
        double medianWait = median(wait);
        out.printf(
                Locale.ROOT,
                "group commit %.1f times a commit for each of %d publishers' messages (target %.0f),"
                        + " %.1f times one that numbers them too; one publisher waits %.2f times an fsync (target 2.5)%n",
                medianGain,
                publishers,
                target,
                median(overOrdered),
                medianWait);
        return medianGain >= target && (!h2 || medianWait <= 2.5) ? 0 : 1;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
