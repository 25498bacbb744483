package dev.parley.hub;

import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryStates;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StoreFullException;
import dev.parley.hub.spi.StreamPosition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * All state channels of one application. A channel appears when somebody reads or changes it, and goes when nobody has for a
 * while: with all its keys, unless they are kept elsewhere. Safe for any thread; starts none.
 */
public final class States {
    private static final Logger LOG = System.getLogger(States.class.getName());
    private static final int EPOCH_BYTES = 8;

    private final Limits limits;
    private final StateStore store;
    private final ChannelRules rules;
    private final RandomGenerator random; // guarded by itself
    private final ChannelMemory memory;
    private final Presences presences;
    private final Traffic traffic = new Traffic();
    private final OpenChannels<StateChannel> channels;

    /** The memory is used up, so that a channel cannot be taken into it. */
    private static final class MemoryFullException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Bounds of all state channels.
     *
     * @param channels channels in memory, unused ones included; at least 1
     * @param channel bounds of each
     * @param memory memory that all keys, values and members may take together; at least 1
     * @param idle how long a channel that nobody reads or changes keeps its keys; not negative
     */
    public record Limits(int channels, StateLimits channel, long memory, Duration idle) {
        /** Checks the ranges. */
        public Limits {
            if (channels < 1 || memory < 1 || idle.isNegative()) {
                throw new IllegalArgumentException("limits: channels " + channels + ", memory " + memory
                        + ", at least 1 each; idle " + idle + ", not negative");
            }
        }
    }

    /** What becomes of a wish to read. */
    public sealed interface Subscribed permits Accepted, Rejected {}

    /**
     * The subscription is made. Nothing is delivered until {@link StateSubscription#start()}.
     *
     * @param position epoch and version of the channel
     */
    public record Accepted(StateSubscription subscription, StreamPosition position) implements Subscribed {}

    /** It is not done. */
    public record Rejected(Why why) implements Subscribed {}

    /** Begins without channels, all of which have the same bounds. */
    public States(Limits limits, InstantSource clock, RandomGenerator random, Executor executor) {
        this(limits, new ChannelRules(List.of()), clock, random, executor);
    }

    /** Begins without channels, whose values are in memory. */
    public States(Limits limits, ChannelRules rules, InstantSource clock, RandomGenerator random, Executor executor) {
        this(limits, new InMemoryStates(random), rules, clock, random, executor);
    }

    /**
     * Begins without channels.
     *
     * @param limits their bounds
     * @param store keeps their values
     * @param rules bounds of channels for which those of {@code limits} do not hold; it is not asked whether there may be
     *     one
     * @param clock tells how long a channel has not been used, and when values go
     * @param random for the names of epochs; called with its own lock held
     * @param executor continues deliveries that would hold a caller for long; must not refuse work while this is used
     */
    public States(
            Limits limits,
            StateStore store,
            ChannelRules rules,
            InstantSource clock,
            RandomGenerator random,
            Executor executor) {
        this.limits = limits;
        this.store = store;
        this.rules = rules;
        this.random = random;
        this.memory = new ChannelMemory(limits.memory());
        this.presences = new Presences(PresenceLimits.DEFAULTS, memory, this::epoch, clock, executor);
        this.channels = new OpenChannels<>(limits.channels(), this::make);
    }

    /**
     * Makes a subscription.
     *
     * @param subscriber receives snapshots and changes
     * @param since position from which the reader knows the channel exactly; one of another epoch, or that the channel
     *     has not reached, counts as none
     * @param keys the only ones to read; all if there are none
     */
    public Subscribed subscribe(
            String channel, Subscriber subscriber, Optional<StreamPosition> since, Set<String> keys) {
        return with(channel, found -> found.subscribe(subscriber, since, keys), Rejected::new);
    }

    /**
     * Changes a key of a channel.
     *
     * @param change whose texts are JSON, checked by a parser
     * @param once the client's number for it, so that it is done once, however often it comes
     * @param later told once, on any thread, also during this call: that it is kept, as durable as that promises, or why it
     *     is not; those of one channel mostly in the order of the calls
     * @throws IllegalArgumentException if a text is seen to be no JSON
     */
    public void change(String channel, StateChange change, Optional<MessageId> once, Consumer<Outcome> later) {
        Optional<Refused> refused = with(
                channel,
                found -> found.change(change, once, later) ? Optional.of(Optional.empty()) : Optional.empty(),
                why -> Optional.of(new Refused(why)));
        refused.ifPresent(later);
    }

