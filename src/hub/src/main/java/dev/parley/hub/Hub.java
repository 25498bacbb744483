package dev.parley.hub;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryLogs;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * All channels of one application. A channel appears when the first member joins it, and goes when it has been empty
 * for a while. Safe for any thread; starts none.
 */
public final class Hub {
    private static final Logger LOG = System.getLogger(Hub.class.getName());
    private static final int EPOCH_BYTES = 8;
    private static final Duration AGE = Duration.ofDays(1);

    private final Limits limits;
    private final ChannelMemory memory;
    private final RandomGenerator random; // guarded by itself
    private final Presences presences;
    private final OpenChannels<Channel> channels;
    private final ChannelLogs logs;
    private final ChannelRules rules;
    private final InstantSource clock;
    private final Traffic traffic = new Traffic();

    /**
     * Bounds of a hub.
     *
     * @param channels channels in memory, empty ones included; at least 1
     * @param members members of one channel; at least 1
     * @param messages publications that a log keeps; at least 1
     * @param bytes memory that the publications of a log may take; at least 1
     * @param memory memory that the publications of all logs may take together, and as much again all members; at
     *     least 1
     * @param idle how long an empty channel keeps its log; not negative
     */
    public record Limits(int channels, int members, int messages, long bytes, long memory, Duration idle) {
        /** Checks the ranges. */
        public Limits {
            if (channels < 1 || members < 1 || messages < 1 || bytes < 1 || memory < 1 || idle.isNegative()) {
                throw new IllegalArgumentException("limits: channels " + channels + ", members " + members
                        + ", messages " + messages + ", bytes " + bytes + ", memory " + memory
                        + ", at least 1 each; idle " + idle
                        + ", not negative");
            }
        }
    }

    /**
     * Where the channels of a hub have their logs. Safe for any thread.
     *
     * @param memory what all of them take in memory; if it is used up, channels that nobody follows are forgotten
     */
    public record Logs(ChannelLogs opened, ChannelMemory memory) {
        private static Logs inMemory(Limits limits, ChannelRules rules, RandomGenerator random) {
            ChannelMemory memory = new ChannelMemory(limits.memory());
            LogBounds others = new LogBounds(limits.messages(), limits.bytes());
            return new Logs(new InMemoryLogs(name -> rules.bounds(name, others), AGE, memory, random), memory);
        }
    }

    /** What becomes of a wish to join. */
    public sealed interface Subscribed permits Accepted, Rejected {}

    /**
     * The member is in the channel. Nothing is delivered until {@link Subscription#start()}; then everything after
     * {@code position} is.
     *
     * @param subscription its place
     * @param position where the channel stands: the first publication to be delivered has the next offset
     * @param members everybody who is there, the new member included, in order of joining
     * @param history the last publications up to {@code position}, oldest first
     */
    public record Accepted(
            Membership subscription, StreamPosition position, List<String> members, List<Publication> history)
            implements Subscribed {
        /** Copies the lists. */
        public Accepted {
            members = List.copyOf(members);
            history = List.copyOf(history);
        }
    }

    /** What becomes of a wish to follow a channel. */
    public sealed interface Followed permits Following, Rejected {}

    /**
     * The subscription is made. Nothing is delivered until {@link Subscription#start()}; then everything after {@code
     * from} is, or a gap that names what is not; then {@link ChannelEvent.Live}.
     *
     * @param subscription its place
     * @param top where the channel stands: the first publication after {@code Live} has the next offset
     * @param from offset after which deliveries begin
     */
    public record Following(Subscription subscription, StreamPosition top, long from) implements Followed {}

    /** What becomes of a wish to be a member. */
    public sealed interface Entered permits Seated, Rejected {}

    /** It is one, as long as it has this seat or another one. */
    public record Seated(Seat seat) implements Entered {}

    /** It is not done. */
    public record Rejected(HubError error) implements Subscribed, Followed, Entered, Sent, Past {}

    /** What becomes of a message to publish. */
    public sealed interface Sent permits Stored, Rejected {}

    /**
     * It is in the log.
     *
     * @param offset its offset
     * @param duplicate whether it was there before
     */
    public record Stored(long offset, boolean duplicate) implements Sent {}

    /** What becomes of a wish to read what was published. */
    public sealed interface Past permits Page, Rejected {}

