package dev.parley.server;

import dev.parley.endpoints.PingBrake;
import dev.parley.endpoints.handshake.ConnectionControl;
import dev.parley.wire.Limits;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.Violation;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.tyrus.core.CloseReasons;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;

/**
 * One connection between Grizzly, which reads and writes bytes, and Tyrus, which speaks WebSocket.
 *
 * <p>Reading: {@link #read} is called by one thread at a time, since Grizzly looks for the next bytes only when the
 * last ones are dealt with. When the connection is {@linkplain #pause paused}, by the endpoint or because too many
 * writes wait, it suspends the filter chain with the bytes not passed on: no thread waits, nothing more is read, and
 * TCP holds the peer back. Going on happens on a worker of the transport.
 *
 * <p>Writing: each frame is written by one call, which Grizzly queues as a whole, so frames cannot mix. Nothing follows
 * a Close frame. Messages are compressed on the way if that was agreed on.
 *
 * <p>Ending (7.1): our Close frame is always Tyrus's, so that it falls between other frames. If the client closed or broke
 * a rule, Tyrus is told by a Close frame. Once our Close frame is written and the client's has come, or the client has
 * failed, the sending side of TCP is shut down. TCP would reset what the peer has not read yet if something of the
 * peer's were still to come (7.1.1), so that is read and forgotten until the peer ends its side. Each step has a deadline
 * at which TCP is cut. When TCP ends, Tyrus learns of it, but not while it is being given bytes.
 *
 * <p>Safe for any thread. No lock is held while Tyrus or Grizzly is called, but for suspending, which only marks.
 */
final class UpgradedConnection extends Writer implements ConnectionControl, FrameGuard.Receiver {
    private static final Logger LOG = System.getLogger(UpgradedConnection.class.getName());

    /** Writes that may wait before reading stops: an endpoint has one on its way, the others answer pings. */
    private static final int MAX_WAITING_WRITES = 256;

    private final TCPNIOConnection transport;
    private final FrameGuard guard;
    private final Optional<DeflatedFrames> deflated;
    private final UpgradedConnections registry;
    private final Object gate = new Object();
    private @Nullable Connection engine; // set before the first read, on the same thread
    private @Nullable ByteBuffer unread; // confined to the reader
    private PingBrake pings = PingBrake.NONE; // set before the first read, on the same thread
    private boolean braked; // guarded by gate
    private boolean paused; // this and all below: guarded by gate
    private int waitingWrites;
    private boolean reading;
    private boolean closeSent; // our Close frame is on its way: nothing of the client's counts but its own
    private boolean ending; // Tyrus is done
    private boolean flushed; // and all that it wrote has left
    private boolean closeReceived;
    private Optional<Integer> peerCode = Optional.empty();
    private boolean failed; // the client broke a rule
    private boolean gone;
    private @Nullable FilterChainContext suspended;
    private @Nullable Future<?> deadline;

    /**
     * Makes the connection of a handshake that is not answered yet.
     *
     * @param limits how much the client may send at once
     * @param extension what was agreed on, if anything; closed with the connection
     */
    UpgradedConnection(
            TCPNIOConnection transport,
            Limits limits,
            Optional<MessageExtension> extension,
            UpgradedConnections registry) {
        this.transport = transport;
        this.guard = new FrameGuard(limits, extension, this);
        this.deflated = extension.map(DeflatedFrames::new);
        this.registry = registry;
    }

    /** Returns whether messages are compressed. */
    boolean compresses() {
        return deflated.isPresent();
    }

    /** Sets the engine's side; to be called once, before {@link #read}. */
    void open(Connection tyrus) {
        engine = tyrus;
    }

    /** Limits the pings and pongs of the client; to be called before {@link #read}. */
    void limitPings(PingBrake brake) {
        pings = brake;
    }

    /** Passes on what came, unless the connection is paused: then it does so when it is called again with the same. */
    NextAction read(FilterChainContext ctx, Buffer content) {
        synchronized (gate) {
            if (gone) {
                return ctx.getStopAction();
            }
            reading = true;
        }
        if (unread == null) {
            unread = content.toByteBuffer();
        }
        boolean stopped = false;
        try {
            stopped = !passAll(ctx, unread);
            return stopped ? ctx.getSuspendAction() : ctx.getStopAction();
        } finally {
            if (!stopped) {
                unread = null;
                endReading();
            }
        }
    }

    /** Returns {@code false} if it stopped because the connection is paused; from then on it touches nothing. */
    private boolean passAll(FilterChainContext ctx, ByteBuffer in) {
        while (in.hasRemaining()) {
            if (suspendIfHeld(ctx)) {
                return false;
            }
            guard.pass(in);
        }
        return true;
    }

    @Override
    public boolean onFrame(ByteBuffer frame) {
        int firstByte = frame.get(frame.position());
        if (!isClosing()) {
            tell(frame);
        }
        long pause = pings.count(firstByte);
        if (pause > 0) {
            brake(pause);
        }
        synchronized (gate) {
            return !isHeld();
        }
    }

    private void brake(long nanos) {
        synchronized (gate) {
            braked = true;
        }
        registry.later(nanos, this::release);
    }

