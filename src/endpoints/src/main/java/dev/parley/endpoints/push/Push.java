package dev.parley.endpoints.push;

import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.PublishOptions;
import dev.parley.endpoints.api.Published;
import dev.parley.endpoints.handshake.RefusalLog;
import dev.parley.endpoints.handshake.RemoteAddress;
import dev.parley.endpoints.settings.PushKey;
import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.access.Bucket;
import dev.parley.hub.json.JsonText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes for programs outside that have a key. What a key allows is all that counts: rules and policies are for
 * clients. Safe for any thread.
 */
public final class Push {
    /** Where it is, below the context. */
    public static final String PATH = "/api/publish";

    private static final Logger LOG = System.getLogger(Push.class.getName());
    private static final int MAX_KEY = 200;
    private static final String BEARER = "bearer ";
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[!-~]{1,128}");

    private final Hub hub;
    private final Settings settings;
    private final LongSupplier nanoTime;
    private final BooleanSupplier stopping;
    private final Consumer<Outcome> outcomes;
    private final JsonText json = new JsonText();
    private final RefusalLog refusals = new RefusalLog();
    private final Map<String, Bucket> buckets = new HashMap<>(); // by holder; not changed once made

    /** What became of requests. */
    public enum Outcome {
        /** It is published. */
        ACCEPTED,
        /** It was published before, under the same {@code Idempotency-Key}. */
        REPEATED,
        /** The key is not good (401). */
        UNAUTHORIZED,
        /** The key's requests come too fast (429). */
        RATE_LIMITED,
        /** It cannot succeed as it is (any other 4xx). */
        REFUSED,
        /** It may succeed later (5xx). */
        FAILED;

        private static Outcome of(PushAnswer answer) {
            return switch (answer.status()) {
                case 200 -> answer.duplicate() ? REPEATED : ACCEPTED;
                case 401 -> UNAUTHORIZED;
                case 429 -> RATE_LIMITED;
                default -> answer.status() >= 500 ? FAILED : REFUSED;
            };
        }
    }

    /** What becomes of a request before its body is read: it is answered, or the body is wanted. */
    public sealed interface Judged permits PushAnswer, Wanted {}

    /** The body is to be read, {@link #longest()} bytes at most and one more if there are more. */
    public record Wanted(PushKey holder, Optional<String> once) implements Judged {}

    /**
     * Publishes by a hub.
     *
     * @param stopping whether nothing is published any more
     * @param outcomes told what each request is answered; must be quick
     */
    public Push(
            Hub hub, Settings settings, LongSupplier nanoTime, BooleanSupplier stopping, Consumer<Outcome> outcomes) {
        this.hub = hub;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.stopping = stopping;
        this.outcomes = outcomes;
        Settings.Push push = settings.auth().push();
        push.rate()
                .ifPresent(rate ->
                        push.keys().forEach(key -> buckets.put(key.name(), new Bucket(rate, nanoTime.getAsLong()))));
    }

    /** Returns the longest body in bytes. */
    public int longest() {
        return settings.hub().maxMessageSize();
    }

    /** Decides upon a request by its head. */
    public Judged judge(PushHead head) {
        Judged judged = decide(head);
        if (judged instanceof PushAnswer answer) {
            outcomes.accept(Outcome.of(answer));
        }
        return judged;
    }

    private Judged decide(PushHead head) {
        Optional<PushKey> holder = key(head.credentials()).flatMap(this::holder);
        if (holder.isEmpty()) {
            log(head.credentials());
            return PushAnswer.refused(
                            401, "unauthorized", "a good key in the header Authorization: Bearer, or X-API-Key")
                    .with("WWW-Authenticate", "Bearer");
        } else if (!head.method().equals("POST")) {
            return PushAnswer.refused(405, "bad-method", "publish by POST").with("Allow", "POST");
        } else if (head.hasQuery()) {
            return PushAnswer.refused(400, "malformed", "nothing is taken from the URL, least of all a key");
        } else if (!head.contentType().map(Push::isJson).orElse(false)) {
            return PushAnswer.refused(415, "bad-type", "the body is JSON: Content-Type: " + PushAnswer.TYPE);
        } else if (stopping.getAsBoolean()) {
            return PushAnswer.refused(503, "unavailable", "the server is shutting down", Duration.ofSeconds(1));
        }
        Optional<PushAnswer> excess = count(holder.get());
        return excess.isPresent() ? excess.get() : new Wanted(holder.get(), head.idempotencyKey());
    }

    private static Optional<String> key(PushHead.Credentials credentials) {
        return credentials
                .authorization()
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(credentials::apiKey);
    }

    private static boolean isJson(String type) { // whatever parameters: it is UTF-8, RFC 8259 section 8.1
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase(PushAnswer.TYPE);
    }

