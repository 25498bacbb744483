package dev.parley.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Publication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server goes and comes back. */
class PostgresOutageTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Appended append(ChannelLog log, long number) throws Exception {
        CompletableFuture<Appended> outcome = new CompletableFuture<>();
        log.append(Publisher.draft(number), outcome::complete).ifPresent(outcome::complete);
        return outcome.get(60, TimeUnit.SECONDS);
    }

    private static void await(BlockingQueue<Boolean> availability, boolean wanted) throws InterruptedException {
        Boolean next = availability.poll(60, TimeUnit.SECONDS);
        while (next != null && next != wanted) {
            next = availability.poll(60, TimeUnit.SECONDS);
        }
        assertEquals(wanted, next, "told within 60 s");
    }

    @Test
    void losesNothingAndGoesOn() throws Exception {
        int port = freePort();
        BlockingQueue<Boolean> availability = new LinkedBlockingQueue<>();
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        EmbeddedPostgres postgres = start(port);
        try (JdbcLogs logs = JdbcLogs.open(
                new UrlDataSource(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"),
                StoreOptions.DEFAULTS.witnessedBy(directory.resolve("witness")),
                new ChannelMemory(Long.MAX_VALUE),
                InstantSource.system(),
                new Random(1))) {
            logs.listen(availability::add);
            ChannelLog log = logs.open("chat:a");
            log.listen(new ChannelLog.Listener() {
                @Override
                public void appended(List<Publication> publications) {
                    publications.forEach(publication -> told.add(Long.parseLong(publication.data())));
                }

                @Override
                public void ended() {
                    told.add(-1L);
                }
            });
            assertEquals(1, Publisher.offset(append(log, 1)));
            postgres.close();
            await(availability, false); // also if nobody publishes
            assertEquals(new Appended.Unavailable(), append(log, 2));
            postgres = start(port);
            await(availability, true);
            assertEquals(2, Publisher.offset(append(log, 2)));
            assertEquals(new Appended.Duplicate(1), append(log, 1));
            assertEquals(List.of(1L, 2L), told);
        } finally {
            postgres.close();
        }
    }
}
