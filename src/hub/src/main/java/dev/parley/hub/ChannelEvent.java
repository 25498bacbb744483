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
     * @param version the reader then knows the channel as it was at this version; 0 as long as it does not
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
     * @param after the reader knew the channel as it was at this version; 0 if it did not
     * @param version the reader then knows the channel as it was at this version; 0 if more has to come for that
     * @param entries keys with values and deleted ones
     * @param skipped how many changes, at least, were left out because their keys changed again
     */
    record Changed(long after, long version, List<StateEntry> entries, long skipped) implements ChannelEvent {
        /** Copies the list. */
        public Changed {
            entries = List.copyOf(entries);
        }

        /** Returns whether all readers of this have the value that the patch of {@code entry} is for. */
        public boolean isPatch(StateEntry entry) {
            return entry.isPatchFor(after);
        }
    }

    /** The reader of a state channel has caught up: it knows the channel as it was at this version. */
    record UpToDate(long version) implements ChannelEvent {}

    /**
     * Everybody who is in a channel: what the reader knew of it before is void.
     *
     * @param version from which the reader can come back
     */
    record Present(long version, List<Attendee> members) implements ChannelEvent {
        /** Copies the list. */
        public Present {
            members = List.copyOf(members);
        }
    }

    /**
     * Who came to a channel, went, or tells something else of itself, each once.
     *
     * @param version from which the reader can come back
     * @param count how many are there now
     */
    record Moved(long version, List<Attendee> came, List<Attendee> changed, List<String> left, int count)
            implements ChannelEvent {
        /** Copies the lists. */
        public Moved {
            came = List.copyOf(came);
            changed = List.copyOf(changed);
            left = List.copyOf(left);
        }
    }

    /** How many are in a channel that is so large that its readers are told of no single one: what they knew is void. */
    record Counted(int count) implements ChannelEvent {}

    /**
     * Who types in a channel, of all that do: nobody else does.
     *
     * @param names the first of them
     * @param count how many there are
     */
    record Typists(List<String> names, int count) implements ChannelEvent {
        /** Copies the list. */
        public Typists {
            names = List.copyOf(names);
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
