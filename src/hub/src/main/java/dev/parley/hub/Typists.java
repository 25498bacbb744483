package dev.parley.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Who types in a channel. Readers are told all names at once, at most every {@value #PAUSE} milliseconds; the first
 * change after a pause at once. Time comes in as an argument, in milliseconds. Safe for any thread.
 */
final class Typists implements StateSource {
    /** Least time between two events. */
    static final long PAUSE = 500;

    /** Time after which somebody who said nothing more of it types no longer. */
    static final long EXPIRY = 6_000;

    /** Most names in an event. */
    private static final int NAMED = 20;

    private final String channel;
    private final Readers readers;
    private final Map<String, Long> since = new LinkedHashMap<>(); // guarded by this; by name
    private long toldAt; // guarded by this
    private volatile Told told; // written under this

    private record Told(StatePlace place, ChannelEvent.Typists event, Delivery delivery) {}

    Typists(String channel, Executor executor) {
        this.channel = channel;
        this.readers = new Readers(executor, () -> {});
        this.told = told(0, List.of(), 0);
    }

    @Override
    public String channel() {
        return channel;
    }

    /** Makes a subscription at rest: it is told who types if somebody does. */
    StateSubscription watch(Subscriber subscriber) {
        Told present = told;
        StatePlace place = present.event().count() == 0 ? present.place() : new StatePlace.Nowhere();
        StateSubscription reader = new StateSubscription(this, subscriber, place, true);
        readers.add(reader);
        return reader;
    }

    @Override
    public void leave(StateSubscription reader) {
        readers.remove(reader);
    }

    boolean isUnread() {
        return readers.isEmpty();
    }

    @Override
    public @Nullable Step next(StatePlace from) {
        Told present = told;
        return from.equals(present.place()) ? null : new Step(from, present.place(), Optional.of(present.delivery()));
    }

    /** Says that somebody types or has ceased to, to be told by {@link #tell}; returns whether that is new. */
    synchronized boolean set(String name, boolean on, long now) {
        return on ? since.put(name, now) == null : since.remove(name) != null;
    }

    /** Ends the typing of those who said nothing more of it, to be told by {@link #tell}; returns their names. */
    synchronized List<String> expire(long now) {
        List<String> expired = new ArrayList<>();
        since.forEach((name, at) -> {
            if (now - at >= EXPIRY) {
                expired.add(name);
            }
        });
        since.keySet().removeAll(expired);
        return expired;
    }

    private Told told(long number, List<String> names, int count) {
        ChannelEvent.Typists event = new ChannelEvent.Typists(names, count);
        return new Told(new StatePlace.Summary(number), event, new Delivery(channel, event));
    }

    /** Tells the readers who types, if that has changed and the pause is over. */
    void tell(long now) {
        synchronized (this) {
            List<String> names = since.keySet().stream().limit(NAMED).toList();
            ChannelEvent.Typists last = told.event();
            boolean paused = now >= toldAt && now - toldAt < PAUSE; // the clock may have been set back
            if (paused || (names.equals(last.names()) && since.size() == last.count())) {
                return;
            }
            toldAt = now;
            told = told(((StatePlace.Summary) told.place()).version() + 1, names, since.size());
        }
        readers.walk();
    }
}
