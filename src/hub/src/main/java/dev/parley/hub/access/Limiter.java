package dev.parley.hub.access;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Keeps clients from doing something too often, and knows who is connected. Safe for any thread. */
public final class Limiter {
    private final RateLimits limits;
    private final Quotas quotas;
    private final MadeChannels made = new MadeChannels();
    private final LongSupplier nanoTime;
    private final BiConsumer<String, String> offences;
    private final Parties users;
    private final Parties addresses;
    private final LongAdder refused = new LongAdder();
    private final LongAdder holds = new LongAdder();
    private final Queue<Login> held = new ConcurrentLinkedQueue<>(); // each at most once

    /**
     * Begins with nobody.
     *
     * @param nanoTime monotonic time
     * @param offences told each time somebody passes a limit: who, a user or an address, and what it may do at most; must
     *     be quick
     */
    public Limiter(RateLimits limits, LongSupplier nanoTime, BiConsumer<String, String> offences) {
        this(limits, Quotas.NONE, nanoTime, offences);
    }

    /** Begins with nobody, where nobody may have more than {@code quotas} at a time either. */
    public Limiter(RateLimits limits, Quotas quotas, LongSupplier nanoTime, BiConsumer<String, String> offences) {
        this.limits = limits;
        this.quotas = quotas;
        this.nanoTime = nanoTime;
        this.offences = offences;
        this.users = new Parties("a user", limits.user());
        this.addresses = new Parties("an address", limits.address());
    }

    /** Returns a limiter without limits. */
    public static Limiter none() {
        return new Limiter(RateLimits.NONE, () -> 0, (who, what) -> {});
    }

    /**
     * Forgets who has gone and has done nothing lately, and reads on from those who were {@link Login#isHeld() held}; to be
     * called every second or so.
     */
    public void sweep() {
        long now = nanoTime.getAsLong();
        users.sweep(now);
        addresses.sweep(now);
        for (int left = held.size(); left > 0; left--) { // those that are held again meanwhile wait for the next
            Login login = held.poll();
            if (login != null) {
                login.letGo();
            }
        }
    }

    /**
     * Forgets who made channels that are gone; to be called every second or so.
     *
     * @param isThere whether there is a channel of that name
     */
    public void sweepChannels(Predicate<String> isThere) {
        made.sweep(isThere);
    }

    /** Counts a channel that is about to be made; returns why it must not be, if so. */
    Optional<String> make(String channel, Optional<String> user, String address) {
        int most = user.isPresent() ? quotas.channelsOfUser() : quotas.channelsOfAddress();
        String maker = user.isPresent() ? "user " + user.get() : "address " + address;
        return made.make(channel, maker, most)
                ? Optional.empty()
                : Optional.of("at most " + most + " channels made by "
                        + (user.isPresent() ? "one user" : "strangers from one address") + " are there at a time");
    }

    /** Returns why a user's connection is one too many, if it is; {@code rank} is how many there were when it came, itself included. */
    Optional<String> crowded(int rank) {
        int most = quotas.connectionsOfUser();
        return rank <= most
                ? Optional.empty()
                : Optional.of("a user has at most " + most + (most == 1 ? " connection" : " connections"));
    }

    /** Returns how often a connection was not read from for a while since its client went on too fast, ever. */
    public long holds() {
        return holds.sum();
    }

    /** A server does not read from a client for a while since it did too much of what the hub does not see. */
    public void braked(String offender, String most) {
        holds.increment();
        offended(offender, most);
    }

    void offended(String offender, String most) {
        offences.accept(offender, most);
    }

    void hold(Login login) {
        holds.increment();
        held.add(login);
    }

    /** Returns how many deeds were too many, ever. */
    public long refused() {
        return refused.sum();
    }

    Meter meter() {
        return new Meter("a connection", limits.connection(), nanoTime.getAsLong());
    }

    Parties.Entry enterUser(String name, Login login) {
        return users.enter(name, login, nanoTime.getAsLong());
    }

    void leaveUser(String name, Login login) {
        users.leave(name, login, nanoTime.getAsLong());
    }

    Meter enterAddress(String address, Login login) {
        return addresses.enter(address, login, nanoTime.getAsLong()).meter();
    }

    void leaveAddress(String address, Login login) {
        addresses.leave(address, login, nanoTime.getAsLong());
    }

    List<Login> logins(String user) {
        return users.logins(user);
    }

    /** Counts a deed by each meter, until one says that it is too much. */
    Optional<Excess> count(Deed deed, List<Meter> meters, String offender) {
        long now = nanoTime.getAsLong();
        for (Meter meter : meters) {
            Optional<Excess> excess = meter.count(deed, now);
            if (excess.isPresent()) {
                refused.increment();
                offences.accept(offender, excess.get().reason());
                return excess;
            }
        }
        return Optional.empty();
    }
}
