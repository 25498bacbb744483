package dev.parley.hub;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Channels by name, of which there are so many at most. Safe for any thread. Opening one may take a while; others are
 * found and opened meanwhile, but no two of the same name.
 */
final class OpenChannels<C extends OpenChannels.Open> {
    /** A channel that can be forgotten. */
    interface Open {
        /** Returns its name. */
        String name();

        /** Retires it if nobody would miss it, so that nobody can use it any more; returns whether it is retired. */
        boolean retireUnused();

        /** Lets go of what keeps it; more than one call does no harm. */
        void close();
    }

    private final int most;
    private final Function<String, C> factory;
    private final ConcurrentHashMap<String, C> channels = new ConcurrentHashMap<>();
    private final Object admission = new Object(); // held to admit a channel, so that the bound is exact
    private final Map<String, Opening> openings = new HashMap<>(); // guarded by admission

    /** Begins without any; {@code factory} makes a channel, on any thread. */
    OpenChannels(int most, Function<String, C> factory) {
        this.most = most;
        this.factory = factory;
    }

    /** A channel that some are waiting for. */
    private final class Opening {
        private final String name;
        private int waiting; // guarded by admission
        private @Nullable C channel; // guarded by this

        Opening(String name) {
            this.name = name;
        }

        /** Opens it; if that fails, the next one who waits tries again. */
        synchronized C open() {
            if (channel == null) {
                C opened = factory.apply(name);
                synchronized (admission) { // or it might be counted neither as being opened nor as open
                    channels.put(name, opened);
                }
                channel = opened;
            }
            return channel;
        }
    }

    @Nullable
    C get(String name) {
        return channels.get(name);
    }

    Collection<C> all() {
        return channels.values();
    }

    int size() {
        return channels.size();
    }

    /** Returns a channel, which is made if there is none; {@code null} if there are too many. */
    @Nullable
    C find(String name) {
        C known = channels.get(name);
        if (known != null) {
            return known;
        }
        Opening opening;
        synchronized (admission) {
            known = channels.get(name);
            if (known != null) {
                return known;
            }
            opening = openings.get(name);
            if (opening == null) {
                if (channels.size() + beingOpened() >= most && !forgetAnUnusedOne()) {
                    return null;
                }
                opening = new Opening(name);
                openings.put(name, opening);
            }
            opening.waiting++;
        }
        try {
            return opening.open();
        } finally {
            synchronized (admission) {
                if (--opening.waiting == 0) {
                    openings.remove(name);
                }
            }
        }
    }

    private long beingOpened() {
        return openings.keySet().stream()
                .filter(name -> !channels.containsKey(name))
                .count();
    }

    /** Forgets a channel that nobody would miss; {@code false} if there is none. */
    boolean forgetAnUnusedOne() {
        for (C channel : channels.values()) {
            if (channel.retireUnused()) {
                remove(channel);
                return true;
            }
        }
        return false;
    }

    /** Forgets a channel that has been retired. */
    void remove(C channel) {
        channel.close(); // before it can be opened again; more than once does no harm
        channels.remove(channel.name(), channel);
    }
}
