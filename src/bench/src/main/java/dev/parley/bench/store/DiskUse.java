package dev.parley.bench.store;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.LogBounds;
import dev.parley.store.jdbc.JdbcLogs;
import dev.parley.store.jdbc.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** What a publication takes on the disk, with its indexes, as long as it is kept. */
final class DiskUse {
    private static final int PUBLICATIONS = 50_000;
    private static final List<String> TABLES = List.of("parley_publication", "parley_sent");

    private DiskUse() {}

    /** Returns bytes for each publication in H2, in an empty directory: what its file has grown by, once it is closed. */
    static double ofH2(DataSource database, Path directory) throws Exception {
        fill(database, 1);
        double before = size(directory);
        fill(database, PUBLICATIONS);
        return (size(directory) - before) / PUBLICATIONS;
    }

    /** Returns bytes for each publication in PostgreSQL: what its tables have grown by. */
    static double ofPostgres(DataSource database) throws Exception {
        fill(database, 1);
        double before = tables(database);
        fill(database, PUBLICATIONS);
        return (tables(database) - before) / PUBLICATIONS;
    }

    private static void fill(DataSource database, int publications) throws Exception {
        StoreOptions d = StoreOptions.DEFAULTS;
        StoreOptions all = new StoreOptions(
                d.synced(),
                channel -> new LogBounds(2 * PUBLICATIONS, Long.MAX_VALUE),
                d.age(),
                d.waiting(),
                d.retry(),
                d.timeout(),
                d.witness());
        try (JdbcLogs logs =
                JdbcLogs.open(database, all, new ChannelMemory(Long.MAX_VALUE), InstantSource.system(), new Random())) {
            new GroupCommit(logs, "bench:disk:" + System.nanoTime()).publish(publications);
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    private static long tables(DataSource database) throws SQLException {
        long sum = 0;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet row = statement.executeQuery("SELECT pg_total_relation_size('" + table + "')")) {
                    row.next();
                    sum += row.getLong(1);
                }
            }
        }
        return sum;
    }
}
