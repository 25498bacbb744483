package dev.parley.hub.access;

import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.TokenVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Who may do what: the same for all endpoints of one application. Safe for any thread. */
public final class Access {
    private final TokenVerifier tokens;
    private final Authorizer authorizer;
    private final InstantSource clock;
    private final Duration notice;
    private final Limiter limiter;
    private final OwnChannels own;

    /**
     * Makes the access to an application.
     *
     * @param tokens verifies what clients show
     * @param authorizer decides
     * @param clock by which identities expire
     * @param notice how long before that a client is told; not negative
     */
    public Access(TokenVerifier tokens, Authorizer authorizer, InstantSource clock, Duration notice) {
        this(tokens, authorizer, clock, notice, Limiter.none());
    }

    /** Makes the access to an application where clients may do things so often. */
    public Access(TokenVerifier tokens, Authorizer authorizer, InstantSource clock, Duration notice, Limiter limiter) {
        this(tokens, authorizer, clock, notice, limiter, OwnChannels.none());
    }

    /** Makes the access to an application where clients may do things so often, and some channels are the server's own. */
    public Access(
            TokenVerifier tokens,
            Authorizer authorizer,
            InstantSource clock,
            Duration notice,
            Limiter limiter,
            OwnChannels own) {
        this.own = own;
        this.tokens = tokens;
        this.authorizer = authorizer;
        this.clock = clock;
        this.notice = notice;
        this.limiter = limiter;
    }

    /** Returns an access where everybody is a stranger and may do everything. */
    public static Access open(InstantSource clock) {
        return new Access(TokenVerifier.NONE, Authorizer.ALL, clock, Duration.ZERO);
    }

    /**
     * Begins with a connection.
     *
     * @param container whom the container knows it as; empty if it knows nobody
     * @param address from where it comes
     */
    public Login login(Optional<Identity> container, String address) {
        return login(container, address, false);
    }

    /**
     * Begins with a connection.
     *
     * @param container whom the container knows it as; empty if it knows nobody
     * @param address from where it comes
     * @param local whether that is this machine itself, and nobody whom it passes on
     */
    public Login login(Optional<Identity> container, String address, boolean local) {
        return new Login(this, container, address, local);
    }

    /** Returns the open connections of a user, in no order. Those of strangers are not listed. */
    public List<Login> connections(String user) {
        return limiter.logins(user);
    }

    /** Returns what keeps clients from doing something too often. */
    public Limiter limiter() {
        return limiter;
    }

    /** Returns the channels that are the server's own. */
    public OwnChannels own() {
        return own;
    }

    TokenVerifier tokens() {
        return tokens;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    long nowMillis() {
        return clock.millis();
    }

    Duration notice() {
        return notice;
    }
}
