package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Keeps what one connection was told; may be asked from the test's thread. */
final class Inbox implements ClientListener {
    static final long SECONDS = 30;

    final CompletableFuture<Client> open = new CompletableFuture<>();
    final CompletableFuture<End> end = new CompletableFuture<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final WholeMessages whole = new WholeMessages(
            (bytes, offset, length) -> messages.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));

    /** Connects, and waits until the connection is open. */
    static Inbox open(SelectorThread thread, Opening to) throws Exception {
        Inbox inbox = connect(thread, to);
        inbox.client();
        return inbox;
    }

    static Inbox connect(SelectorThread thread, Opening to) {
        Inbox inbox = new Inbox();
        thread.execute(() -> thread.connect(to, inbox));
        return inbox;
    }

    Client client() throws InterruptedException, ExecutionException, TimeoutException {
        return open.get(SECONDS, TimeUnit.SECONDS);
    }

    End end() throws InterruptedException, ExecutionException, TimeoutException {
        return end.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Does something with the connection on its thread, and waits for it. */
    void run(Consumer<Client> action) throws Exception {
        Client client = client();
        CompletableFuture<Client> done = new CompletableFuture<>();
        client.thread().execute(() -> {
            action.accept(client);
            done.complete(client);
        });
        done.get(SECONDS, TimeUnit.SECONDS);
    }

    boolean send(String text) throws Exception {
        AtomicBoolean sent = new AtomicBoolean();
        run(client -> sent.set(client.send(text.getBytes(StandardCharsets.UTF_8))));
        return sent.get();
    }

    void awaitMessages(int count) throws InterruptedException {
        await(() -> messages.size() >= count);
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within " + SECONDS + " s");
            Thread.sleep(1);
        }
    }

    @Override
    public void onOpen(Client client) {
        open.complete(client);
    }

    @Override
    public void onData(Client client, int flags, byte[] bytes, int offset, int length) {
        whole.add(flags, bytes, offset, length);
    }

    @Override
    public void onEnd(Client client, End how) {
        end.complete(how);
        open.completeExceptionally(new IllegalStateException("ended: " + how));
    }
}
