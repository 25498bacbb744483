package dev.parley.endpoints;

import dev.parley.endpoints.handshake.RefusalLog;
import dev.parley.endpoints.handshake.RemoteAddress;
import dev.parley.endpoints.push.Push;
import dev.parley.endpoints.push.PushAnswer;
import dev.parley.endpoints.settings.PushKey;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/publish}: publishes for programs outside that have a key, in {@code Authorization: Bearer} or {@code
 * X-API-Key}. There is none without keys in the settings.
 */
public final class PublishServlet extends HttpServlet {
    /** Where it is, below the context. */
    public static final String PATH = "/api/publish";

    private static final Logger LOG = System.getLogger(PublishServlet.class.getName());
    private static final long serialVersionUID = 1L;
    private static final String BEARER = "bearer ";
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int CONTENT_TOO_LARGE = 413;

    private final transient Application application;
    private final transient Push push;
    private final transient RefusalLog refusals = new RefusalLog();

    /** Makes the servlet of an application. */
    public PublishServlet(Application application) {
        this.application = application;
        this.push = new Push(application.local(), application.settings().auth().push(), System::nanoTime);
    }

    /** Returns whether an application has one. */
    public static boolean isFor(Application application) {
        return !application.settings().auth().push().keys().isEmpty();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<PushKey> holder = key(request).flatMap(push::holder);
        Optional<PushAnswer> refusal = refusal(request, response, holder);
        if (refusal.isPresent()) {
            answer(response, refusal.get());
            return;
        }
        int most = application.settings().hub().maxMessageSize();
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            answer(response, PushAnswer.refused(CONTENT_TOO_LARGE, "value-too-big", "at most " + most + " bytes"));
            return;
        }
        answer(
                request,
                response,
                push.publish(holder.orElseThrow(), HeaderValues.joined(request, "Idempotency-Key"), body));
    }

    private static Optional<String> key(HttpServletRequest request) {
        Optional<String> authorization = HeaderValues.joined(request, "Authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
        return authorization.or(() -> HeaderValues.joined(request, "X-API-Key"));
    }

    /** Returns why a request is not read any further, if it is not. */
    private Optional<PushAnswer> refusal(
            HttpServletRequest request, HttpServletResponse response, Optional<PushKey> holder) {
        if (holder.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer");
            log(request);
            return Optional.of(PushAnswer.refused(
                    HttpServletResponse.SC_UNAUTHORIZED,
                    "unauthorized",
                    "a good key in the header Authorization: Bearer, or X-API-Key"));
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            return Optional.of(
                    PushAnswer.refused(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "bad-method", "publish by POST"));
        } else if (request.getQueryString() != null) {
            return Optional.of(PushAnswer.refused(
                    HttpServletResponse.SC_BAD_REQUEST,
                    "malformed",
                    "nothing is taken from the URL, least of all a key"));
        } else if (!isJson(request.getContentType())) {
            return Optional.of(PushAnswer.refused(
                    UNSUPPORTED_MEDIA_TYPE, "bad-type", "the body is JSON: Content-Type: application/json"));
        } else if (!application.ready() && application.keepsMessages()) {
            return Optional.of(PushAnswer.stopping());
        }
        return push.count(holder.get());
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0]
                        .strip()
                        .equalsIgnoreCase("application/json"); // it is UTF-8, RFC 8259 section 8.1
    }

    private void log(HttpServletRequest request) {
        String address = RemoteAddress.of(
                request.getRemoteAddr(),
                HeaderValues.joined(request, "X-Forwarded-For"),
                application.settings().connections().trustedProxies());
        refusals.line(address, address + " wants to publish without a good key", System.nanoTime())
                .ifPresent(line -> LOG.log(Level.INFO, line));
    }

    /** Answers when the outcome is known: without a thread that waits, unless a filter of the application needs one. */
    private static void answer(
            HttpServletRequest request, HttpServletResponse response, CompletionStage<PushAnswer> outcome) {
        if (outcome.toCompletableFuture().isDone() || !request.isAsyncSupported()) {
            answer(response, outcome.toCompletableFuture().join());
            return;
        }
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0); // the hub itself answers in bounded time
        outcome.thenAccept(answer -> {
            answer(response, answer);
            async.complete();
        });
    }

    private static void answer(HttpServletResponse response, PushAnswer answer) {
        byte[] body = (answer.json() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        if (!answer.after().isZero()) {
            response.setHeader("Retry-After", Long.toString((answer.after().toMillis() + 999) / 1000));
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) { // whoever asked is gone; a container would log its stack
            LOG.log(Level.DEBUG, "the answer could not be written", e);
        }
    }
}
