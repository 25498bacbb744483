package dev.parley.hub;

import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All state channels of one application. A channel appears when somebody reads or changes it, and goes with all its keys
 * when nobody has for a while. Safe for any thread; starts none.
 */
public final class States {
    private static final int EPOCH_BYTES = 8;

    private final Limits limits;
    private final ChannelRules rules;
    private final RandomGenerator random;
    private final Object creation = new Object(); // held to make a channel, so that their bound is exact
    private final ChannelMemory memory;
    private final Presences presences;
    private final Traffic traffic = new Traffic();
    private final ConcurrentHashMap<String, StateChannel> channels = new ConcurrentHashMap<>();

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

    /**
     * Begins without channels.
     *
     * @param limits their bounds
     * @param rules bounds of channels for which those of {@code limits} do not hold; it is not asked whether there may be
     *     one
     * @param clock tells how long a channel has not been used
     * @param random for the names of epochs; called by one thread at a time
     * @param executor continues deliveries that would hold a caller for long; must not refuse work while this is used
     */
    public States(Limits limits, ChannelRules rules, InstantSource clock, RandomGenerator random, Executor executor) {
        this.limits = limits;
        this.rules = rules;
        this.random = random;
        this.memory = new ChannelMemory(limits.memory());
        this.presences = new Presences(PresenceLimits.DEFAULTS, memory, this::epoch, clock, executor);
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
        return with(channel, found -> found.subscribe(subscriber, since, keys))
                .orElse(new Rejected(Why.TOO_MANY_CHANNELS));
    }

    /**
     * Changes a key of a channel.
     *
     * @param change whose texts are JSON, checked by a parser
     * @param once the client's number for it, so that it is done once, however often it comes
     * @throws IllegalArgumentException if a text is seen to be no JSON
     */
    public Outcome change(String channel, StateChange change, Optional<MessageId> once) {
        return with(channel, found -> found.change(change, once)).orElse(new Refused(Why.TOO_MANY_CHANNELS));
    }

    /** Makes somebody a member of a channel, as {@link Hub#enter} does. */
    public Hub.Entered enter(String channel, String member, String key) {
        return with(channel, found -> found.enter(member, key)).orElse(new Hub.Rejected(HubError.TOO_MANY_CHANNELS));
    }

    /** Returns some of the members of a channel, as {@link Hub#members} does. */
    public Attendance members(String channel, String after, int most) {
        StateChannel found = channels.get(channel);
        return found == null ? Attendance.NONE : found.members(after, most);
    }

    /** Changes a key of a channel, as often as it is called. */
    public Outcome change(String channel, StateChange change) {
        return change(channel, change, Optional.empty());
    }

    /** Returns a key as it is; empty if it has no value. */
    public Optional<StateEntry> get(String channel, String key) {
        return Optional.ofNullable(channels.get(channel))
                .flatMap(found -> found.get(key))
                .filter(entry -> !entry.isDeleted());
    }

    /** Looks after members, and forgets channels that nobody has used for long; to be called twice a second. */
    public void sweep() {
        for (StateChannel channel : channels.values()) {
            channel.tick();
            if (channel.retire(limits.idle().toMillis())) {
                channels.remove(channel.channel(), channel);
            }
        }
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

    /** Does something with a channel, with another one of the name if it is retired meanwhile; empty if there are too many. */
    private <R> Optional<R> with(String name, Function<StateChannel, Optional<R>> deed) {
        while (true) {
            StateChannel found = find(name);
            if (found == null) {
                return Optional.empty();
            }
            Optional<R> done = deed.apply(found);
            if (done.isPresent()) {
                return done;
            }
            channels.remove(name, found); // retired between finding and using
        }
    }

    private @Nullable StateChannel find(String name) {
        StateChannel known = channels.get(name);
        if (known != null) {
            return known;
        }
        synchronized (creation) {
            if (!channels.containsKey(name) && channels.size() >= limits.channels() && !forgetAnUnusedChannel()) {
                return null;
            }
            return channels.computeIfAbsent(name, this::make);
        }
    }

    private StateChannel make(String name) {
        int members =
                rule(name).map(ChannelRule::members).orElse(presences.limits().members());
        return new StateChannel(name, epoch(), limits(name), presences.withMembers(members), traffic);
    }

    private Optional<ChannelRule.State> rule(String channel) {
        return rules.of(channel).filter(ChannelRule.State.class::isInstance).map(ChannelRule.State.class::cast);
    }

    /** Forgets a channel that nobody reads and that has no keys, though its time is not over. */
    private boolean forgetAnUnusedChannel() {
        for (StateChannel channel : channels.values()) {
            if (channel.retireEmpty()) {
                channels.remove(channel.channel(), channel);
                return true;
            }
        }
        return false;
    }

    private String epoch() {
        byte[] epoch = new byte[EPOCH_BYTES];
        random.nextBytes(epoch);
        return HexFormat.of().formatHex(epoch);
    }
}
