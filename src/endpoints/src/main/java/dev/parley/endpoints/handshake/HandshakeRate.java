package dev.parley.endpoints.handshake;

import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.access.Bucket;
import dev.parley.hub.access.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How often connections may begin, in all and from each address. An address that connects too often takes nothing from
 * what is there for all. Safe for any thread.
 */
final class HandshakeRate {
    private final Optional<Rate> perAddress;
    private final Optional<Bucket> all;
    private final Optional<Rate> rate;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<String, Bucket> addresses = new ConcurrentHashMap<>();

    HandshakeRate(Settings.Connections limits, LongSupplier nanoTime) {
        this.perAddress = limits.ratePerAddress();
        this.rate = limits.rate();
        this.all = rate.map(most -> new Bucket(most, nanoTime.getAsLong()));
        this.nanoTime = nanoTime;
    }

    /** Counts a handshake; returns what is too much, and until when, if it is too much. */
    Optional<TooMany> count(String address) {
        long now = nanoTime.getAsLong();
        if (perAddress.isPresent()) {
            long wait = addresses
                    .computeIfAbsent(address, absent -> new Bucket(perAddress.get(), now))
                    .take(now);
            if (wait > 0) {
                return tooMany(perAddress.get(), " of one address", wait);
            }
        }
        long wait = all.map(bucket -> bucket.take(now)).orElse(0L);
        return wait > 0 && rate.isPresent() ? tooMany(rate.get(), "", wait) : Optional.empty();
    }

    /** More connections begin than may. */
    record TooMany(String reason, Duration retryAfter) {}

    private static Optional<TooMany> tooMany(Rate rate, String of, long waitNanos) {
        return Optional.of(new TooMany(
                "at most " + rate.perSecond() + " new connections a second" + of,
                Duration.ofSeconds(1).plusNanos(waitNanos))); // whole seconds are told: one more than needed at most
    }

    /** Forgets addresses that a new bucket would serve as well. */
    void sweep() {
        long now = nanoTime.getAsLong();
        addresses.values().removeIf(bucket -> bucket.isFull(now));
    }
}
