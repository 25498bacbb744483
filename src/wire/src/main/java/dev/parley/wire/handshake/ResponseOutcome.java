package dev.parley.wire.handshake;

import java.util.List;
import java.util.Optional;

/** What {@link ClientHandshake#read} makes of the bytes received so far (4.1). Immutable. */
public sealed interface ResponseOutcome {
    /** The end of the response has not arrived: read more, and call again with all of it. */
    record Incomplete() implements ResponseOutcome {}

    /**
     * The connection is established (4.1).
     *
     * @param subprotocol in use, one of those offered; empty if the server chose none
     * @param extensions in use, each offered by name; 4.1: if one of them does not agree with the parameters, the client
     *     fails the connection
     * @param headers of the answer
     * @param end index of the first byte after the answer, where the server's frames begin
     */
    record Established(Optional<String> subprotocol, List<Extension> extensions, Headers headers, int end)
            implements ResponseOutcome {}

    /**
     * The server answered in good HTTP, but with another status than 101 (4.1): it redirects, wants credentials, or
     * refuses. What to do is for the application; this connection is of no more use to WebSocket.
     *
     * @param status in {@code [200, 999]}
     * @param end index of the first byte of the body, if there is one
     */
    record Declined(int status, Headers headers, int end) implements ResponseOutcome {}

    /** The answer breaks a rule: fail the connection (7.1.7), here by closing it. */
    record Failed(HandshakeFault fault) implements ResponseOutcome {}
}