    /** Returns whose key that is; every key of the settings is looked at, whichever it is. */
    private Optional<PushKey> holder(String key) {
        if (key.length() > MAX_KEY) {
            return Optional.empty();
        }
        Optional<PushKey> found = Optional.empty();
        for (PushKey each : settings.auth().push().keys()) {
            found = each.isFor(key) ? Optional.of(each) : found;
        }
        return found;
    }

    private void log(PushHead.Credentials credentials) {
        String address = RemoteAddress.of(
                credentials.peer(),
                credentials.forwardedFor(),
                settings.connections().trustedProxies());
        refusals.line(address, () -> address + " wants to publish without a good key", nanoTime.getAsLong())
                .ifPresent(line -> LOG.log(Level.INFO, line));
    }

    /** Counts a request of a holder; returns the answer if it is one too many. */
    private Optional<PushAnswer> count(PushKey holder) {
        Bucket bucket = buckets.get(holder.name());
        long wait = bucket == null ? 0 : bucket.take(nanoTime.getAsLong());
        if (wait == 0) {
            return Optional.empty();
        }
        Duration after = Duration.ofNanos(wait).plusMillis(1); // never none
        String most = settings.auth()
                .push()
                .rate()
                .map(rate -> String.valueOf(rate.perSecond()))
                .orElse("no");
        return Optional.of(
                PushAnswer.refused(429, "rate-limited", "at most " + most + " publications a second of a key", after));
    }

    /**
     * Publishes what a body says.
     *
     * @return the answer; never fails
     */
    public CompletionStage<PushAnswer> publish(Wanted request, byte[] body) {
        return answer(request, body).thenApply(answer -> {
            outcomes.accept(Outcome.of(answer));
            return answer;
        });
    }

    private CompletionStage<PushAnswer> answer(Wanted request, byte[] body) {
        PushKey holder = request.holder();
        Optional<String> once = request.once();
        if (body.length > longest()) {
            return told(PushAnswer.refused(413, "value-too-big", "at most " + longest() + " bytes"));
        }
        if (once.isPresent() && !IDEMPOTENCY_KEY.matcher(once.get()).matches()) {
            return told(PushAnswer.refused(400, "malformed", "Idempotency-Key has 1 to 128 visible characters"));
        }
        PushBody wanted;
        try {
            wanted = PushBody.read(json, text(body));
        } catch (PushBody.MalformedException e) {
            return told(PushAnswer.refused(400, "malformed", e.reason()));
        }
        if (!holder.allows(wanted.channel())) {
            return told(PushAnswer.refused(403, "forbidden", "this key is not for that channel"));
        }
        PublishOptions options = PublishOptions.DEFAULT.from("~" + holder.name());
        if (once.isPresent()) {
            options = options.once("push " + holder.name() + " " + once.get());
        }
        String what = wanted.key().isPresent() ? "version" : "offset";
        try {
            return published(wanted, options).handle((done, failure) -> answer(what, done, failure));
        } catch (HubException e) {
            return told(refused(e));
        }
    }

    private static String text(byte[] body) throws PushBody.MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PushBody.MalformedException("the body is not UTF-8");
        }
    }

    private CompletionStage<Published> published(PushBody wanted, PublishOptions options) {
        if (wanted.key().isEmpty()) {
            return hub.channel(wanted.channel()).publish(wanted.json(), options);
        }
        return hub.state(wanted.channel()).change(wanted.change(wanted.key().get()), options);
    }

    private static PushAnswer answer(String what, @Nullable Published done, @Nullable Throwable failure) {
        if (done != null) {
            return PushAnswer.done(what, done.offset(), done.duplicate());
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HubException why) {
            return refused(why);
        }
        LOG.log(Level.ERROR, "a publication from outside failed", cause);
        return PushAnswer.refused(500, "internal", "a fault of the server", Duration.ofSeconds(1));
    }

    private static PushAnswer refused(HubException why) {
        return PushAnswer.refused(status(why.code()), why.code().text(), String.valueOf(why.getMessage()), why.after());
    }

    private static int status(HubException.Code code) {
        return switch (code) {
            case BAD_CHANNEL, WRONG_KIND, MALFORMED, TOO_DEEP, BAD_VALUE, BAD_KEY, FUTURE_POSITION -> 400;
            case UNKNOWN_CHANNEL -> 404;
            case CONFLICT, CHANNEL_FULL, ROLLED_BACK -> 409;
            case VALUE_TOO_BIG -> 413;
            case REUSED -> 422;
            case MEMORY_FULL, TOO_MANY_CHANNELS, UNAVAILABLE -> 503;
        };
    }

    private static CompletionStage<PushAnswer> told(PushAnswer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
