package dev.parley.endpoints.handshake;

import dev.parley.endpoints.handshake.Refusal.Why;
import dev.parley.endpoints.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** Decides upon opening handshakes: by origin (RFC 6455 section 10.2) and by the number of open connections. */
public final class HandshakePolicy {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final OriginRule origins;
    private final Settings.Connections limits;
    private final IntSupplier open;
    private final ToIntFunction<String> openOfAddress;
    private final HandshakeRate rate;

    /**
     * Makes the policy of an application.
     *
     * @param open returns the number of open connections
     * @param openOfAddress returns the number of open connections of a remote address
     * @param nanoTime monotonic time
     */
    public HandshakePolicy(
            Settings settings, IntSupplier open, ToIntFunction<String> openOfAddress, LongSupplier nanoTime) {
        this.origins = new OriginRule(settings.origins());
        this.limits = settings.connections();
        this.open = open;
        this.openOfAddress = openOfAddress;
        this.rate = new HandshakeRate(settings.connections(), nanoTime);
    }

    /** Returns why the handshake is refused; empty if it is not. */
    public Optional<Refusal> check(Handshake handshake) {
        Optional<String> origin = origins.refuses(handshake);
        if (origin.isPresent()) {
            return origin.map(reason -> new Refusal(Why.ORIGIN, reason, Duration.ZERO));
        }
        if (UrlTokens.isIn(handshake.query())) {
            return Optional.of(new Refusal(Why.TOKEN_IN_URL, UrlTokens.REASON, Duration.ZERO));
        }
        if (open.getAsInt() >= limits.max()) {
            return unavailable(Why.FULL, "all " + limits.max() + " connections are taken");
        }
        if (openOfAddress.applyAsInt(handshake.remoteAddress()) >= limits.maxPerAddress()) {
            return unavailable(
                    Why.ADDRESS_FULL, "all " + limits.maxPerAddress() + " connections of one address are taken");
        }
        return rate.count(handshake.remoteAddress())
                .map(many -> new Refusal(Why.RATE, many.reason(), many.retryAfter()));
    }

    /** Forgets who has connected long ago; to be called every second or so. */
    public void sweep() {
        rate.sweep();
    }

    /**
     * Returns whether the login of the container counts for a handshake: not where any page of the web may connect, since
     * a browser shows its cookies for each of them.
     */
    public boolean trusts(Handshake handshake) {
        return origins.trusts(handshake);
    }

    /** Returns the refusal of a handshake that came at the same time as others, which took the last places. */
    public static Refusal full() {
        return new Refusal(Why.FULL, "all connections are taken", RETRY_AFTER);
    }

    /** Returns the refusal of an application that is shutting down. */
    public static Refusal stopping() {
        return new Refusal(Why.STOPPING, "the server is shutting down", RETRY_AFTER);
    }

    private static Optional<Refusal> unavailable(Why why, String reason) {
        return Optional.of(new Refusal(why, reason, RETRY_AFTER));
    }
}
