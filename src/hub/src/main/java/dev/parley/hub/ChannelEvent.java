package dev.parley.hub;

import dev.parley.hub.spi.Publication;
import java.util.List;

/** Something that a subscriber is told, in the order in which it happened in the channel. Immutable. */
public sealed interface ChannelEvent {
    /** A message. Its offset is one above that of the publication before it, unless a {@link Gap} says otherwise. */
    record Published(Publication publication) implements ChannelEvent {}

    /**
     * Several messages at once, in order, their offsets rising by one; for subscribers that {@link
     * Subscriber#batchBytes() take} batches.
     */
    record Batch(List<Publication> publications) implements ChannelEvent {
        /** Copies the list. */
        public Batch {
            publications = List.copyOf(publications);
        }
    }

    /**
     * Publications that this subscriber will not see: offsets {@code from} to {@code to}, both included. With {@link
     * Why#EPOCH} they are offsets of the epoch before, and {@code to} is {@link #UNKNOWN}.
     */
    record Gap(long from, long to, Why why) implements ChannelEvent {
        /** Nobody knows how many there were. */
        public static final long UNKNOWN = Long.MAX_VALUE;
    }

    /**
     * The subscriber has been told everything up to {@code offset}, which was the last one when it subscribed; what
     * follows is new. For subscribers that are no members.
     */
    record Live(long offset) implements ChannelEvent {}

    /** A member came. */
    record Joined(String member) implements ChannelEvent {}

    /** A member went. */
    record Left(String member) implements ChannelEvent {}

    /** A member began or ceased to type. */
    record Typing(String member, boolean on) implements ChannelEvent {}

    /**
     * Who is there: for a subscriber that fell behind, in place of the comings and goings that it missed. Nobody of them
     * counts as typing.
     */
    record Members(List<String> members) implements ChannelEvent {
        /** Copies the list. */
        public Members {
            members = List.copyOf(members);
        }
    }

    /**
     * A page of a state channel's keys and values.
     *
     * @param version everything up to it is known after this page
     * @param entries keys with values, none deleted
     * @param first whether this is the first page: what the reader knew before it is void
     * @param more whether another page follows
     */
    record Snapshot(long version, List<StateEntry> entries, boolean first, boolean more) implements ChannelEvent {
        /** Copies the list. */
        public Snapshot {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Changes of a state channel, each key once with its newest value.
     *
     * @param after the reader knew everything up to it
     * @param version everything up to it is known after these changes
     * @param entries keys with values and deleted ones, in order of versions
     */
    record Changed(long after, long version, List<StateEntry> entries) implements ChannelEvent {
        /** Copies the list. */
        public Changed {
            entries = List.copyOf(entries);
        }

        /** Returns how many changes were left out because the same key changed again. */
        public long conflated() {
            return version - after - entries.size();
        }
    }

    /** Reason of a {@link Gap}. */
    enum Why {
        /** The log keeps no more than its bounds allow, and this subscriber was further behind. */
        TRIMMED,
        /** The epoch in which the subscriber was is over, and its log with it. */
        EPOCH,
        /** The subscriber was further behind than a recovery goes. */
        LIMIT
    }
}
