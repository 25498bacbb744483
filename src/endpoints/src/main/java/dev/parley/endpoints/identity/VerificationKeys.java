package dev.parley.endpoints.identity;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The keys that tokens are verified with, read anew from time to time, and soon when a token names one that is not there;
 * but never by whoever verifies a token, which would wait. What was read last counts until something else is read. Safe
 * for any thread.
 */
final class VerificationKeys {
    private static final Logger LOG = System.getLogger(VerificationKeys.class.getName());

    /** Strangers can ask for keys that do not exist: this bounds how often the source is asked. */
    static final Duration LEAST = Duration.ofSeconds(5);

    private final List<JWK> fixed;
    private final Optional<KeySource> source;
    private final long everyNanos;
    private final LongSupplier nanoTime;
    private final AtomicBoolean loading = new AtomicBoolean();
    private volatile List<JWK> all;
    private volatile boolean loaded; // once at least
    private volatile boolean failing;
    private volatile boolean wanted;
    private volatile long attempted;

    /**
     * Begins with the fixed keys.
     *
     * @param every how often the source is read
     */
    VerificationKeys(List<JWK> fixed, Optional<KeySource> source, Duration every, LongSupplier nanoTime) {
        this.fixed = fixed;
        this.source = source;
        this.everyNanos = every.toNanos();
        this.nanoTime = nanoTime;
        this.all = fixed;
        this.attempted = nanoTime.getAsLong() - LEAST.toNanos();
    }

    List<JWK> all() {
        return all;
    }

    /**
     * No key is there for a token: returns whether one may come soon, because the source is read again.
     *
     * @param name of the key; empty if the token has none
     */
    boolean ask(Optional<String> name) {
        if (source.isEmpty() || !loaded) {
            return source.isPresent();
        }
        boolean isNew =
                name.isPresent() && all.stream().noneMatch(key -> name.get().equals(key.getKeyID()));
        boolean may = isNew && nanoTime.getAsLong() - attempted >= LEAST.toNanos();
        wanted |= may;
        return may;
    }

    /** Reads the source if it is time to; to be called every second or so. */
    void sweep(Executor executor) {
        long since = nanoTime.getAsLong() - attempted;
        boolean due = since >= everyNanos || ((wanted || !loaded) && since >= LEAST.toNanos());
        if (source.isEmpty() || !due || !loading.compareAndSet(false, true)) {
            return;
        }
        boolean taken = false;
        try {
            executor.execute(() -> reload(source.get()));
            taken = true;
        } finally {
            if (!taken) {
                loading.set(false);
            }
        }
    }

    private void reload(KeySource from) {
        try {
            load(from);
            if (failing) {
                failing = false;
                LOG.log(Level.INFO, () -> from + " can be read again");
            }
        } catch (IOException | RuntimeException e) { // boundary to the library, which reads what somebody else wrote
            LOG.log(
                    failing ? Level.DEBUG : Level.WARNING,
                    () -> "keys of tokens: " + from + ": " + e.getMessage() + "; those read last count");
            failing = true;
        } finally {
            loading.set(false);
        }
    }

    /** Reads the source now. */
    void load(KeySource from) throws IOException {
        wanted = false;
        attempted = nanoTime.getAsLong();
        List<JWK> read = KeyReader.read(from);
        List<JWK> both = new ArrayList<>(fixed);
        both.addAll(read);
        all = List.copyOf(both);
        loaded = true;
    }
}
