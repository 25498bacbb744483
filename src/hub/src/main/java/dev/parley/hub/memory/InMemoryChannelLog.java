package dev.parley.hub.memory;

import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A {@link ChannelLog} in memory, bounded by count and by bytes; its epoch ends with the process. */
public final class InMemoryChannelLog implements ChannelLog {
    private final String epoch;
    private final int maxMessages;
    private final long maxBytes;
    private final LogMemory memory;
    private final ArrayDeque<Publication> kept = new ArrayDeque<>(); // guarded by this
    private long top; // guarded by this
    private long bytes; // guarded by this

    /**
     * Makes an empty log.
     *
     * @param epoch name of this life of the log, unlike any other's
     * @param maxMessages publications to keep, at least 1
     * @param maxBytes {@link Publication#weight() weight} to keep; the last publication is kept whatever it weighs
     * @param memory shared with other logs; while it is used up, only the last publication is sure to be kept
     */
    public InMemoryChannelLog(String epoch, int maxMessages, long maxBytes, LogMemory memory) {
        if (maxMessages < 1) {
            throw new IllegalArgumentException("maxMessages " + maxMessages + "; at least 1");
        }
        this.epoch = epoch;
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public synchronized long top() {
        return top;
    }

    @Override
    public synchronized long first() {
        return top - kept.size() + 1;
    }

    @Override
    public synchronized Publication append(Draft draft) {
        Publication publication = new Publication(++top, draft.id(), draft.time(), draft.sender(), draft.data());
        kept.add(publication);
        grow(publication.weight());
        while (kept.size() > maxMessages || (kept.size() > 1 && (bytes > maxBytes || memory.isOver()))) {
            grow(-kept.remove().weight());
        }
        return publication;
    }

    @Override
    public synchronized void close() {
        grow(-bytes);
        kept.clear();
    }

    private void grow(long by) {
        bytes += by;
        memory.take(by);
    }

    @Override
    public synchronized List<Publication> read(long after, int limit) {
        long skip = Math.max(0, after + 1 - first());
        List<Publication> page = new ArrayList<>((int) Math.max(0, Math.min(limit, kept.size() - skip)));
        if (skip > kept.size() / 2) { // near the end, where readers usually are: walk from there
            Iterator<Publication> newest = kept.descendingIterator();
            ArrayDeque<Publication> tail = new ArrayDeque<>();
            for (long i = kept.size(); i > skip; i--) {
                tail.addFirst(newest.next());
            }
            tail.stream().limit(limit).forEach(page::add);
        } else {
            kept.stream().skip(skip).limit(limit).forEach(page::add);
        }
        return page;
    }
}
