package dev.parley.hub.spi;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The log of one channel: the last publications of one epoch, in order. Safe for any thread; {@link #append} is called
 * by one thread at a time, in the order in which the publications are to stand.
 *
 * <p>A log on a disk takes drafts at once and holds nobody up: what became of each is told when it is as durable as
 * the log promises. Only {@link #read} may wait for a disk or a network.
 */
public interface ChannelLog {
    /** Messages of one client that a log knows again at least. */
    int REMEMBERED = 1024;

    /** Is told what comes into a log. */
    interface Listener {
        /**
         * Publications are in the log now: each is told of once, in order, before the publisher is told of it. Comes on
         * any thread, one call at a time, also during {@link ChannelLog#append}.
         *
         * @param publications consecutive, at least one
         */
        void appended(List<Publication> publications);

        /**
         * The log has ended and its epoch with it: what it told of is not there any more. It takes no more drafts; to go
         * on, the log of the channel is opened again.
         */
        void ended();
    }

    /** Names whom to tell from now on; to be called once, before anything is appended. */
    void listen(Listener listener);

    /** Names this life of the log. Another epoch is another log: its offsets have nothing to do with these. */
    String epoch();

    /** Returns the offset of the last publication ever appended, 0 if there was none. */
    long top();

    /** Returns the offset of the oldest publication still kept; {@code top() + 1} if none is. */
    long first();

    /**
     * Returns the offset of the last publication that is soon to be dropped: those up to it are in the older half of what
     * the bounds of the log hold. A reader that has not had them yet is about to miss something. 0 if there are none.
     */
    default long endangered() {
        return 0;
    }

    /**
     * Appends at {@code top() + 1}, dropping the oldest publications beyond the bounds of the log; unless the draft says
     * {@link Draft#once() once}, and was appended before. The last {@value #REMEMBERED} of a client are known again,
     * whether or not the publications are still kept.
     *
     * @param later told on any thread, in the order of the calls, what has become of it, if that is not known at once
     * @return what has become of it; empty if {@code later} will be told
     */
    Optional<Appended> append(Draft draft, Consumer<Appended> later);

    /** Returns whether it has been told what became of every draft: only then may it be closed. */
    default boolean isSettled() {
        return true;
    }

    /**
     * Reads in order, beginning with the oldest one kept whose offset is above {@code after}.
     *
     * @param after offset after which to begin, at least 0
     * @param limit most publications to return, at least 1
     * @return at most {@code limit} publications with consecutive offsets
     * @throws LogUnavailableException if they cannot be read now, though they may be there
     */
    List<Publication> read(long after, int limit);

    /**
     * Remembers that a client has handled everything up to an offset, unless it has handled more already. It may be
     * forgotten again, at the latest with the log: then the client gets some publications once more.
     *
     * @param offset at most {@link #top()}
     */
    default void acknowledge(String client, long offset) {}

    /**
     * Returns up to where a client has handled what was published, in this epoch or in one before; empty if nothing is
     * remembered.
     */
    default Optional<StreamPosition> acknowledged(String client) {
        return Optional.empty();
    }

    /**
     * Drops publications that are too old by now, if the log bounds their age and nobody else tells it the time; called
     * about twice a second.
     *
     * @param nowMillis milliseconds since 1970
     */
    default void expire(long nowMillis) {}

    /**
     * Lets go of what the log holds in memory: its channel has been forgotten, and nothing is appended any more. More
     * than one call does no harm.
     */
    default void close() {}
}
