package dev.parley.server;

import dev.parley.endpoints.SecurityHeaders;
import dev.parley.endpoints.push.Push;
import dev.parley.endpoints.push.PushAnswer;
import dev.parley.endpoints.push.PushHead;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/**
 * {@code POST /api/publish}. Not as a servlet: Grizzly loses requests that are answered by another thread before their
 * servlet has returned, and a thread that waits is one that WebSockets need. Safe for any thread.
 */
final class PushHandler extends HttpHandler {
    private static final Logger LOG = System.getLogger(PushHandler.class.getName());

    private final Push push;

    PushHandler(Push push) {
        this.push = push;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        response.getResponse().setIgnoreContentModifiers(false); // set by an offer of h2c; it would cost the headers
        Push.Judged judged = push.judge(head(request));
        if (judged instanceof PushAnswer answer) {
            answer(response, answer);
        } else if (judged instanceof Push.Wanted wanted) {
            byte[] body = request.getInputStream().readNBytes(push.longest() + 1);
            CompletionStage<PushAnswer> outcome = push.publish(wanted, body);
            if (outcome.toCompletableFuture().isDone()) {
                answer(response, outcome.toCompletableFuture().join());
            } else {
                response.suspend();
                outcome.thenAccept(answer -> {
                    answer(response, answer);
                    response.resume();
                });
            }
        }
    }

    private static PushHead head(Request request) {
        return new PushHead(
                request.getMethod().getMethodString(),
                request.getQueryString() != null,
                Optional.ofNullable(request.getContentType()),
                new PushHead.Credentials(
                        joined(request, "Authorization"),
                        joined(request, "X-API-Key"),
                        request.getRemoteAddr(),
                        joined(request, "X-Forwarded-For")),
                joined(request, "Idempotency-Key"));
    }

    private static Optional<String> joined(Request request, String name) {
        List<String> lines = new ArrayList<>();
        request.getHeaders(name).forEach(lines::add);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
    }

    private static void answer(Response response, PushAnswer answer) {
        byte[] body = answer.body();
        response.setStatus(answer.status());
        SecurityHeaders.ALL.forEach(response::setHeader);
        answer.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) { // whoever asked is gone
            LOG.log(Level.DEBUG, "the answer could not be written", e);
        }
    }
}
