package dev.parley.containers.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The JDK's own client. */
final class JdkClient implements BiFunction<URI, List<String>, List<String>> {
    private static final int LIMIT_SECONDS = 30;

    @Override
    public List<String> apply(URI endpoint, List<String> messages) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        try {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(endpoint, new Listener(heard, closed))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            List<String> answers = new ArrayList<>();
            for (String message : messages) {
                socket.sendText(message, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
                String answer = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                answers.add(answer == null ? "nothing" : answer);
            }
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(LIMIT_SECONDS, TimeUnit.SECONDS);
            answers.add(String.valueOf(closed.get(LIMIT_SECONDS, TimeUnit.SECONDS)));
            return answers;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> heard;
        private final CompletableFuture<Integer> closed;
        private final StringBuilder message = new StringBuilder();

        Listener(BlockingQueue<String> heard, CompletableFuture<Integer> closed) {
            this.heard = heard;
            this.closed = closed;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                heard.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable cause) {
            closed.completeExceptionally(cause);
        }
    }
}