    /**
     * Publications with consecutive offsets, oldest first.
     *
     * @param top where the channel stands
     * @param publications may be none
     * @param first offset of the oldest publication that is kept; the next to come if none is
     */
    public record Page(StreamPosition top, List<Publication> publications, long first) implements Past {
        /** Copies the list. */
        public Page {
            publications = List.copyOf(publications);
        }
    }

    /**
     * Makes a hub without channels, whose logs are in memory and keep publications for a day.
     *
     * @param limits its bounds
     * @param clock for the times of publications
     * @param random for the names of epochs; called with its own lock held
     * @param executor continues deliveries that would hold a caller for long; must not refuse work while the hub is used
     */
    public Hub(Limits limits, InstantSource clock, RandomGenerator random, Executor executor) {
        this(limits, new ChannelRules(List.of()), clock, random, executor);
    }

    /**
     * Makes a hub as the other constructor does.
     *
     * @param rules bounds of channels for which those of the hub do not hold; it is not asked whether there may be one
     */
    public Hub(Limits limits, ChannelRules rules, InstantSource clock, RandomGenerator random, Executor executor) {
        this(limits, Logs.inMemory(limits, rules, random), rules, clock, random, executor);
    }

    /**
     * Makes a hub without channels.
     *
     * @param limits its bounds; those of the single log are up to {@code logs}
     * @param rules bounds of members of channels for which those of the hub do not hold
     * @param clock for the times of publications
     * @param random for the names of epochs; called with its own lock held
     * @param executor as in the other constructor
     */
    public Hub(
            Limits limits,
            Logs logs,
            ChannelRules rules,
            InstantSource clock,
            RandomGenerator random,
            Executor executor) {
        this.limits = limits;
        this.random = random;
        this.memory = logs.memory();
        this.logs = logs.opened();
        this.rules = rules;
        this.clock = clock;
        this.presences = new Presences(
                PresenceLimits.DEFAULTS, new ChannelMemory(limits.memory()), this::epoch, clock, executor);
        this.channels = new OpenChannels<>(
                limits.channels(),
                name -> new Channel(
                        name,
                        logs.opened().open(name),
                        presences.withMembers(
                                rules.of(name).map(ChannelRule::members).orElse(limits.members())),
                        traffic,
                        clock,
                        executor));
    }

    /**
     * Makes a member join a channel.
     *
     * @param channel name of the channel
     * @param member name to show
     * @param key what the member is known by: no two members of a channel have the same
     * @param history how many of the last publications to return, at least 0
     * @param subscriber receives what happens after it
     * @throws IllegalArgumentException if {@code history} is negative
     */
    public Subscribed subscribe(String channel, String member, String key, int history, Subscriber subscriber) {
        if (history < 0) {
            throw new IllegalArgumentException("history " + history + " is negative");
        }
        int most = rules.keepsHistory(channel) ? history : 0;
        return in(channel, found -> found.join(member, key, most, subscriber), Rejected::new);
    }

    /**
     * Makes a subscriber follow a channel without being a member of it.
     *
     * @param channel name of the channel
     * @param start where to begin
     * @param limit most publications to deliver before the live ones, at least 0; a gap names those beyond
     * @param subscriber receives publications, gaps, and {@link ChannelEvent.Live}
     */
    public Followed follow(String channel, Start start, int limit, Subscriber subscriber) {
        Start begin = rules.keepsHistory(channel) ? start : start.withoutHistory();
        return in(channel, found -> found.follow(begin, limit, subscriber), Rejected::new);
    }

    /**
     * Makes somebody a member of a channel, who may be one by several connections at once. Members that {@link
     * #subscribe} want their name alone: they and such a member exclude each other.
     *
     * @param member name to show
     * @param key what the member is known by
     */
    public Entered enter(String channel, String member, String key) {
        return in(channel, found -> found.enter(member, key), Rejected::new);
    }

    /**
     * Returns some of the members of a channel.
     *
     * @param after name after which to begin; nothing to begin with the first
     * @param most most members, at least 1
     */
    public Attendance members(String channel, String after, int most) {
        Channel found = channels.get(channel);
        return found == null ? Attendance.NONE : found.members(after, most);
    }

