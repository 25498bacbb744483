package dev.parley.bench.stores;

import dev.parley.bench.servers.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server of PostgreSQL of its own, in a directory of its own. */
public final class PostgresStore implements Store {
    private static final String NAME = "postgres"; // of the database, and of its user
    private static final long READY_SECONDS = 60;
    private static final long END_SECONDS = 60;
    private static final long POLL_MILLIS = 50;
    private static final long SLOWEST_MILLIS = 1000;
    private static final long BREATH_MILLIS = 20; // between slow writes

    private final Path directory;
    private final Optional<SmallDisk> disk;
    private final int port;
    private final Path log;
    private EmbeddedPostgres postgres;

    private PostgresStore(Path directory, Optional<SmallDisk> disk, int port, Path log, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.disk = disk;
        this.port = port;
        this.log = log;
        this.postgres = postgres;
    }

    /** Starts one in an empty directory. */
    static PostgresStore start(Path directory, Optional<SmallDisk> disk) throws IOException {
        int port = Ports.free();
        Path log = Files.createTempFile("bench-postgres-", ".log");
        log.toFile().deleteOnExit();
        PostgresStore store =
                new PostgresStore(directory, disk, port, log, process(directory, port, log, disk.isPresent()));
        Runtime.getRuntime().addShutdownHook(new Thread(store::end, "ends PostgreSQL"));
        return store;
    }

    /** Starts one among the temporary files. */
    public static PostgresStore start() throws IOException {
        return start(Files.createTempDirectory("bench-store-"), Optional.empty());
    }

    private static EmbeddedPostgres process(Path directory, int port, Path log, boolean small) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setPort(port)
                .setServerConfig("fsync", "on") // the builder starts servers for tests, which may forget
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on");
        if (small) { // a small disk has room for that much
            builder.setServerConfig("max_wal_size", "64MB").setServerConfig("min_wal_size", "32MB");
        }
        return builder.start();
    }

    private void end() {
        try {
            postmaster().ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            System.err.println("parley-bench: PostgreSQL may still run: " + e.getMessage());
        }
    }

    /** Its first process, which starts the others; nothing if it has ended. */
    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = directory.resolve("data").resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
    }

    private ProcessHandle running() throws IOException {
        return postmaster().orElseThrow(() -> new IOException("PostgreSQL does not run; " + log + " says why"));
    }

    /** The URL of its database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
    }

    /** The user of its database, who needs no password. */
    public String user() {
        return NAME;
    }

    @Override
    public List<String> options() {
        return List.of(
                "-Dparley.store.database=" + url(),
                "-Dparley.store.user=" + NAME,
                "-Dparley.store.directory=" + directory.resolve("parley"));
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Set<Trouble> troubles() {
        return disk.isPresent() ? EnumSet.allOf(Trouble.class) : EnumSet.of(Trouble.DATABASE, Trouble.FSYNC);
    }

    @Override
    public void suffer(Trouble trouble, long millis, Random random) throws IOException, InterruptedException {
        switch (trouble) {
            case DATABASE -> {
                awaitReady();
                stop(random.nextBoolean() ? "INT" : "QUIT"); // fast, or as a crash
                Thread.sleep(millis);
                startAgain();
            }
            case DISK -> {
                SmallDisk small = disk.orElseThrow();
                try {
                    small.fill();
                    Thread.sleep(millis);
                } finally {
                    small.empty();
                }
                awaitReady();
            }
            case FSYNC -> beSlow(millis, random);
        }
    }

    private void stop(String signal) throws IOException, InterruptedException {
        ProcessHandle process = running();
        Shell.run(List.of("kill", "-" + signal, Long.toString(process.pid())));
        try {
            process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("PostgreSQL does not end", e);
        }
    }

    private void startAgain() throws IOException {
        postgres.close();
        postgres = process(directory, port, log, disk.isPresent());
    }

    /** It may be putting itself right after its disk was full, or have given up. */
    private void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        SQLException last = new SQLException("not tried");
        while (System.nanoTime() - deadline < 0) {
            if (postmaster().isEmpty()) {
                startAgain();
            }
            try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IOException("PostgreSQL is not ready", last);
    }

    /** Its processes stand still for a while, again and again, as one does that waits for the disk. */
    private void beSlow(long millis, Random random) throws IOException, InterruptedException {
        long pulse = 1 + random.nextLong(SLOWEST_MILLIS);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            List<Long> stopped = new ArrayList<>();
            try {
                for (ProcessHandle child : running().children().toList()) {
                    if (signal("STOP", child)) {
                        stopped.add(child.pid());
                    }
                }
                Thread.sleep(pulse);
            } finally {
                for (long pid : stopped) {
                    Optional<ProcessHandle> child = ProcessHandle.of(pid);
                    if (child.isPresent()) {
                        signal("CONT", child.get());
                    }
                }
            }
            Thread.sleep(BREATH_MILLIS);
        }
    }

    /** Sends a signal; false if the process has ended meanwhile. */
    private static boolean signal(String signal, ProcessHandle process) throws IOException {
        try {
            Shell.run(List.of("kill", "-" + signal, Long.toString(process.pid())));
            return true;
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close(); // stops it, if it runs
        if (disk.isEmpty()) {
            Directories.delete(directory);
        }
    }
}
