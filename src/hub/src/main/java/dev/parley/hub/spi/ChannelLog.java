package dev.parley.hub.spi;

import java.util.List;

/**
 * The log of one channel: the last publications of one epoch, in order. Safe for any thread; {@link #append} is called
 * by one thread at a time, in the order in which the publications are to stand.
 */
public interface ChannelLog {
    /** Messages of one client that a log knows again at least. */
    int REMEMBERED = 1024;

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
     */
    Appended append(Draft draft);

    /**
     * Reads in order, beginning with the oldest one kept whose offset is above {@code after}.
     *
     * @param after offset after which to begin, at least 0
     * @param limit most publications to return, at least 1
     * @return at most {@code limit} publications with consecutive offsets
     */
    List<Publication> read(long after, int limit);

    /** Lets go of what the log holds in memory: its channel has been forgotten, and nothing is asked of it any more. */
    default void close() {}
}
