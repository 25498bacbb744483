package dev.parley.endpoints.chat;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.access.Excess;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.util.List;
import java.util.Optional;

/** What a chat client is told, as {@code docs/protocol.md} lists it. Immutable. */
sealed interface ChatEvent {
    /** You are in the room; every message after {@code position} will come. */
    record Welcome(String room, String you, StreamPosition position, List<String> members, List<Publication> history)
            implements ChatEvent {
        /** Copies the lists. */
        public Welcome {
            members = List.copyOf(members);
            history = List.copyOf(history);
        }
    }

    /** Something happened in the room. */
    record Happened(ChannelEvent event) implements ChatEvent {}

    /** Your token expires in so many milliseconds: show a new one. */
    record Expiring(long millis) implements ChatEvent {}

    /** Your new token is taken, and lasts so many milliseconds. */
    record Refreshed(long millis) implements ChatEvent {}

    /** You do that too often. */
    record Limited(Excess excess, Optional<String> id) implements ChatEvent {}

    /** What you asked for was not done. */
    record Refused(String code, String reason, Optional<String> id) implements ChatEvent {}
}
