package dev.parley.hub.memory;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A {@link ChannelLog} in memory, bounded by count and by bytes; its epoch ends with the process. Beside the
 * publications it remembers which numbered messages the clients sent that published here within 24 hours: as many
 * clients as fit into {@value #MAX_CLIENT_BYTES} bytes, and less if the memory of all logs is used up.
 */
public final class InMemoryChannelLog implements ChannelLog {
    /** Most bytes that the numbers of messages take, beside the publications. */
    static final int MAX_CLIENT_BYTES = 4 << 20;

    private static final long REMEMBERED_MILLIS = 24 * 3_600_000L;
    private static final float LOAD = 0.75f;
    private static final boolean BY_USE = true;

    private final String epoch;
    private final int maxMessages;
    private final long maxBytes;
    private final LogMemory memory;
    private final ArrayDeque<Publication> kept = new ArrayDeque<>(); // guarded by this
    private final Map<String, SentMessages> clients = new LinkedHashMap<>(4, LOAD, BY_USE); // guarded by this
    private long top; // guarded by this
    private long bytes; // guarded by this; of the publications
    private long clientBytes; // guarded by this
    private Listener listener = NOBODY; // set before anything is appended

    private static final Listener NOBODY = new Listener() {
        @Override
        public void appended(List<Publication> publications) {}

        @Override
        public void ended() {}
    };

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
    public void listen(Listener told) {
        listener = told;
    }

    @Override
    public synchronized long endangered() {
        long byCount = (long) kept.size() - Math.max(1, maxMessages / 2);
        long tooManyBytes = bytes - maxBytes / 2;
        long byBytes = tooManyBytes <= 0 ? 0 : tooManyBytes * kept.size() / Math.max(1, bytes); // if all weigh the same
        long endangered = Math.max(byCount, byBytes);
        return endangered <= 0 ? 0 : top - kept.size() + Math.min(endangered, kept.size() - 1);
    }

    @Override
    public Optional<Appended> append(Draft draft, Consumer<Appended> later) {
        Appended appended = put(draft);
        if (appended instanceof Appended.New fresh) {
            listener.appended(List.of(fresh.publication())); // without the lock; nobody appends meanwhile
        }
        return Optional.of(appended);
    }

    private synchronized Appended put(Draft draft) {
        if (draft.once().isEmpty()) {
            return new Appended.New(add(draft));
        }
        MessageId id = draft.once().get();
        SentMessages sent = clients.computeIfAbsent(id.client(), this::begin);
        long digest = SentMessages.digest(draft.data());
        sent.heard(draft.time());
        int place = sent.find(id.number());
        if (place == SentMessages.FORGOTTEN) {
            return new Appended.Forgotten();
        } else if (place != SentMessages.NEW) {
            long offset = sent.offset(place);
            return sent.digest(place) == digest ? new Appended.Duplicate(offset) : new Appended.Reused(offset);
        }
        Publication publication = add(draft);
        int before = sent.bytes();
        sent.add(id.number(), publication.offset(), digest);
        growClients(sent.bytes() - before);
        forgetClients(publication.time());
        return new Appended.New(publication);
    }

    private Publication add(Draft draft) {
        Publication publication = new Publication(++top, draft.id(), draft.time(), draft.sender(), draft.data());
        kept.add(publication);
        grow(publication.weight());
        while (kept.size() > maxMessages || (kept.size() > 1 && (bytes > maxBytes || memory.isOver()))) {
            grow(-kept.remove().weight());
        }
        return publication;
    }

    private SentMessages begin(String client) {
        SentMessages sent = new SentMessages(client);
        growClients(sent.bytes());
        return sent;
    }

    /** Forgets the clients that have sent nothing for longest, but never the one that has just sent. */
    private void forgetClients(long now) {
        Iterator<SentMessages> longestIdleFirst = clients.values().iterator();
        for (int left = clients.size(); left > 1; left--) {
            SentMessages sent = longestIdleFirst.next();
            if (clientBytes <= MAX_CLIENT_BYTES && !memory.isOver() && now - sent.lastTime() < REMEMBERED_MILLIS) {
                return;
            }
            longestIdleFirst.remove();
            growClients(-sent.bytes());
        }
    }

    @Override
    public synchronized void close() {
        grow(-bytes);
        growClients(-clientBytes);
        kept.clear();
        clients.clear();
    }

    private void grow(long by) {
        bytes += by;
        memory.take(by);
    }

    private void growClients(long by) {
        clientBytes += by;
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
