package dev.parley.bench.load;

import dev.parley.wire.FrameEncoder;
import dev.parley.wire.MaskingKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One thread with its selector, its connections and its timers. All that concerns a connection happens here, so that
 * nothing needs a lock. Its buffers are shared by all its connections, and connections being opened are bounded, for a
 * listener's backlog is.
 */
public final class SelectorThread implements Executor {
    private static final int BUFFER = 256 * 1024;
    private static final int MAX_OPENING = 64;
    private static final int PURGE_AT = 4096; // timers
    private static final long ANSWER_SECONDS = 120;
    private static final long POLL_MILLIS = 20;

    private final Selector selector;
    private final Thread thread;
    private final Consumer<Throwable> onFailure;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Queue<Client> toOpen = new ArrayDeque<>();
    private final SecureRandom random = new SecureRandom();
    private int opening;
    private volatile boolean stopping;

    /** What a read puts its bytes into; a connection's rest is copied in front of it. */
    final byte[] in = new byte[BUFFER];

    final ByteBuffer inBuffer = ByteBuffer.wrap(in);

    final FrameEncoder encoder = FrameEncoder.client(MaskingKeys.strong());

    /** Where frames are made before they are written. */
    final byte[] out = new byte[BUFFER];

    final ByteBuffer outBuffer = ByteBuffer.wrap(out);

    SelectorThread(String name, Consumer<Throwable> onFailure) throws IOException {
        this.onFailure = onFailure;
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs {@code task} on this thread; from any thread. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs {@code action} after this time; on this thread only. */
    public Timer schedule(long delay, TimeUnit unit, Runnable action) {
        Timer timer = new Timer(System.nanoTime() + unit.toNanos(delay), action);
        timers.add(timer);
        return timer;
    }

    /** Begins a connection; on this thread only. The listener is told what becomes of it. */
    public Client connect(Opening to, ClientListener listener) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        Client client = new Client(this, to, to.handshake(nonce), listener);
        toOpen.add(client);
        openMore();
        return client;
    }

    /**
     * Asks on this thread, from any other, and waits for the answer.
     *
     * @throws IllegalStateException if this thread has ended, or is busy for more than two minutes
     */
    public <T> T ask(Supplier<T> question) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> answer.complete(question.get()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (thread.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) { // busy, or dead: look again
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("a thread of the load generator has ended or does not answer");
    }

    Selector selector() {
        return selector;
    }

    /** A connection that was being opened is open, or has ended. */
    void opened() {
        opening--;
        tasks.add(this::openMore);
    }

    private void openMore() {
        while (opening < MAX_OPENING && !toOpen.isEmpty()) {
            Client next = toOpen.remove();
            if (!next.isEnded()) {
                opening++;
                next.begin();
            }
        }
    }

    void stop() throws InterruptedException {
        stopping = true;
        selector.wakeup();
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    private void run() {
        try (selector) {
            while (!stopping) {
                turn();
            }
            for (SelectionKey key : new ArrayList<>(selector.keys())) {
                ((Client) key.attachment()).reset();
            }
        } catch (Throwable e) { // boundary of the thread: a fault of the bench ends the run
            onFailure.accept(e);
        }
    }

    private void turn() throws IOException {
        if (!tasks.isEmpty()) {
            selector.selectNow(SelectorThread::ready);
        } else if (timers.isEmpty()) {
            selector.select(SelectorThread::ready);
        } else {
            long nanos = timers.element().nanosFrom(System.nanoTime());
            long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
            if (millis <= 0) {
                selector.selectNow(SelectorThread::ready);
            } else {
                selector.select(SelectorThread::ready, millis);
            }
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        fireTimers();
    }

    private void fireTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.element().isDue(now)) {
            timers.remove().fire();
        }
        if (timers.size() > PURGE_AT && timers.size() > 2 * selector.keys().size()) {
            timers.removeIf(Timer::isCancelled);
        }
    }

    private static void ready(SelectionKey key) {
        if (key.isValid()) {
            ((Client) key.attachment()).ready();
        }
    }
}
