package dev.parley.store.jdbc;

import dev.parley.hub.ChannelRules;
import dev.parley.hub.StateChange;
import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.MessageId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A process that changes values until it is killed. It prints a line for each change that it is told is kept: number and
 * version. Arguments: a directory or a URL; the level; the number of the first change.
 */
final class Changer {
    static final String CHANNEL = "sync:a";
    static final int KEYS = 10;
    private static final int PENDING = 64;

    private Changer() {}

    static DataSource database(String where) {
        return where.startsWith("jdbc:")
                ? new UrlDataSource(where, "postgres", "postgres")
                : UrlDataSource.inDirectory(Path.of(where));
    }

    static JdbcLogs logs(String where, boolean synced) {
        return JdbcLogs.open(
                database(where),
                StoreOptions.DEFAULTS.syncing(channel -> synced),
                new ChannelMemory(Long.MAX_VALUE),
                InstantSource.system(),
                new Random());
    }

    static States states(JdbcLogs logs) {
        return new States(
                new States.Limits(10, StateLimits.DEFAULTS, Long.MAX_VALUE, Duration.ofMinutes(1)),
                logs.states(10),
                new ChannelRules(List.of()),
                InstantSource.system(),
                new Random(),
                Runnable::run);
    }

    static String key(long number) {
        return "k" + number % KEYS;
    }

    static void change(States states, long number, Consumer<Outcome> later) {
        states.change(
                CHANNEL,
                StateChange.set(key(number), Long.toString(number)),
                Optional.of(new MessageId("changer", number)),
                later);
    }

    static long version(Outcome outcome) {
        if (outcome instanceof Done done) {
            return done.version();
        } else if (outcome instanceof Repeated repeated) {
            return repeated.version();
        }
        throw new IllegalStateException("refused: " + outcome);
    }

    public static void main(String[] arguments) throws Exception {
        States states = states(logs(arguments[0], arguments[1].equals("sync")));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Semaphore pending = new Semaphore(PENDING);
        for (long number = Long.parseLong(arguments[2]); ; number++) {
            pending.acquire();
            long mine = number;
            change(states, mine, outcome -> {
                out.println(mine + " " + version(outcome));
                if (out.checkError()) { // whoever started it is gone
                    Runtime.getRuntime().halt(1);
                }
                pending.release();
            });
        }
    }
}
