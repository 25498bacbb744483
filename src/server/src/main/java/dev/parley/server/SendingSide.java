package dev.parley.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * The end of what we send on a connection. TCP would reset what the peer has not read yet if something of the peer's were
 * still to come (RFC 6455 section 7.1.1, RFC 9112 section 9.6), so only this side is shut down, and the caller reads on.
 * Stateless.
 */
final class SendingSide {
    private static final Logger LOG = System.getLogger(SendingSide.class.getName());

    private SendingSide() {}

    /** Calls {@code then} once all that was written before has left; not at all if the connection breaks. */
    static void whenWritten(TCPNIOConnection transport, Runnable then) {
        transport.write(Buffers.EMPTY_BUFFER, new EmptyCompletionHandler<WriteResult<Buffer, SocketAddress>>() {
            @Override
            public void completed(WriteResult<Buffer, SocketAddress> result) {
                then.run();
            }
        });
    }

    /** Ends it; under TLS the whole connection, since TLS has its own end, which Grizzly has no way to send alone. */
    static void end(TCPNIOConnection transport) {
        try {
            if (SSLUtils.getSSLEngine(transport) != null) {
                transport.closeSilently();
            } else if (transport.getChannel() instanceof SocketChannel channel) {
                channel.shutdownOutput();
            }
        } catch (IOException e) { // it has ended already
            LOG.log(Level.DEBUG, () -> "end of sending to " + transport.getPeerAddress() + ": " + e);
        }
    }
}
