package dev.parley.endpoints.push;

import java.util.Optional;

/**
 * What is known of a request before its body is read. Header fields that came in several lines are joined by commas.
 * Immutable.
 *
 * @param method of HTTP
 * @param hasQuery whether there is something behind the path
 * @param contentType the header of that name
 * @param credentials of the sender
 * @param idempotencyKey the header of that name
 */
public record PushHead(
        String method,
        boolean hasQuery,
        Optional<String> contentType,
        Credentials credentials,
        Optional<String> idempotencyKey) {
    /**
     * Who a sender says it is. Immutable.
     *
     * @param authorization the header of that name
     * @param apiKey the header {@code X-API-Key}
     * @param peer address of the other end of the TCP connection
     * @param forwardedFor the header {@code X-Forwarded-For}
     */
    public record Credentials(
            Optional<String> authorization, Optional<String> apiKey, String peer, Optional<String> forwardedFor) {}
}
