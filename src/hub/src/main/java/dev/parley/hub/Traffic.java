package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Batch;
import dev.parley.hub.ChannelEvent.Changed;
import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Snapshot;
import dev.parley.hub.ChannelEvent.Why;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has gone through all channels of one kind since they began, as numbers that only rise; only {@link
 * #subscriptions()} falls as well. Safe for any thread; numbers read while others count may lag behind each other.
 */
public final class Traffic {
    private final Map<Outcome, LongAdder> publications = adders(Outcome.class);
    private final Map<Recovery, LongAdder> recoveries = adders(Recovery.class);
    private final Map<Why, LongAdder> gaps = adders(Why.class);
    private final LongAdder subscriptions = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder conflated = new LongAdder();
    private boolean counting = true; // not changed once there are subscribers

    /** What became of something that was to be published. */
    public enum Outcome {
        /** It is in the channel. */
        ACCEPTED,
        /** It was there before: the publisher had sent it twice. */
        REPEATED,
        /** It is not. */
        REFUSED
    }

    /** What became of a wish to go on where a subscriber had been. */
    public enum Recovery {
        /** All that it missed is there. */
        WHOLE,
        /** Some of it is not: a gap names it, or the values come as a whole. */
        PARTIAL,
        /** The position cannot be. */
        REFUSED
    }

    Traffic() {}

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        for (E each : type.getEnumConstants()) {
            adders.put(each, new LongAdder());
        }
        return adders;
    }

    private static <E extends Enum<E>> LongAdder of(Map<E, LongAdder> adders, E key) {
        LongAdder adder = adders.get(key);
        if (adder == null) {
            throw new IllegalStateException("every " + key.getDeclaringClass() + " has one");
        }
        return adder;
    }

    void published(Outcome outcome) {
        of(publications, outcome).increment();
    }

    void recovered(Recovery recovery) {
        of(recoveries, recovery).increment();
    }

    /** One more subscription, or with -1 one less. */
    void subscribed(int more) {
        subscriptions.add(more);
    }

    /**
     * Does not count what subscribers take: for who wants to know what counting costs, or has no use for it. To be called
     * before there are any.
     */
    public void leaveDeliveriesOut() {
        counting = false;
    }

    /** A subscriber has taken something. */
    void delivered(ChannelEvent event) {
        if (!counting) {
            return;
        }
        if (event instanceof Published) {
            deliveries.increment();
        } else if (event instanceof Batch batch) {
            deliveries.add(batch.publications().size());
        } else if (event instanceof Changed changed) {
            deliveries.add(changed.entries().size());
            conflated.add(changed.skipped());
        } else if (event instanceof Snapshot snapshot) {
            deliveries.add(snapshot.entries().size());
        } else if (event instanceof Gap gap) {
            of(gaps, gap.why()).increment();
        }
    }

    /** Returns how often something was to be published, with this outcome. */
    public long publications(Outcome outcome) {
        return of(publications, outcome).sum();
    }

    /** Returns how many subscribers wished to go on where they had been, with this outcome. */
    public long recoveries(Recovery recovery) {
        return of(recoveries, recovery).sum();
    }

    /** Returns how many gaps subscribers were told of, for this reason. */
    public long gaps(Why why) {
        return of(gaps, why).sum();
    }

    /** Returns how many subscriptions there are; never less than none. */
    public long subscriptions() {
        return Math.max(0, subscriptions.sum());
    }

    /** Returns how many publications, or values of keys, subscribers have taken, each counted for each of them. */
    public long deliveries() {
        return deliveries.sum();
    }

    /** Returns how many changes were left out for subscribers that were slow, since their keys changed again. */
    public long conflated() {
        return conflated.sum();
    }
}
