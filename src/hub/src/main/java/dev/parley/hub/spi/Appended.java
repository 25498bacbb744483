package dev.parley.hub.spi;

/** What became of a draft that was given to a log. Immutable. */
public sealed interface Appended {
    /** It is in the log now. */
    record New(Publication publication) implements Appended {}

    /** It was in the log before: the same message of the same client. */
    record Duplicate(long offset) implements Appended {}

    /** It is not in the log: that message of the client was appended before, at {@code offset}, with other data. */
    record Reused(long offset) implements Appended {}

    /**
     * It is not in the log: the client has sent so many messages since, that the log cannot tell any more whether this
     * is a new one.
     */
    record Forgotten() implements Appended {}

    /**
     * The log cannot take it now, or cannot tell whether it has taken it. With a {@link Draft#once() number} it may be
     * tried again without harm; without one, a second try may append it a second time.
     */
    record Unavailable() implements Appended {}
}
