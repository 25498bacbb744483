package dev.parley.hub.access;

import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Authorizer.Decision;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Who is at the other end of one connection, from its first word to its end. {@link #begin} and {@link #renew} are
 * confined to the thread of its messages, {@link #due} to that of the sweep; the rest is safe for any thread.
 */
public final class Login {
    private static final int NAME_BYTES = 6;
    private static final long NEVER = Long.MAX_VALUE;
    /** After so many refusals for being too fast nothing more is read for a while. */
    static final int PATIENCE = 20;

    private final Access access;
    private final Optional<Identity> container;
    private final String address;
    private final boolean local;
    private volatile List<Meter> meters =
            List.of(); // of the connection, the address and the user; written with the monitor held
    private Optional<Consumer<String>> ending = Optional.empty(); // while it is open; guarded by the monitor
    private Runnable readOn = () -> {}; // guarded by the monitor
    private int rank; // among the connections of its user; guarded by the monitor
    private final AtomicInteger excesses = new AtomicInteger(); // since it was last held
    private volatile Standing standing; // written with the monitor held

    /** What is known now; replaced as a whole. */
    private record Standing(Identity identity, long expiresMillis, boolean warned) {
        static Standing of(Identity identity) {
            return new Standing(
                    identity, identity.expires().map(Instant::toEpochMilli).orElse(NEVER), false);
        }

        Standing withWarning() {
            return new Standing(identity, expiresMillis, true);
        }
    }

    /** What is to be done about the end of an identity. */
    public enum Due {
        /** Nothing. */
        NOTHING,
        /** Tell the client that it is near; said once for each proof. */
        NOTICE,
        /** End the connection. */
        END
    }

    Login(Access access, Optional<Identity> container, String address, boolean local) {
        this.local = local;
        this.access = access;
        this.container = container;
        this.address = address;
        this.standing = Standing.of(container.orElseGet(() -> Identity.stranger("")));
    }

    /**
     * Takes what a client says of itself: it is who its token says; without one, whom the container knows; else a stranger.
     *
     * @param cid names a stranger: the same each time, and not to be guessed from the name
     * @return why the token is not taken; empty if all is well
     */
    public Optional<TokenVerifier.Refused> begin(String cid, Optional<String> token) {
        if (token.isEmpty()) {
            become(container.orElseGet(() -> Identity.stranger(digest(cid, NAME_BYTES))));
            return Optional.empty();
        }
        return take(access.tokens().verify(token.get()));
    }

    /**
     * Takes a new proof of the same identity.
     *
     * @return why it is not taken, and what was known stands; empty if all is well
     */
    public Optional<TokenVerifier.Refused> renew(String token) {
        TokenVerifier.Verdict verdict = access.tokens().verify(token);
        boolean other = verdict instanceof TokenVerifier.Verified verified
                && !verified.identity().name().equals(identity().name());
        return other
                ? Optional.of(new TokenVerifier.Refused(
                        TokenVerifier.Why.BAD, "the token is of another user than this connection: connect again"))
                : take(verdict);
    }

    private Optional<TokenVerifier.Refused> take(TokenVerifier.Verdict verdict) {
        if (verdict instanceof TokenVerifier.Refused refused) {
            return Optional.of(refused);
        }
        become(((TokenVerifier.Verified) verdict).identity());
        return Optional.empty();
    }

    /**
     * The connection is open: it is counted, and listed among those of its user.
     *
     * @param end ends it, with a reason; must not block
     * @param readOn reads from it again once {@link #isHeld()} has become false; must not block
     */
    public synchronized void opened(Consumer<String> end, Runnable readOn) {
        this.ending = Optional.of(end);
        this.readOn = readOn;
        enter();
    }

    /** The connection is over. */
    public synchronized void closed() {
        if (ending.isPresent()) {
            leave();
            ending = Optional.empty();
        }
        access.own().closed(this);
    }

    synchronized boolean isOpen() {
        return ending.isPresent();
    }

    /** Ends the connection with close code 4403, as an application wants; {@code reason} is told to the client. */
    public void end(String reason) {
        Optional<Consumer<String>> open;
        synchronized (this) {
            open = ending;
        }
        open.ifPresent(end -> end.accept(reason)); // without the monitor: it will be closed
    }

    /** Returns from where the connection comes. */
    public String address() {
        return address;
    }

    /** Returns whether the connection comes from this machine itself. */
    public boolean isLocal() {
        return local;
    }

    /** Counts a deed of the client; returns why it is too much, if it is: then it is not to be done. */
    public Optional<Excess> count(Deed deed) {
        Optional<Excess> excess = access.limiter().count(deed, meters, offender());
        if (excess.isPresent() && excesses.incrementAndGet() == PATIENCE) {
            access.limiter().hold(this);
        }
        return excess;
    }

    /**
     * Returns whether the client goes on though it was told {@value #PATIENCE} times that it is too fast: then its
     * connection should not be read from until the {@link Limiter}'s next sweep; to be asked after each message.
     */
    public boolean isHeld() {
        return excesses.get() >= PATIENCE;
    }

    /** Forgives what was too much. */
    void letGo() {
        Runnable reader;
        synchronized (this) {
            reader = readOn;
        }
        excesses.set(0);
        reader.run();
    }

    /** The client has passed another limit than that of a rate; {@code most} says what is allowed. */
    public void offended(String most) {
        access.limiter().offended(offender(), most);
    }

    /** Returns why this is one connection of its user too many, if it is; to be asked when it has said who it is. */
    public synchronized Optional<String> crowded() {
        return identity().isStranger() ? Optional.empty() : access.limiter().crowded(rank);
    }

    /** Counts a channel that is about to be made for it; returns why it must not be, if so. */
    public Optional<String> make(String channel) {
        Identity who = identity();
        return access.limiter().make(channel, who.isStranger() ? Optional.empty() : Optional.of(who.name()), address);
    }

    /** Returns whom it is put down to: strangers can call themselves anything. */
    private String offender() {
        Identity who = identity();
        return who.isStranger() ? address : who.name();
    }

    private synchronized void become(Identity identity) {
        boolean open = ending.isPresent();
        if (open) {
            leave();
        }
        standing = Standing.of(identity);
        if (open) {
            enter();
        }
    }

    private void enter() {
        List<Meter> all = new ArrayList<>(3);
        all.add(meters.isEmpty() ? access.limiter().meter() : meters.get(0)); // the connection's own is kept
        all.add(access.limiter().enterAddress(address, this));
        if (!identity().isStranger()) {
            Parties.Entry entry = access.limiter().enterUser(identity().name(), this);
            all.add(entry.meter());
            rank = entry.rank();
        }
        meters = List.copyOf(all);
    }

    private void leave() {
        access.limiter().leaveAddress(address, this);
        if (!identity().isStranger()) {
            access.limiter().leaveUser(identity().name(), this);
        }
    }

    /** Returns who it is; before {@link #begin} a stranger, or whom the container knows. */
    public Identity identity() {
        return standing.identity();
    }

    /** Returns whether it may do that. */
    public boolean may(Action action, String channel) {
        return access.own().hold(channel)
                ? access.own().allow(this, action)
                : access.authorizer().allows(identity(), action, channel);
    }

    /** Decides whether it may do that. */
    public Decision decide(Attempt attempt) {
        return access.own().hold(attempt.channel())
                ? access.own().decide(this, attempt)
                : access.authorizer().decide(identity(), attempt);
    }

    /** Returns whether its identity has expired. */
    public boolean isExpired() {
        long expires = standing.expiresMillis();
        return expires != NEVER && access.nowMillis() >= expires;
    }

    /** Returns what is to be done now; to be called every second or so. */
    public synchronized Due due() {
        Standing now = standing;
        if (now.expiresMillis() == NEVER) {
            return Due.NOTHING;
        } else if (leftMillis() == 0) {
            return Due.END;
        } else if (now.warned() || leftMillis() > access.notice().toMillis()) {
            return Due.NOTHING;
        }
        standing = now.withWarning();
        return Due.NOTICE;
    }

    /** Returns how long its identity will last in milliseconds, at least 0; {@link Long#MAX_VALUE}: for ever. */
    public long leftMillis() {
        long expires = standing.expiresMillis();
        return expires == NEVER ? NEVER : Math.max(0, expires - access.nowMillis());
    }

    /**
     * Returns what a client's messages are known by, so that a repeated one is known: nobody publishes under the ids of
     * somebody else who has the same {@code cid}.
     */
    public String publisher(String cid) {
        Identity who = identity();
        return who.isStranger() ? cid : digest(who.name() + "\n" + cid, Integer.MAX_VALUE);
    }

    private static String digest(String text, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Math.min(bytes, digest.length));
        } catch (NoSuchAlgorithmException e) { // every Java has it
            throw new IllegalStateException(e);
        }
    }
}
