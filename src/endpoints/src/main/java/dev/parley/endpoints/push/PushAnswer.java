package dev.parley.endpoints.push;

import dev.parley.hub.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a request is answered with. Immutable.
 *
 * @param status of HTTP
 * @param headers those of the answer, but for the length
 * @param json body, one object and a line end
 * @param duplicate whether it says that it was published before
 */
public record PushAnswer(int status, Map<String, String> headers, String json, boolean duplicate)
        implements Push.Judged {
    /** Type of each body. */
    static final String TYPE = "application/json";

    /** Copies the headers. */
    public PushAnswer {
        headers = Map.copyOf(headers);
    }

    private static PushAnswer of(int status, String json, boolean duplicate) {
        Map<String, String> headers =
                Map.of("Content-Type", TYPE, "Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");
        return new PushAnswer(status, headers, json + "\n", duplicate);
    }

    /** Tells that it is done; {@code what} is {@code offset} or {@code version}. */
    static PushAnswer done(String what, long number, boolean duplicate) {
        return of(200, "{\"" + what + "\":" + number + ",\"duplicate\":" + duplicate + "}", duplicate);
    }

    /** Refuses what cannot succeed. */
    static PushAnswer refused(int status, String code, String reason) {
        return refused(status, code, reason, Duration.ZERO);
    }

    /** Refuses, as the client protocol does; {@code after} is zero if it cannot succeed. */
    static PushAnswer refused(int status, String code, String reason, Duration after) {
        String retry = after.isZero() ? "false" : "true,\"after\":" + after.toMillis();
        PushAnswer answer = of(
                status,
                "{\"code\":\"" + code + "\",\"reason\":" + JsonText.quote(reason) + ",\"retry\":" + retry + "}",
                false);
        return after.isZero() ? answer : answer.with("Retry-After", Long.toString((after.toMillis() + 999) / 1000));
    }

    /** Returns the answer with another header. */
    PushAnswer with(String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new PushAnswer(status, all, json, duplicate);
    }

    /** Returns the body. */
    public byte[] body() {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
