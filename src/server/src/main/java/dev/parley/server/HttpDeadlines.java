package dev.parley.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;

/**
 * Ends HTTP connections that make no headway, until they are upgraded: those that send no whole request head in time,
 * however many bytes of one come, and those that do not read the answer. (Grizzly's own timeouts either count for
 * upgraded connections, too, or begin anew with every byte.) Stands between the bytes and Grizzly's HTTP codec. Safe for
 * any thread.
 */
final class HttpDeadlines extends BaseFilter {
    private static final Logger LOG = System.getLogger(HttpDeadlines.class.getName());
    private static final String REQUEST_TIMEOUT = """
            HTTP/1.1 408 Request Timeout\r
            Connection: close\r
            Content-Length: 0\r
            \r
            """; // RFC 9110 15.5.9

    /** How long a peer may go on sending after an answer that ends the connection. */
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();

    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

    private final Map<Connection<?>, Progress> open = new ConcurrentHashMap<>(); // that speak HTTP
    private final Attribute<Progress> progresses =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HttpDeadlines.class.getName());
    private final long timeoutNanos;

    /** What is known of one connection; written by the thread that works on it, read by the sweep. */
    private static final class Progress {
        volatile long since = System.nanoTime(); // nanoseconds: the last headway
        volatile boolean requesting; // bytes have come since then
        volatile boolean lingering; // answered for the last time: what comes is forgotten
        volatile boolean upgraded;
        int unwritten; // bytes; confined to the sweep

        void headway() {
            since = System.nanoTime();
        }
    }

    /**
     * None yet.
     *
     * @param timeout how long a connection may take to send a request head, or to read a part of an answer
     */
    HttpDeadlines(Duration timeout) {
        timeoutNanos = timeout.toNanos();
    }

    /** Looks after the connections from now on, as long as the executor runs. */
    void start(ScheduledExecutorService executor) {
        long tick = Math.min(timeoutNanos / 10, LONGEST_TICK.toNanos());
        var unused = executor.scheduleWithFixedDelay( // sweep() catches everything
                this::sweep, tick, tick, TimeUnit.NANOSECONDS);
    }

    @Override
    public NextAction handleAccept(FilterChainContext ctx) {
        progress(ctx.getConnection());
        return ctx.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) {
        Progress progress = progress(ctx.getConnection());
        progress.requesting = true;
        return progress.lingering ? ctx.getStopAction() : ctx.getInvokeAction();
    }

    @Override
    public NextAction handleWrite(FilterChainContext ctx) {
        Progress progress = progress(ctx.getConnection());
        if (!progress.upgraded) {
            progress.headway();
        }
        return progress.lingering ? ctx.getStopAction() : ctx.getInvokeAction();
    }

    /** Accepting may be told later than what it was followed by, even the end: then the sweep forgets it. */
    private Progress progress(Connection<?> connection) {
        Progress progress = progresses.get(connection);
        return progress != null ? progress : begin(connection);
    }

    private Progress begin(Connection<?> connection) {
        synchronized (connection) {
            Progress progress = progresses.get(connection);
            if (progress == null) {
                progress = new Progress();
                progresses.set(connection, progress);
                open.put(connection, progress);
            }
            return progress;
        }
    }

    @Override
    public NextAction handleClose(FilterChainContext ctx) {
        open.remove(ctx.getConnection());
        return ctx.getInvokeAction();
    }

    /** The head of a request is whole. */
    void requested(Connection<?> connection) {
        Progress progress = progress(connection);
        progress.requesting = false;
        progress.headway();
    }

    /** The connection speaks HTTP no more. */
    void upgraded(Connection<?> connection) {
        progress(connection).upgraded = true;
        open.remove(connection);
    }

    /** Ends a connection after the answer that was just written; what still comes is read and forgotten for a while. */
    void end(Connection<?> connection) {
        if (!(connection instanceof TCPNIOConnection transport)) {
            connection.closeSilently();
            return;
        }
        SendingSide.whenWritten(transport, () -> SendingSide.end(transport));
        progress(connection).lingering = true;
    }

    private void sweep() {
        long now = System.nanoTime();
        open.forEach((connection, progress) -> {
            try {
                check(connection, progress, now);
            } catch (RuntimeException e) { // boundary of the sweep's thread: one connection must not stop it for all
                LOG.log(Level.WARNING, "sweep of a connection failed", e);
            }
        });
    }

    private void check(Connection<?> connection, Progress progress, long now) {
        if (!connection.isOpen() || progress.upgraded) {
            open.remove(connection);
            return;
        }
        int unwritten = connection instanceof TCPNIOConnection transport
                ? transport.getAsyncWriteQueue().spaceInBytes()
                : 0;
        if (unwritten != progress.unwritten) { // it reads, if slowly
            progress.unwritten = unwritten;
            progress.since = now;
        }
        boolean lingering = progress.lingering && unwritten == 0;
        if (now - progress.since < (lingering ? Math.min(LINGER_NANOS, timeoutNanos) : timeoutNanos)) {
            return;
        }
        if (lingering || unwritten != 0 || !progress.requesting) {
            connection.terminateSilently();
            return;
        }
        byte[] answer = REQUEST_TIMEOUT.getBytes(StandardCharsets.US_ASCII);
        connection.write(Buffers.wrap(connection.getMemoryManager(), answer), new EmptyCompletionHandler<>());
        end(connection);
    }
}
