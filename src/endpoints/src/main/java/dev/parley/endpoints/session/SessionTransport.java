package dev.parley.endpoints.session;

import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Sends by the asynchronous remote of a session. Pings and closes go by a worker, because some containers block in
 * them until the peer reads.
 */
final class SessionTransport implements Transport {
    private static final Logger LOG = System.getLogger(SessionTransport.class.getName());

    /** Tomcat encodes text into a buffer of 8 KiB for each frame; a little less, since lengths are estimates. */
    private static final int TOMCAT_FRAME = 7 << 10;

    private final Session session;
    private final RemoteEndpoint.Async remote; // kept: some containers throw when asked for it after the close
    private final Executor workers;
    private final Executor closers;

    SessionTransport(Session session, Executor workers, Executor closers) {
        this.session = session;
        this.remote = session.getAsyncRemote();
        this.workers = workers;
        this.closers = closers;
    }

    @Override
    public void send(Outbound message, Completion completion) {
        if (message instanceof Outbound.Text text) {
            remote.sendText(text.text(), handler(completion));
        } else if (message instanceof Outbound.Binary binary) {
            remote.sendBinary(binary.bytes().duplicate(), handler(completion));
        } else if (message instanceof Outbound.Ping ping) {
            workers.execute(() -> ping(ping, completion));
        } else if (message instanceof Outbound.Close close) {
            closers.execute(() -> {
                close(session, close.code(), close.reason());
                completion.completed(Optional.empty());
            });
        }
    }

    private static SendHandler handler(Completion completion) {
        return result ->
                completion.completed(result.isOK() ? Optional.empty() : Optional.of(cause(result.getException())));
    }

    private static Throwable cause(Throwable given) {
        return given == null ? new IOException("the container gave no cause") : given;
    }

    private void ping(Outbound.Ping ping, Completion completion) {
        try {
            remote.sendPing(ping.payload().duplicate());
            completion.completed(Optional.empty());
        } catch (IOException | RuntimeException e) { // boundary to the container
            completion.completed(Optional.of(e));
        }
    }

    /** Returns the length in bytes up to which the container sends a text message in one frame, about. */
    static int longestText(Session session) {
        return TransportEnd.isTomcat(session) ? TOMCAT_FRAME : Integer.MAX_VALUE;
    }

    /** Closes; quiet if the session is closed already, which containers treat differently. */
    static void close(Session session, int code, String reason) {
        try {
            session.close(new CloseReason(CloseCodes.getCloseCode(code), reason));
        } catch (IOException | RuntimeException e) { // boundary to the container
            LOG.log(Level.DEBUG, () -> "close of " + session.getId() + ": " + e);
        }
    }
}
