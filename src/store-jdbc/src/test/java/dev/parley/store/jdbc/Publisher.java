package dev.parley.store.jdbc;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.MessageId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * A process that publishes until it is killed. It prints a line for each message that it is told is in the log: number and
 * offset. Arguments: {@code h2 directory} or {@code url}; the level; the number of the first message.
 */
final class Publisher {
    private static final int PENDING = 64;

    private Publisher() {}

    public static void main(String[] arguments) throws Exception {
        DataSource database = arguments[0].startsWith("jdbc:")
                ? new UrlDataSource(arguments[0], "postgres", "postgres")
                : UrlDataSource.inDirectory(Path.of(arguments[0]));
        boolean synced = arguments[1].equals("sync");
        StoreOptions options = StoreOptions.DEFAULTS.syncing(channel -> synced);
        JdbcLogs logs = JdbcLogs.open(
                database, options, new ChannelMemory(Long.MAX_VALUE), InstantSource.system(), new Random());
        ChannelLog log = logs.open("chat:a");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Semaphore pending = new Semaphore(PENDING);
        for (long number = Long.parseLong(arguments[2]); ; number++) {
            pending.acquire();
            long mine = number;
            log.append(draft(mine), outcome -> {
                        out.println(mine + " " + offset(outcome));
                        if (out.checkError()) { // whoever started it is gone
                            Runtime.getRuntime().halt(1);
                        }
                        pending.release();
                    })
                    .ifPresent(refused -> {
                        throw new IllegalStateException("refused: " + refused);
                    });
        }
    }

    static Draft draft(long number) {
        return new Draft(
                Optional.empty(),
                Optional.of(new MessageId("publisher", number)),
                System.currentTimeMillis(),
                "ann",
                Long.toString(number));
    }

    static long offset(Appended outcome) {
        if (outcome instanceof Appended.New fresh) {
            return fresh.publication().offset();
        } else if (outcome instanceof Appended.Duplicate duplicate) {
            return duplicate.offset();
        }
        throw new IllegalStateException("refused: " + outcome);
    }
}
