package dev.parley.containers.flood;

import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.RawWebSocket;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One who does too much. Its thread runs from {@link #start()} to {@link #stop()}; all but that thread's is safe for any. */
public final class Abuser implements AutoCloseable {
    private static final int SMALL_WINDOW = 4096;

    private final Abuse abuse;
    private final URI hub;
    private final int number;
    private final HubPeer peer;
    private final CompletableFuture<String> refusal = new CompletableFuture<>();
    private volatile RawWebSocket socket;
    private volatile @Nullable IOException cut;
    private volatile boolean stopped;

    /** Connects and says hello, as everybody does; {@code number} is its own among those of its kind. */
    public Abuser(Abuse abuse, URI hub, int number) throws IOException {
        this.abuse = abuse;
        this.hub = hub;
        this.number = number;
        RawWebSocket.Opening opening = RawWebSocket.to(hub).header("Sec-WebSocket-Protocol", HubPeer.PROTOCOL);
        this.socket = (abuse == Abuse.NEVER_READING ? opening.receiveBuffer(SMALL_WINDOW) : opening).open();
        this.peer = new HubPeer(socket);
        peer.hello("abuser-" + abuse + number, "");
    }

    /** Begins. */
    public void start() {
        Daemons.named("abuser").newThread(this::run).start();
    }

    private void run() {
        try {
            abuse.run(this);
            refusal.completeExceptionally(new AssertionError(this + " ended without a refusal"));
        } catch (
                Throwable
                        e) { // boundary of the thread; what comes after the right refusal, or the stop, does not count
            AssertionError wrong = new AssertionError(this + " was not refused as it should be", e);
            IOException before = cut;
            if (before != null) {
                wrong.addSuppressed(before);
            }
            refusal.completeExceptionally(wrong);
        }
    }

    /** Completes with the first right refusal; exceptionally if it was told something else, or thrown out before. */
    public CompletableFuture<String> refusal() {
        return refusal;
    }

    /** It was told something; {@code right} if that is what somebody should be told who does this. */
    void answered(boolean right, String what) {
        if (stopped) {
            return;
        }
        if (right) {
            refusal.complete(what);
        } else {
            refusal.completeExceptionally(new AssertionError(this + " was told " + what));
        }
    }

    boolean goesOn() {
        return !stopped;
    }

    /** Returns whether to do it again after so many times: until it is enough, and has been refused. */
    boolean goesOn(int times, int enough) {
        return !stopped && (times < enough || !refusal.isDone());
    }

    URI hub() {
        return hub;
    }

    int number() {
        return number;
    }

    HubPeer peer() {
        return peer;
    }

    /** Goes on with another connection. */
    RawWebSocket use(RawWebSocket next) throws IOException {
        socket = next;
        if (stopped) {
            next.close();
        }
        return next;
    }

    /** Its connection has ended while it wrote; what it reads may say more. */
    void wasCut(IOException why) {
        cut = why;
    }

    /** It goes on no longer. */
    void stop() {
        stopped = true;
    }

    /** Stops it, whatever it waits for. */
    @Override
    public void close() throws IOException {
        stop();
        socket.close();
        peer.close();
    }

    @Override
    public String toString() {
        return abuse + " " + number;
    }
}
