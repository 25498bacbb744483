package dev.parley.endpoints.handshake;

import java.time.Duration;

/**
 * Why a handshake is refused. Immutable.
 *
 * @param status HTTP status, 400, 403 or 503
 * @param reason one sentence for the log and the peer; names what was wrong and what is allowed
 * @param retryAfter when to try again; zero: no use in trying
 */
public record Refusal(int status, String reason, Duration retryAfter) {}
