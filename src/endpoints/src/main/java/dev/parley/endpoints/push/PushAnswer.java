package dev.parley.endpoints.push;

import dev.parley.hub.json.JsonText;
import java.time.Duration;

/**
 * What a request is answered with. Immutable.
 *
 * @param status of HTTP
 * @param json body, one object
 * @param after when to try again; zero: never
 */
public record PushAnswer(int status, String json, Duration after) {
    /** Tells that it is done; {@code what} is {@code offset} or {@code version}. */
    static PushAnswer done(String what, long number, boolean duplicate) {
        return new PushAnswer(200, "{\"" + what + "\":" + number + ",\"duplicate\":" + duplicate + "}", Duration.ZERO);
    }

    /** Refuses what may succeed never. */
    public static PushAnswer refused(int status, String code, String reason) {
        return refused(status, code, reason, Duration.ZERO);
    }

    /** Refuses because the server goes. */
    public static PushAnswer stopping() {
        return refused(503, "unavailable", "the server is shutting down", Duration.ofSeconds(1));
    }

    /** Refuses, as the client protocol does. */
    static PushAnswer refused(int status, String code, String reason, Duration after) {
        String retry = after.isZero() ? "false" : "true,\"after\":" + after.toMillis();
        return new PushAnswer(
                status,
                "{\"code\":\"" + code + "\",\"reason\":" + JsonText.quote(reason) + ",\"retry\":" + retry + "}",
                after);
    }
}