    /**
     * Publishes.
     *
     * @param channel name of the channel; the publisher need not follow it
     * @param outcome told once, on any thread, also during this call: that it is in the log, as durable as that promises,
     *     or why it is not; outcomes of one channel come in the order of the calls
     */
    public void publish(String channel, Message message, Consumer<Sent> outcome) {
        Optional<Rejected> rejected = in(
                channel,
                found -> found.publish(message, appended -> outcome.accept(sent(appended)))
                        ? Optional.of(Optional.<Rejected>empty())
                        : Optional.empty(),
                error -> Optional.of(new Rejected(error)));
        rejected.ifPresent(outcome);
    }

    /**
     * Tells whether so many of those who follow a channel are about to miss something, though they do take what they are
     * sent, that publishers had better wait. A reader that takes nothing while {@link #sweep()} is called five times
     * does not count.
     *
     * @param whenOver called once, on any thread, when it is over, if it is so
     */
    public boolean isCongested(String channel, Runnable whenOver) {
        Channel known = channels.get(channel);
        return known != null && known.congestion().is(whenOver);
    }

    /**
     * Reads the last publications before an offset.
     *
     * @param before offset; empty for the last ones of all
     * @param limit most publications, at least 1
     */
    public Past readBefore(String channel, OptionalLong before, int limit) {
        long end = before.orElse(Long.MAX_VALUE);
        return in(channel, found -> Optional.of(history(found).before(end, limit)), Rejected::new);
    }

    /**
     * Reads the first publications after an offset.
     *
     * @param after offset, at least 0
     * @param limit most publications, at least 1
     */
    public Past readAfter(String channel, long after, int limit) {
        return in(channel, found -> Optional.of(history(found).after(after, limit)), Rejected::new);
    }

    private History history(Channel channel) {
        return new History(channel.log(), rules.keepsHistory(channel.name()));
    }

    private static Sent sent(Appended appended) {
        if (appended instanceof Appended.New fresh) {
            return new Stored(fresh.publication().offset(), false);
        } else if (appended instanceof Appended.Duplicate duplicate) {
            return new Stored(duplicate.offset(), true);
        } else if (appended instanceof Appended.Unavailable) {
            return new Rejected(HubError.LOG_UNAVAILABLE);
        }
        return new Rejected(
                appended instanceof Appended.Reused ? HubError.MESSAGE_ID_REUSED : HubError.MESSAGE_ID_FORGOTTEN);
    }

    /** Does something in a channel, which is made if there is none of that name. */
    private <T> T in(
            String channel, Function<Channel, Optional<? extends T>> action, Function<HubError, ? extends T> rejected) {
        try {
            while (true) {
                Channel found = channels.find(channel);
                if (found == null) {
                    return rejected.apply(HubError.TOO_MANY_CHANNELS);
                }
                Optional<? extends T> done = action.apply(found);
                if (done.isPresent()) {
                    return done.get();
                }
                channels.remove(found); // retired between finding and acting
            }
        } catch (LogUnavailableException e) {
            LOG.log(Level.DEBUG, () -> "the log of " + channel + " is not available", e);
            return rejected.apply(HubError.LOG_UNAVAILABLE);
        }
    }

    /**
     * Ends typing that nobody renewed, counts large channels anew and forgets those that have long been empty; to be
     * called twice a second.
     */
    public void sweep() {
        logs.sweep(clock.millis());
        boolean found = true;
        while (found && memory.isOver()) { // rather than that those that somebody follows give something away
            found = channels.forgetAnUnusedOne();
        }
        for (Channel channel : channels.all()) {
            channel.tick();
            channel.sweep();
            if (channel.retire(limits.idle().toMillis())) {
                channels.remove(channel);
            }
        }
    }

    /** Returns whether there is a channel of that name, in memory. */
    public boolean has(String channel) {
        return channels.get(channel) != null;
    }

    /** Returns the bounds of who is in a channel. */
    public PresenceLimits presence() {
        return presences.limits();
    }

    /** Returns what has gone through the channels. */
    public Traffic traffic() {
        return traffic;
    }

    /** Returns how many channels there are. */
    public int channels() {
        return channels.size();
    }

    /** Returns how many bytes the logs of all channels hold. */
    public long memory() {
        return memory.taken();
    }

    private String epoch() {
        byte[] epoch = new byte[EPOCH_BYTES];
        synchronized (random) {
            random.nextBytes(epoch);
        }
        return HexFormat.of().formatHex(epoch);
    }
}
