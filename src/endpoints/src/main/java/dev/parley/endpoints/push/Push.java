package dev.parley.endpoints.push;

import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.PublishOptions;
import dev.parley.endpoints.api.Published;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes for programs outside that have a key. What a key allows is all that counts: rules and policies are for
 * clients. Safe for any thread.
 */
public final class Push {
    private static final Logger LOG = System.getLogger(Push.class.getName());
    private static final int MAX_KEY = 200;
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[!-~]{1,128}");

    private final Hub hub;
    private final Settings.Push settings;
    private final LongSupplier nanoTime;
    private final JsonText json = new JsonText();
    private final Map<String, Bucket> buckets = new HashMap<>(); // by holder; not changed once made

    /** Publishes by a hub. */
    public Push(Hub hub, Settings.Push settings, LongSupplier nanoTime) {
        this.hub = hub;
        this.settings = settings;
        this.nanoTime = nanoTime;
        settings.rate()
                .ifPresent(rate -> settings.keys()
                        .forEach(key -> buckets.put(key.name(), new Bucket(rate, nanoTime.getAsLong()))));
    }

    /** Returns whose key that is; every key of the settings is looked at, whichever it is. */
    public Optional<PushKey> holder(String key) {
        if (key.length() > MAX_KEY) {
            return Optional.empty();
        }
        Optional<PushKey> found = Optional.empty();
        for (PushKey each : settings.keys()) {
            found = each.isFor(key) ? Optional.of(each) : found;
        }
        return found;
    }

    /** Counts a request of a holder; returns the answer if it is one too many. */
    public Optional<PushAnswer> count(PushKey holder) {
        Bucket bucket = buckets.get(holder.name());
        long wait = bucket == null ? 0 : bucket.take(nanoTime.getAsLong());
        if (wait == 0) {
            return Optional.empty();
        }
        Duration after = Duration.ofNanos(wait).plusMillis(1); // never none
        String most =
                settings.rate().map(rate -> String.valueOf(rate.perSecond())).orElse("no");
        return Optional.of(
                PushAnswer.refused(429, "rate-limited", "at most " + most + " publications a second of a key", after));
    }

    /**
     * Publishes what a body says.
     *
     * @param once the header {@code Idempotency-Key}
     * @return the answer; never fails
     */
    public CompletionStage<PushAnswer> publish(PushKey holder, Optional<String> once, byte[] body) {
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
