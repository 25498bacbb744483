package dev.parley.hub;

import dev.parley.hub.spi.Publication;
import java.util.List;

/** Something that a subscriber is told, in the order in which it happened in the channel. Immutable. */
public sealed interface ChannelEvent {
    /** A message. Its offset is one above that of the publication before it, unless a {@link Gap} says otherwise. */
    record Published(Publication publication) implements ChannelEvent {}

    /** Publications that this subscriber will not see: offsets {@code from} to {@code to}, both included. */
    record Gap(long from, long to, Why why) implements ChannelEvent {}

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

    /** Reason of a {@link Gap}. */
    enum Why {
        /** The log keeps no more than its bounds allow, and this subscriber was further behind. */
        TRIMMED
    }
}