    /** Makes somebody a member of a channel, as {@link Hub#enter} does. */
    public Hub.Entered enter(String channel, String member, String key) {
        return with(
                channel,
                found -> found.enter(member, key),
                why -> new Hub.Rejected(
                        why == Why.UNAVAILABLE ? HubError.LOG_UNAVAILABLE : HubError.TOO_MANY_CHANNELS));
    }

    /** Returns some of the members of a channel, as {@link Hub#members} does. */
    public Attendance members(String channel, String after, int most) {
        StateChannel found = channels.get(channel);
        return found == null ? Attendance.NONE : found.members(after, most);
    }

    /**
     * Returns a key as it is; empty if it has no value. May wait for a database if the channel has not been used for
     * long.
     *
     * @throws LogUnavailableException if that cannot be read now
     */
    public Optional<StateEntry> get(String channel, String key) {
        StateChannel found = channels.get(channel);
        if (found == null && store.isLasting(channel)) {
            found = channels.find(channel);
        }
        return Optional.ofNullable(found).flatMap(known -> known.get(key)).filter(entry -> !entry.isDeleted());
    }

    /** Looks after members, and forgets channels that nobody has used for long; to be called twice a second. */
    public void sweep() {
        for (StateChannel channel : channels.all()) {
            channel.tick();
            if (channel.retire(limits.idle().toMillis())) {
                channels.remove(channel);
            }
        }
    }

    /** Returns whether there is a channel of that name, in memory. */
    public boolean has(String channel) {
        return channels.get(channel) != null;
    }

    /** Returns the bounds of a channel, whether there is one of that name or not. */
    public StateLimits limits(String channel) {
        return rule(channel).map(ChannelRule.State::limits).orElse(limits.channel());
    }

    /** Returns what has gone through the channels. */
    public Traffic traffic() {
        return traffic;
    }

    /** Returns how many channels there are. */
    public int channels() {
        return channels.size();
    }

    /** Returns about how many bytes all keys and values take. */
    public long memory() {
        return memory.taken();
    }

    /** Does something with a channel, with another one of the name if it is retired meanwhile. */
    private <R> R with(
            String name, Function<StateChannel, Optional<? extends R>> deed, Function<Why, ? extends R> refused) {
        try {
            while (true) {
                StateChannel found = channels.find(name);
                if (found == null) {
                    return refused.apply(Why.TOO_MANY_CHANNELS);
                }
                Optional<? extends R> done = deed.apply(found);
                if (done.isPresent()) {
                    return done.get();
                }
                channels.remove(found); // retired between finding and using
            }
        } catch (LogUnavailableException e) {
            LOG.log(Level.DEBUG, () -> "what keeps " + name + " is not available", e);
            return refused.apply(Why.UNAVAILABLE);
        } catch (StoreFullException e) {
            LOG.log(Level.DEBUG, () -> name + " cannot be kept", e);
            return refused.apply(Why.TOO_MANY_CHANNELS);
        } catch (MemoryFullException e) {
            return refused.apply(Why.MEMORY_FULL);
        }
    }

    private StateChannel make(String name) {
        int members =
                rule(name).map(ChannelRule::members).orElse(presences.limits().members());
        StateChannel.Keeping keeping = new StateChannel.Keeping(store.open(name), store.isLasting(name));
        StateChannel made = new StateChannel(name, keeping, limits(name), presences.withMembers(members), traffic);
        if (keeping.lasting()) {
            makeRoom(made);
        }
        return made;
    }

    /** Sees to it that there is memory for what was kept of a channel. */
    private void makeRoom(StateChannel made) {
        boolean found = true;
        while (found && memory.isOver()) {
            found = channels.forgetAnUnusedOne();
        }
        if (memory.isOver() && made.retireUnused()) {
            made.close();
            throw new MemoryFullException();
        }
    }

    private Optional<ChannelRule.State> rule(String channel) {
        return rules.of(channel).filter(ChannelRule.State.class::isInstance).map(ChannelRule.State.class::cast);
    }

    private String epoch() {
        byte[] epoch = new byte[EPOCH_BYTES];
        synchronized (random) {
            random.nextBytes(epoch);
        }
        return HexFormat.of().formatHex(epoch);
    }
}
