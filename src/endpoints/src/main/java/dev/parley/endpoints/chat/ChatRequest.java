package dev.parley.endpoints.chat;

import java.util.Optional;

/** What a chat client can ask for, as {@code docs/protocol.md} lists it. Immutable. */
sealed interface ChatRequest {
    /** Enter the room under a name, which is that of the token's user if there is a token. */
    record Join(String name, Optional<String> token) implements ChatRequest {}

    /** Show a new token of the same user. */
    record Refresh(String token) implements ChatRequest {}

    /**
     * Say something.
     *
     * @param text what to say
     * @param id the client's own id for it, as JSON text; comes back with the message
     */
    record Say(String text, Optional<String> id) implements ChatRequest {}

    /** Begin or cease to type. */
    record Typing(boolean on) implements ChatRequest {}

    /** Leave the room; the connection stays. */
    record Leave() implements ChatRequest {}

    /**
     * A message that is none of these.
     *
     * @param code {@code malformed} or {@code unknown-type}
     * @param reason what is wrong, and what is allowed
     * @param id the client's own id, as JSON text, if it could be read
     */
    record Malformed(String code, String reason, Optional<String> id) implements ChatRequest {}
}
