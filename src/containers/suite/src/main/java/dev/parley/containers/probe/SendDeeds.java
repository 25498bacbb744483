package dev.parley.containers.probe;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the probe sends. */
final class SendDeeds {
    private static final int THREADS = 8;
    private static final int EACH = 200;
    private static final int LIMIT_SECONDS = 20;

    private SendDeeds() {}

    @SuppressWarnings("NullAway") // whether null is taken is what is probed
    static String ping(Session session, byte @Nullable [] payload) throws IOException {
        try {
            session.getAsyncRemote().sendPing(payload == null ? null : ByteBuffer.wrap(payload));
            return "sent";
        } catch (RuntimeException e) { // which one it is differs
            return e.getClass().getSimpleName();
        }
    }

    static String longText(Session session) {
        session.getAsyncRemote().sendText("x".repeat(20_000), result -> {});
        return "sent";
    }

    /** Position and limit of a buffer that a container has sent from. */
    static String bufferAfterSend(Session session) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100).position(10).limit(20);
        session.getBasicRemote().sendBinary(buffer);
        return buffer.position() + "/" + buffer.limit();
    }

    /** Many threads send at once, none waits for its handler. */
    static String concurrent(Session session) throws InterruptedException {
        RemoteEndpoint.Async remote = session.getAsyncRemote();
        Set<String> thrown = Collections.synchronizedSet(new TreeSet<>());
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(THREADS * EACH);
        CountDownLatch begin = new CountDownLatch(1);
        for (int t = 0; t < THREADS; t++) {
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                for (int i = 0; i < EACH; i++) {
                    try {
                        remote.sendText("x".repeat(500), result -> {
                            if (!result.isOK()) {
                                failed.incrementAndGet();
                            }
                            over.countDown();
                        });
                    } catch (RuntimeException e) { // which one it is differs
                        thrown.add(e.getClass().getSimpleName());
                        over.countDown();
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        begin.countDown();
        if (!over.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            return "unanswered";
        }
        return thrown.isEmpty() && failed.get() == 0 ? "all sent" : "throws " + String.join(" ", thrown);
    }

    /** Whether a handler is called by the thread that sends, before the call returns. */
    static String handlerThread(Session session) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            Thread self = Thread.currentThread();
            session.getAsyncRemote()
                    .sendText(
                            "x",
                            result -> outcome.complete(Thread.currentThread() == self ? "inline" : "another thread"));
        });
        sender.setDaemon(true);
        sender.start();
        return get(outcome, "never");
    }

    /** Sends by a remote that was asked for before the session was closed. */
    static String afterClose(Session session) throws Exception {
        RemoteEndpoint.Async remote = session.getAsyncRemote();
        session.close();
        CompletableFuture<String> outcome = new CompletableFuture<>();
        try {
            remote.sendText("too late", (SendResult result) -> outcome.complete(result.isOK() ? "sent" : "fails"));
        } catch (RuntimeException e) { // which one it is differs
            return "throws " + e.getClass().getSimpleName();
        }
        return get(outcome, "unanswered");
    }

    private static String get(CompletableFuture<String> outcome, String otherwise) throws Exception {
        try {
            return outcome.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return "failed: " + e.getCause();
        } catch (TimeoutException e) {
            return otherwise;
        }
    }
}
