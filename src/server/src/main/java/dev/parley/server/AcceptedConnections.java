package dev.parley.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Every connection that was accepted and is not closed. Grizzly itself forgets, when it is stopped, those that it has
 * accepted and not yet registered with a selector, and their clients would wait for an answer for ever. Safe for any
 * thread.
 */
final class AcceptedConnections extends ConnectionProbe.Adapter {
    private final Set<NIOConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public void onAcceptEvent(Connection serverConnection, Connection clientConnection) {
        NIOConnection connection = (NIOConnection) clientConnection;
        open.add(connection);
        if (ended) {
            close(connection);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public void onCloseEvent(Connection connection) {
        if (connection instanceof NIOConnection accepted) {
            open.remove(accepted);
        }
    }

    /** Closes what is left, and what is accepted later, when there are no selectors any more. */
    void close() {
        ended = true;
        open.forEach(this::close);
    }

    private void close(NIOConnection connection) {
        open.remove(connection);
        try {
            connection.getChannel().close();
        } catch (IOException e) {
            throw new UncheckedIOException("a connection cannot be closed", e);
        }
    }
}
