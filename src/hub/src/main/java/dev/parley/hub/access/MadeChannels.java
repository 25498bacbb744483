package dev.parley.hub.access;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who has made the channels that there are: a channel counts for who asked for it first, until it is gone. Looked at only when
 * somebody asks for a channel that is not there. Safe for any thread.
 */
final class MadeChannels {
    private final Map<String, Made> channels = new HashMap<>(); // guarded by this
    private final Map<String, Integer> numbers = new HashMap<>(); // guarded by this; by maker, none is 0

    /**
     * A channel that is being made, or there.
     *
     * @param late whether it was there already at the last sweep, or should have been
     */
    private record Made(String maker, boolean late) {}

    /** Counts a channel that is about to be made; {@code false} if {@code maker} has {@code most}: then it is not counted. */
    synchronized boolean make(String channel, String maker, int most) {
        if (channels.containsKey(channel)) { // somebody else is making it
            return true;
        }
        if (numbers.getOrDefault(maker, 0) >= most) {
            return false;
        }
        channels.put(channel, new Made(maker, false));
        numbers.merge(maker, 1, Integer::sum);
        return true;
    }

    /** Forgets the channels that are gone, or were never made. */
    synchronized void sweep(Predicate<String> isThere) {
        for (Iterator<Map.Entry<String, Made>> all = channels.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Made> each = all.next();
            Made made = each.getValue();
            if (!made.late()) {
                each.setValue(new Made(made.maker(), true)); // it may not have been made yet
            } else if (!isThere.test(each.getKey())) {
                all.remove();
                numbers.computeIfPresent(made.maker(), (maker, number) -> number == 1 ? null : number - 1);
            }
        }
    }

    /** Returns how many channels count for {@code maker}. */
    synchronized int of(String maker) {
        return numbers.getOrDefault(maker, 0);
    }
}