    private void release() {
        synchronized (gate) {
            braked = false;
        }
        goOn();
    }

    @Override
    public void onClose(Optional<Integer> code, ByteBuffer reason) {
        synchronized (gate) {
            closeReceived = true;
            peerCode = code;
        }
        closing(CloseFrames.forEngine(code, reason));
    }

    @Override
    public void onViolation(Violation violation) {
        synchronized (gate) {
            failed = true;
        }
        LOG.log(Level.DEBUG, () -> transport.getPeerAddress() + " broke a rule: " + violation);
        closing(CloseFrames.of(violation));
    }

    /** The client has had its say: Tyrus answers, if it has not closed before. */
    private void closing(ByteBuffer close) {
        if (!isClosing()) {
            tell(close);
        }
        endOutputIfOver();
    }

    private void tell(ByteBuffer frame) {
        if (engine != null) {
            engine.getReadHandler().handle(frame);
        }
    }

    private boolean isClosing() {
        synchronized (gate) {
            return closeSent || ending;
        }
    }

    private boolean suspendIfHeld(FilterChainContext ctx) {
        synchronized (gate) {
            if (!isHeld()) {
                return false;
            }
            reading = false;
            suspended = ctx;
            ctx.suspend();
            return true;
        }
    }

    private boolean isHeld() {
        return !closeSent && !ending && !gone && (paused || braked || waitingWrites > MAX_WAITING_WRITES);
    }

    private void endReading() {
        boolean tell;
        synchronized (gate) {
            reading = false;
            tell = gone;
        }
        if (tell) {
            tellEngine();
        }
    }

    @Override
    public void pause() {
        synchronized (gate) {
            paused = true;
        }
    }

    @Override
    public void resume() {
        synchronized (gate) {
            paused = false;
        }
        goOn();
    }

    /** Goes on reading if it had stopped and nothing holds it any more. */
    private void goOn() {
        FilterChainContext ctx;
        synchronized (gate) {
            if (suspended == null || isHeld()) {
                return;
            }
            ctx = suspended;
            suspended = null;
            if (gone) {
                return;
            }
        }
        Executor workers = transport.getTransport().getWorkerThreadPool();
        workers.execute(ctx::resume);
    }

    @Override
    public void abort() {
        transport.terminateSilently();
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> completion) {
        Optional<ByteBuffer> out = transport.isOpen() ? mayWrite(frame) : Optional.empty();
        if (deflated.isPresent()) {
            out = out.flatMap(deflated.get()::encode);
        }
        if (out.isEmpty()) {
            completion.failed(new IOException("the connection is closed"));
            return;
        }
        countWrites(1);
        transport.write(
                Buffers.wrap(transport.getMemoryManager(), out.get()),
                new EmptyCompletionHandler<WriteResult<Buffer, SocketAddress>>() {
                    @Override
                    public void completed(WriteResult<Buffer, SocketAddress> result) {
                        countWrites(-1);
                        completion.completed(frame);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        countWrites(-1);
                        completion.failed(cause);
                    }

                    @Override
                    public void cancelled() {
                        failed(new IOException("the write was cancelled"));
                    }
                });
    }

    /** Returns what to write for a frame of Tyrus's; empty if it comes after our Close frame (5.5.1). */
    private Optional<ByteBuffer> mayWrite(ByteBuffer frame) {
        synchronized (gate) {
            if (closeSent) {
                return Optional.empty();
            }
            closeSent = CloseFrames.isClose(frame);
            boolean answers = closeSent && closeReceived;
            return Optional.of(answers ? CloseFrames.answer(peerCode) : frame);
        }
    }

    private void countWrites(int change) {
        synchronized (gate) {
            waitingWrites += change;
        }
        goOn();
    }

    /** Called by Tyrus after its Close frame. */
    @Override
    public void close() {
        synchronized (gate) {
            if (ending || gone) {
                return;
            }
            ending = true;
            setDeadline(registry.untilFlushed(this));
        }
        SendingSide.whenWritten(transport, this::flushed);
        goOn();
    }

    private void flushed() {
        synchronized (gate) {
            if (gone) {
                return;
            }
            flushed = true;
            setDeadline(registry.untilEnded(this));
        }
        endOutputIfOver();
    }

    private void setDeadline(Future<?> next) { // with gate
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = next;
    }

    /** 7.1.1: the server ends TCP first, once both have closed or the client has failed. */
    private void endOutputIfOver() {
        synchronized (gate) {
            if (!flushed || !(closeReceived || failed) || gone) {
                return;
            }
        }
        SendingSide.end(transport);
    }

    /** Called when TCP has ended, by either side. */
    void disconnected() {
        synchronized (gate) {
            gone = true;
            suspended = null;
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (reading) {
                return; // the reader tells
            }
        }
        tellEngine();
    }

    private void tellEngine() {
        registry.remove(this);
        deflated.ifPresent(DeflatedFrames::close);
        if (engine != null) {
            engine.close(CloseReasons.CLOSED_ABNORMALLY.getCloseReason());
        }
    }
}
