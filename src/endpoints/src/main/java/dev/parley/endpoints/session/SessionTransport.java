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
import org.jspecify.annotations.Nullable;

/**
 * Sends by the asynchronous remote of a session. Pings and closes go by a worker, because some containers block in
 * them until the peer reads.
 *
 * <p>Tomcat hands the completion of each asynchronous send to another thread, which costs more than the send. So there,
 * small messages to a peer that is {@linkplain ReadingProof known to read} go by the blocking remote.
 */
final class SessionTransport implements Transport {
    private static final Logger LOG = System.getLogger(SessionTransport.class.getName());

    /** Tomcat encodes text into a buffer of 8 KiB for each frame; a little less, since lengths are estimates. */
    private static final int TOMCAT_FRAME = 7 << 10;

    /** Longest message that is sent by the blocking remote; for longer ones the other thread is no matter. */
    private static final int SMALL = 1 << 10;

    private final Session session;
    private final RemoteEndpoint.Async remote; // kept: some containers throw when asked for it after the close
    private final @Nullable ReadingProof proof; // null: all goes by the asynchronous remote
    private final Executor workers;
    private final Executor closers;

    /**
     * Makes the transport of a session.
     *
     * @param proof what is known of the peer's reading; empty if nothing is to be sent by the blocking remote
     */
    SessionTransport(Session session, Optional<ReadingProof> proof, Executor workers, Executor closers) {
        this.session = session;
        this.remote = session.getAsyncRemote();
        this.proof = proof.orElse(null);
        this.workers = workers;
        this.closers = closers;
    }

    @Override
    public void send(Outbound message, Completion completion) {
        boolean direct = isDirect(message);
        if (message instanceof Outbound.Text text) {
            if (direct) {
                blocking(() -> session.getBasicRemote().sendText(text.text()), completion);
            } else {
                remote.sendText(text.text(), handler(completion));
            }
        } else if (message instanceof Outbound.Binary binary) {
            if (direct) {
                blocking(() -> session.getBasicRemote().sendBinary(binary.bytes()), completion);
            } else {
                remote.sendBinary(binary.bytes(), handler(completion));
            }
        } else if (message instanceof Outbound.Ping ping) {
            if (direct) {
                blocking(() -> remote.sendPing(ping.payload()), completion);
            } else {
                workers.execute(() -> blocking(() -> remote.sendPing(ping.payload()), completion));
            }
        } else if (message instanceof Outbound.Close close) {
            closers.execute(() -> {
                close(session, close.code(), close.reason());
                completion.completed(Optional.empty());
            });
        }
    }

    /** Returns whether a blocking send of the message does not block; counts it as sent. */
    private boolean isDirect(Outbound message) {
        ReadingProof known = proof;
        return known != null
                && !(message instanceof Outbound.Close)
                && known.sends(message.size())
                && message.size() <= SMALL;
    }

    /** A call that the container may block in. */
    private interface Blocking {
        void send() throws IOException;
    }

    private static void blocking(Blocking call, Completion completion) {
        Optional<Throwable> failure = Optional.empty();
        try {
            call.send();
        } catch (IOException | RuntimeException e) { // boundary to the container
            failure = Optional.of(e);
        }
        completion.completed(failure);
    }

    private static SendHandler handler(Completion completion) {
        return result ->
                completion.completed(result.isOK() ? Optional.empty() : Optional.of(cause(result.getException())));
    }

    private static Throwable cause(Throwable given) {
        return given == null ? new IOException("the container gave no cause") : given;
    }

    /** Returns the length in bytes up to which the container sends a text message in one frame, about. */
    static int longestText(Session session) {
        return TransportEnd.isTomcat(session) ? TOMCAT_FRAME : Integer.MAX_VALUE;
    }

    /** Returns whether the container hands the completion of each asynchronous send to another thread. */
    static boolean completesElsewhere(Session session) {
        return TransportEnd.isTomcat(session);
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
