package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.spi.ChannelLog;
import java.util.List;
import java.util.Optional;

/**
 * Where a subscription begins, as its {@link Start} and the log have it. Immutable.
 *
 * @param from offset after which it begins, for the subscriber
 * @param gaps what it is told before anything else
 * @param offset offset of the last publication that the gaps leave out; {@code from} without gaps
 * @param top offset of the last publication of the channel
 */
record Place(long from, List<Gap> gaps, long offset, long top) {
    /** A place at the end. */
    static Place atEnd(long top) {
        return new Place(top, List.of(), top, top);
    }

    /**
     * Finds the place; empty if the subscriber says it has been where nobody has been yet.
     *
     * @param top offset of the last publication of the channel
     * @param limit most publications to tell before the live ones
     */
    static Optional<Place> find(Start start, ChannelLog log, long top, int limit) {
        if (start.since().isEmpty()) {
            long from = Math.max(top - Math.min(start.history(), limit), log.first() - 1);
            return Optional.of(new Place(from, List.of(), from, top));
        }
        long since = start.since().get().offset();
        if (!start.since().get().epoch().equals(log.epoch())) {
            return Optional.of(limited(0, List.of(new Gap(since + 1, Gap.UNKNOWN, Why.EPOCH)), top, limit));
        }
        return since > top ? Optional.empty() : Optional.of(limited(since, List.of(), top, limit));
    }

    private static Place limited(long from, List<Gap> gaps, long top, int limit) {
        if (top - from <= limit) {
            return new Place(from, gaps, from, top);
        }
        Gap tooFar = new Gap(from + 1, top - limit, Why.LIMIT);
        return new Place(from, gaps.isEmpty() ? List.of(tooFar) : List.of(gaps.get(0), tooFar), top - limit, top);
    }
}
