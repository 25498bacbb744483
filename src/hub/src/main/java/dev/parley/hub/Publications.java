package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Batch;
import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The publications of a channel on their way to readers: the last ones, and, from the log, whatever else is asked for.
 * What is made of them for one reader serves all others that come to the same place: each publication is encoded once,
 * and so is a batch of several. Any number of threads read, and one at a time appends; a lost race between readers only
 * encodes once more.
 */
final class Publications {
    /** The last publications that are kept ready; a power of two. */
    private static final int LAST = 128;

    /** Most bytes of those. */
    private static final int LAST_BYTES = 256 << 10;

    /** Publications from the log, and batches, that are kept ready; powers of two. */
    private static final int OLD = 64;

    private static final int BATCHES = 8;

    /** Most publications in a batch. */
    private static final int LONGEST = 256;

    /** What a publication takes in a message beside its own texts, about. */
    private static final int FRAME = 80;

    private final String channel;
    private final ChannelLog log;
    private final AtomicReferenceArray<@Nullable Run> last = new AtomicReferenceArray<>(LAST);
    private final AtomicReferenceArray<@Nullable Run> old = new AtomicReferenceArray<>(OLD);
    private final AtomicReferenceArray<@Nullable Run> batches = new AtomicReferenceArray<>(BATCHES);
    private long oldest; // for the thread that appends: of the last ones; offset
    private long newest; // for the thread that appends; offset
    private long bytes; // for the thread that appends
    private volatile boolean used; // something may be kept ready

    Publications(String channel, ChannelLog log) {
        this.channel = channel;
        this.log = log;
        this.newest = log.top();
        this.oldest = newest + 1;
    }

    /** Adds a publication that was appended to the log. */
    Delivery append(Publication publication) {
        Delivery delivery = new Delivery(channel, new Published(publication));
        used = true;
        newest = publication.offset();
        bytes += publication.weight();
        while (oldest < newest && (bytes > LAST_BYTES || newest - oldest >= LAST)) {
            dropOldest();
        }
        last.set((int) newest & (LAST - 1), new Run(newest, newest, 0, true, delivery));
        return delivery;
    }

    private void dropOldest() {
        int index = (int) oldest & (LAST - 1);
        Run run = last.get(index);
        if (run != null && run.delivery().event() instanceof Published published) {
            bytes -= published.publication().weight();
        }
        last.set(index, null);
        oldest++;
    }

    /** Forgets what is kept ready; to be called by the thread that appends, when nothing is going on. */
    void forget() {
        if (!used) {
            return;
        }
        used = false;
        while (oldest <= newest) {
            dropOldest();
        }
        for (int i = 0; i < OLD; i++) {
            old.set(i, null);
        }
        for (int i = 0; i < BATCHES; i++) {
            batches.set(i, null);
        }
    }

    /**
     * Returns what comes after {@code offset}.
     *
     * @param end offset after which nothing is wanted, above {@code offset}
     * @param limit bytes of a batch; 0: no batch is wanted
     */
    Run after(long offset, long end, int limit) {
        long next = offset + 1;
        if (limit == 0 || next == end) {
            Run one = last.get((int) next & (LAST - 1));
            return one != null && one.first() == next ? one : fromLog(offset, end, limit);
        }
        Run batch = batches.get((int) next & (BATCHES - 1));
        if (batch != null
                && batch.first() == next
                && batch.limit() == limit
                && (batch.last() == end || (batch.full() && batch.last() < end))) {
            return batch;
        }
        return fromLast(offset, end, limit);
    }

    private Run fromLast(long offset, long end, int limit) {
        List<Publication> found = new ArrayList<>();
        for (long next = offset + 1; next <= end && found.size() < LONGEST; next++) {
            Run one = last.get((int) next & (LAST - 1));
            if (one == null || one.first() != next || !(one.delivery().event() instanceof Published published)) {
                break; // the ring has gone round meanwhile: what follows is for the next run
            }
            found.add(published.publication());
        }
        return found.isEmpty() ? fromLog(offset, end, limit) : run(found, end, limit);
    }

    private Run fromLog(long offset, long end, int limit) {
        int most = (int) Math.min(limit == 0 ? 1 : LONGEST, end - offset);
        List<Publication> found = log.read(offset, most);
        long first = found.isEmpty() ? end + 1 : Math.min(found.get(0).offset(), end + 1);
        if (first > offset + 1) {
            Gap gap = new Gap(offset + 1, first - 1, Why.TRIMMED);
            return new Run(gap.from(), gap.to(), limit, true, new Delivery(channel, gap));
        }
        return run(found, end, limit);
    }

    /** Makes a run of the first of {@code found} that fit. */
    private Run run(List<Publication> found, long end, int limit) {
        int count = 1;
        for (long size = size(found.get(0)); count < found.size(); count++) {
            size += size(found.get(count));
            if (size > limit) {
                break;
            }
        }
        if (count == 1) {
            return one(found.get(0));
        }
        List<Publication> batch = List.copyOf(found.subList(0, count));
        long first = batch.get(0).offset();
        long to = batch.get(count - 1).offset();
        used = true;
        Run run = new Run(first, to, limit, to < end, new Delivery(channel, new Batch(batch)));
        batches.set((int) first & (BATCHES - 1), run);
        return run;
    }

    private static long size(Publication publication) {
        return (long) FRAME
                + Outbound.Text.utf8Length(publication.data())
                + Outbound.Text.utf8Length(publication.sender());
    }

    /** Returns the delivery of one publication. */
    Delivery of(Publication publication) {
        return one(publication).delivery();
    }

    private Run one(Publication publication) {
        long offset = publication.offset();
        Run fresh = last.get((int) offset & (LAST - 1));
        if (fresh != null && fresh.first() == offset) {
            return fresh;
        }
        Run run = old.get((int) offset & (OLD - 1));
        if (run == null || run.first() != offset) {
            used = true;
            run = new Run(offset, offset, 0, true, new Delivery(channel, new Published(publication)));
            old.set((int) offset & (OLD - 1), run);
        }
        return run;
    }
}
