package dev.parley.hub;

import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.util.List;

/**
 * Reads what a log keeps, page by page. Immutable.
 *
 * @param isOpen whether what was published may be read
 */
record History(ChannelLog log, boolean isOpen) {
    /** What was published may be read. */
    History(ChannelLog log) {
        this(log, true);
    }

    /** Reads the first publications after an offset. */
    Hub.Page after(long offset, int limit) {
        return page(log.read(offset, limit));
    }

    /** Reads the last publications before an offset. */
    Hub.Page before(long offset, int limit) {
        return page(upTo(Math.min(offset, log.top() + 1), limit));
    }

    /** Reads the last publications before an offset, of which nothing else is wanted. */
    List<Publication> upTo(long end, int limit) {
        return log.read(Math.max(0, end - 1 - limit), limit).stream()
                .filter(publication -> publication.offset() < end)
                .toList();
    }

    private Hub.Page page(List<Publication> publications) {
        StreamPosition top = new StreamPosition(log.epoch(), log.top());
        return isOpen ? new Hub.Page(top, publications, log.first()) : new Hub.Page(top, List.of(), log.top() + 1);
    }
}
