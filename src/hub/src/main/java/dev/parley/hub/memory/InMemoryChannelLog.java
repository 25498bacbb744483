package dev.parley.hub.memory;

import dev.parley.hub.memory.ClientMessages.Known;
import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A {@link ChannelLog} in memory, bounded by count, bytes and age; its epoch ends with the process. Beside the
 * publications it remembers which numbered messages the clients sent that published here lately.
 */
public final class InMemoryChannelLog implements ChannelLog {
    private final String epoch;
    private final LogBounds bounds;
    private final long maxAge; // milliseconds
    private final ChannelMemory memory;
    private final ArrayDeque<Publication> kept = new ArrayDeque<>(); // guarded by this
    private final ClientMessages clients; // guarded by this
    private final Acknowledgements acknowledgements; // guarded by this
    private final Consumer<Rest> closing;
    private long top; // guarded by this
    private boolean closed; // guarded by this
    private long bytes; // guarded by this; of the publications
    private Listener listener = NOBODY; // set before anything is appended

    private static final Listener NOBODY = new Listener() {
        @Override
        public void appended(List<Publication> publications) {}

        @Override
        public void ended() {}
    };

    /**
     * What is left of a log without publications: what it needs so that its epoch can go on. Used by one thread at a time.
     *
     * @param top offset of the last publication
     */
    record Rest(String epoch, long top, ClientMessages clients, Acknowledgements acknowledgements) {
        /** Gives the memory back. */
        void forget() {
            clients.clear();
            acknowledgements.clear();
        }
    }

    /**
     * Makes an empty log.
     *
     * @param epoch name of this life of the log, unlike any other's
     * @param bounds what to keep; the last publication is kept whatever it weighs
     * @param maxAge after which no publication is kept
     * @param memory shared with other logs; while it is used up, those that take more than their part give their oldest
     *     publications away, but for the last one
     */
    public InMemoryChannelLog(String epoch, LogBounds bounds, Duration maxAge, ChannelMemory memory) {
        this(
                new Rest(epoch, 0, new ClientMessages(memory), new Acknowledgements(memory)),
                bounds,
                maxAge,
                memory,
                Rest::forget);
    }

    /** Goes on with what is left of a log; {@code closing} gets what is left of this one. */
    InMemoryChannelLog(Rest rest, LogBounds bounds, Duration maxAge, ChannelMemory memory, Consumer<Rest> closing) {
        this.epoch = rest.epoch();
        this.top = rest.top();
        this.clients = rest.clients();
        this.acknowledgements = rest.acknowledgements();
        this.bounds = bounds;
        this.maxAge = Math.min(maxAge.toMillis(), bounds.age().orElse(maxAge).toMillis());
        this.memory = memory;
        this.closing = closing;
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
        long byCount = (long) kept.size() - Math.max(1, bounds.messages() / 2);
        long tooManyBytes = bytes - bounds.bytes() / 2;
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
        long digest = SentMessages.digest(draft.data());
        Known known = clients.find(id, digest, draft.time());
        if (known instanceof Known.Repeated repeated) {
            return new Appended.Duplicate(repeated.number());
        } else if (known instanceof Known.Reused reused) {
            return new Appended.Reused(reused.number());
        } else if (known instanceof Known.Forgotten) {
            return new Appended.Forgotten();
        }
        Publication publication = add(draft);
        clients.add(id, digest, publication.offset(), publication.time());
        return new Appended.New(publication);
    }

    private Publication add(Draft draft) {
        Publication publication = new Publication(++top, draft.id(), draft.time(), draft.sender(), draft.data());
        if (kept.isEmpty()) {
            memory.share(1);
        }
        kept.add(publication);
        grow(publication.weight());
        while (kept.size() > bounds.messages() || (kept.size() > 1 && bytes > bounds.bytes())) {
            removeFirst();
        }
        giveBack();
        return publication;
    }

    private void giveBack() {
        while (kept.size() > 1 && memory.isTooMuch(bytes)) {
            removeFirst();
        }
    }

    private void removeFirst() {
        grow(-kept.remove().weight());
        if (kept.isEmpty()) {
            memory.share(-1);
        }
    }

    @Override
    public synchronized void acknowledge(String client, long offset) {
        acknowledgements.add(client, offset);
    }

    @Override
    public synchronized Optional<StreamPosition> acknowledged(String client) {
        OptionalLong offset = acknowledgements.of(client);
        return offset.isEmpty() ? Optional.empty() : Optional.of(new StreamPosition(epoch, offset.getAsLong()));
    }

    @Override
    public synchronized void expire(long nowMillis) {
        while (!kept.isEmpty() && nowMillis - kept.getFirst().time() > maxAge) {
            removeFirst();
        }
        giveBack(); // it may be others who have taken more since
    }

    @Override
    public synchronized void close() {
        if (closed) { // whoever opened it again has what is left
            return;
        }
        closed = true;
        while (!kept.isEmpty()) {
            removeFirst();
        }
        closing.accept(new Rest(epoch, top, clients, acknowledgements));
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
