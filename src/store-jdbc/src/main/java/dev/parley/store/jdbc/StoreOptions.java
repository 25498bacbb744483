package dev.parley.store.jdbc;

import dev.parley.hub.spi.LogBounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How logs are kept on a database. Immutable.
 *
 * @param synced channels whose messages are on the disk before they are acknowledged ({@code sync}); those of the others
 *     have been taken by the database ({@code log}): a crash of the process loses none of them, one of the machine may
 * @param bounds how much the log of a channel keeps; the last publication is kept whatever it weighs
 * @param age after which a publication is not kept
 * @param waiting weight of what may wait to be written; more is refused
 * @param retry after which a database that could not be used is tried again
 * @param timeout after which a database that does not answer counts as lost
 * @param witness file beside the database that tells whether the database was replaced by an older one; empty: only
 *     noticed while the server runs
 */
public record StoreOptions(
        Predicate<String> synced,
        Function<String, LogBounds> bounds,
        Duration age,
        long waiting,
        Duration retry,
        Duration timeout,
        Optional<Path> witness) {
    /** What is kept if nobody says otherwise: 1,000 messages, 4 MiB, 24 hours, everything synced, no witness. */
    public static final StoreOptions DEFAULTS = new StoreOptions(
            channel -> true,
            channel -> new LogBounds(1000, 4L << 20),
            Duration.ofHours(24),
            32L << 20,
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Optional.empty());

    /** Checks the ranges. */
    public StoreOptions {
        if (waiting < 1 || age.isNegative() || retry.isNegative() || timeout.isNegative()) {
            throw new IllegalArgumentException("waiting " + waiting + ", at least 1; age " + age + ", retry " + retry
                    + ", timeout " + timeout + ", not negative");
        }
    }

    /** Returns the age after which a publication is not kept in a log with these bounds. */
    Duration ageOf(LogBounds of) {
        return of.age().filter(less -> less.compareTo(age) < 0).orElse(age);
    }

    /** Returns the same with other bounds, which hold for every log. */
    public StoreOptions keeping(int messages, long bytes, Duration longest) {
        LogBounds all = new LogBounds(messages, bytes);
        return new StoreOptions(synced, channel -> all, longest, waiting, retry, timeout, witness);
    }

    /** Returns the same with a witness. */
    public StoreOptions witnessedBy(Path file) {
        return new StoreOptions(synced, bounds, age, waiting, retry, timeout, Optional.of(file));
    }

    /** Returns the same with other channels synced. */
    public StoreOptions syncing(Predicate<String> channels) {
        return new StoreOptions(channels, bounds, age, waiting, retry, timeout, witness);
    }
}
