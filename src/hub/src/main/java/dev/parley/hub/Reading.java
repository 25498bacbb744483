package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Live;
import java.util.List;

/**
 * The subscription of a reader that is no member: a cursor on the offsets. Where it begins and whether it keeps up makes
 * no difference; publications come from the channel's cache of them, which reads the log when it must. So there is no
 * second path between old and new that could leave a hole.
 */
final class Reading extends Subscription {
    private List<Gap> gaps; // confined to the pump: to be told before anything else
    private final long liveAt;
    private boolean live; // confined to the pump: told that it has been told everything up to liveAt

    Reading(Channel channel, Subscriber subscriber, Place place) {
        super(channel, subscriber, place.offset());
        this.gaps = place.gaps();
        this.liveAt = place.top();
    }

    @Override
    void deliver() {
        long end = where().walked();
        if (!begun()) {
            return;
        }
        while (!hasEnded() && offset() < (live ? end : Math.min(end, liveAt))) {
            long to = live ? end : Math.min(end, liveAt);
            Run run = where().publications().after(offset(), to, subscriber().batchBytes());
            if (!taken(run.delivery())) {
                return;
            }
            moved(run.last());
            if (!toldLive()) {
                return;
            }
        }
    }

    /** Tells what comes before everything else; {@code false} if there is no room for it. */
    private boolean begun() {
        while (!gaps.isEmpty()) {
            if (!taken(where().delivery(gaps.get(0)))) {
                return false;
            }
            gaps = gaps.subList(1, gaps.size());
        }
        return toldLive();
    }

    private boolean toldLive() {
        if (!live && offset() >= liveAt) {
            live = taken(where().delivery(new Live(liveAt)));
            return live;
        }
        return true;
    }
}
