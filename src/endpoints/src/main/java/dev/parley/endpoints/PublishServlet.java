package dev.parley.endpoints;

import dev.parley.endpoints.push.Push;
import dev.parley.endpoints.push.PushAnswer;
import dev.parley.endpoints.push.PushHead;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code POST /api/publish}, for programs outside that have a key. There is none without keys in the settings. */
final class PublishServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Push push;

    PublishServlet(Push push) {
        this.push = push;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Push.Judged judged = push.judge(head(request));
        if (judged instanceof PushAnswer answer) {
            answer(response, answer);
        } else if (judged instanceof Push.Wanted wanted) {
            byte[] body = request.getInputStream().readNBytes(push.longest() + 1);
            answer(request, response, push.publish(wanted, body));
        }
    }

    private static PushHead head(HttpServletRequest request) {
        return new PushHead(
                request.getMethod(),
                request.getQueryString() != null,
                Optional.ofNullable(request.getContentType()),
                new PushHead.Credentials(
                        HeaderValues.joined(request, "Authorization"),
                        HeaderValues.joined(request, "X-API-Key"),
                        request.getRemoteAddr(),
                        HeaderValues.joined(request, "X-Forwarded-For")),
                HeaderValues.joined(request, "Idempotency-Key"));
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
        answer.headers().forEach(response::setHeader);
        AnswerBody.write(response, answer.status(), answer.body());
    }
}
