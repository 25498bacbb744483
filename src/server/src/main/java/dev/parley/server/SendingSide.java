package dev.parley.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/**
 * The end of what we send on a connection. TCP would reset what the peer has not read yet if something of the peer's were
 * still to come (RFC 6455 section 7.1.1, RFC 9112 section 9.6), so only this side is shut down, behind close_notify under
 * TLS, and what still comes is read and forgotten; the caller has a deadline for it. Safe for any thread.
 */
final class SendingSide {
    private static final Logger LOG = System.getLogger(SendingSide.class.getName());
    private static final Attribute<Boolean> ENDED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(SendingSide.class.getName());

    private SendingSide() {}

    /** Forgets what comes on connections whose sending side has ended; stands in front of TLS, which has ended, too. */
    static final class Drain extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext ctx) {
            return ENDED.isSet(ctx.getConnection()) ? ctx.getStopAction() : ctx.getInvokeAction();
        }
    }

    /** Calls {@code then} once all that was written before has left; not at all if the connection breaks. */
    static void whenWritten(TCPNIOConnection transport, Runnable then) {
        transport.write(Buffers.EMPTY_BUFFER, new Done<Buffer>(then));
    }

    /** Ends it; the second call does nothing. */
    static void end(TCPNIOConnection transport) {
        if (!begins(transport) || !(transport.getTransport() instanceof TCPNIOTransport tcp)) {
            return;
        }
        try {
            ByteBuffer last = TlsFilter.closeNotify(transport);
            if (last.hasRemaining()) {
                tcp.getAsyncQueueIO()
                        .getWriter() // past TLS
                        .write(
                                transport,
                                Buffers.wrap(transport.getMemoryManager(), last),
                                new Done<WritableMessage>(() -> shutDown(transport)));
            } else {
                shutDown(transport);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "end of TLS to " + transport.getPeerAddress() + ": " + e);
            transport.closeSilently();
        }
    }

    private static boolean begins(TCPNIOConnection transport) {
        synchronized (transport) {
            boolean first = !ENDED.isSet(transport);
            ENDED.set(transport, true);
            return first;
        }
    }

    private static void shutDown(TCPNIOConnection transport) {
        try {
            if (transport.getChannel() instanceof SocketChannel channel) {
                channel.shutdownOutput();
            }
        } catch (IOException e) { // it has ended already
            LOG.log(Level.DEBUG, () -> "end of sending to " + transport.getPeerAddress() + ": " + e);
        }
    }

    private static final class Done<M> extends EmptyCompletionHandler<WriteResult<M, SocketAddress>> {
        private final Runnable then;

        Done(Runnable then) {
            this.then = then;
        }

        @Override
        public void completed(WriteResult<M, SocketAddress> result) {
            then.run();
        }
    }
}
