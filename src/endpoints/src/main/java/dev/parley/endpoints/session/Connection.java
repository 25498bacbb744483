package dev.parley.endpoints.session;

import dev.parley.endpoints.handshake.ConnectionControl;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.hub.Disconnect;
import dev.parley.hub.Liveness;
import dev.parley.hub.Outbox;
import dev.parley.hub.spi.Outbound;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open session, the same on every container. Safe for any thread; no method blocks but {@link #holdBack()}.
 *
 * <p>The Jakarta API alone does not do: concurrent sends fail on some containers, nothing bounds their queues, send
 * timeouts are ignored or leave sessions that are neither open nor closed, and the close event may never come. So all
 * sends go through one {@link Outbox}; the {@link ConnectionRegistry registry}'s sweep pings, finds peers that are
 * silent or do not read, and gives a connection that closes a deadline; and the end is told once, by whoever sees it
 * first.
 */
public final class Connection {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final int TOLD_OF_END = 1;
    private static final int EMPTIED = 2;
    private static final int BOTH = TOLD_OF_END | EMPTIED;

    private final ConnectionRegistry registry;
    private final Session session;
    private final String sessionId;
    private final Handshake handshake;
    private final Profile profile;
    private final ConnectionListener listener;
    private final Liveness liveness;
    private final long openedNanos;
    private final Pings pings = new Pings();
    private final @Nullable ReadingProof proof; // null: none is needed
    private final Outbox outbox;
    private final BackPressure backPressure;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger steps = new AtomicInteger();
    private volatile long closingSince; // nanoseconds; valid while closing
    private volatile boolean closing;
    private volatile @Nullable Disconnect closingFor; // set before closing

    Connection(
            ConnectionRegistry registry,
            Session session,
            Handshake handshake,
            Profile profile,
            ConnectionListener listener) {
        this.registry = registry;
        this.session = session;
        this.sessionId = session.getId();
        this.handshake = handshake;
        this.profile = profile;
        this.listener = listener;
        this.openedNanos = registry.nanoTime();
        this.liveness = new Liveness(
                registry.heartbeat().interval(), registry.heartbeat().timeout(), openedNanos);
        this.proof = profile.direct() && SessionTransport.completesElsewhere(session) ? new ReadingProof() : null;
        this.outbox = new Outbox(
                new SessionTransport(session, Optional.ofNullable(proof), registry.workers(), registry.closers()),
                profile.outbox(),
                registry::nanoTime,
                new OutboxListener());
        this.backPressure =
                new BackPressure(outbox, FlowControl.of(session, handshake), registry.heldThreads(), listener::isHeld);
    }

    /** Returns when it was opened, by the clock of {@link ConnectionListener#swept}. */
    public long openedNanos() {
        return openedNanos;
    }

    /** Returns how many bytes wait to be sent. */
    long queuedBytes() {
        return outbox.bytes();
    }

    /** Returns for how long something has waited and nothing could be sent. */
    long stalledNanos(long nowNanos) {
        return outbox.stalledNanos(nowNanos);
    }

    /** Ends the connection at once, because all together wait for more than the server has memory for. */
    void shed() {
        drop(Disconnect.SLOW);
    }

    /** Returns the address that counts against the limit of connections for each address. */
    String remoteAddress() {
        return handshake.remoteAddress();
    }

    /** Tells that something came from the peer; to be called first in each message handler. */
    public void received() {
        registry.events().received();
        liveness.received(registry.nanoTime());
    }

    /** Takes a pong; to be called by the pong handler. */
    public void pong(ByteBuffer payload) {
        long now = registry.nanoTime();
        liveness.received(now);
        if (proof != null) {
            proof.answered(payload);
        }
        pings.answered(payload, now).ifPresent(time -> {
            registry.events().roundTrip(time);
            listener.roundTrip(time);
        });
    }

    /**
     * Adds data that a channel delivers.
     *
     * @return {@code false} if there is no room: {@link ConnectionListener#ready()} will be called
     */
    public boolean offer(Outbound message) {
        return outbox.offer(message);
    }

    /**
     * Adds data if nothing waits and nothing is in flight.
     *
     * @param wanted whether it is still wanted; see {@link Outbox#offerIfIdle}
     * @return {@code false} if something does: {@link ConnectionListener#ready()} will be called when nothing does
     */
    public boolean offerIfIdle(Outbound message, BooleanSupplier wanted) {
        return outbox.offerIfIdle(message, wanted);
    }

    /** Returns whether {@link #offerIfIdle} would take something; if not, {@link ConnectionListener#ready()} is called. */
    public boolean isIdle() {
        return outbox.isIdle();
    }

    /** Returns the length in bytes up to which the container sends a text message in one frame, about. */
    public int longestText() {
        return SessionTransport.longestText(session);
    }

    /** Adds an answer to what the peer sent; a peer that makes more of them than it reads is disconnected as slow. */
    public void reply(Outbound message) {
        if (!outbox.reply(message) && !closing && !ended.get()) {
            drop(Disconnect.SLOW);
        }
    }

    /** Adds an answer as {@link #reply} does, but behind the data that waits. */
    public void replyInOrder(Outbound message) {
        if (!outbox.replyInOrder(message) && !closing && !ended.get()) {
            drop(Disconnect.SLOW);
        }
    }

    /** Reads from the peer again, if there is no reason left not to. */
    public void readOn() {
        backPressure.ready();
    }

    /**
     * Stops reading from the peer while its outbox is full or the listener says so; to be called last in each message handler. Blocks only
     * where the container has no other way, for at most the write timeout.
     */
    public void holdBack() {
        if (!backPressure.holdBack()) {
            drop(Disconnect.SLOW);
        }
    }

    /** Ends the connection after the replies that wait: {@link Disconnect#reason()} is the reason. */
    public void disconnect(Disconnect why) {
        disconnect(why, why.reason());
    }

    /** Ends the connection after the replies that wait, with a reason of its own, at most 123 bytes of UTF-8. */
    public void disconnect(Disconnect why, String reason) {
        beginDisconnect(why, reason);
        end();
    }

    /** Does the first half of {@link #disconnect}: nothing more is taken, and the end is not told yet. */
    void beginDisconnect(Disconnect why) {
        beginDisconnect(why, why.reason());
    }

    private void beginDisconnect(Disconnect why, String reason) {
        beginClosing(why);
        outbox.close(new Outbound.Close(why.code(), reason));
    }

    /** The container says that the session is closed. */
    public void gone() {
        end();
        if (!closing && TransportEnd.isMissing(session)) {
            registry.closing(session); // the container closed it
        }
        discard();
        registry.remove(this);
    }

    /** Returns whether it is over or about to be; what still comes in is to be ignored. */
    public boolean isOver() {
        return closing || ended.get();
    }

    /** Ends the connection at once, without what waits: the peer does not answer or does not read. */
    private void drop(Disconnect why) {
        beginClosing(why);
        end();
        discard();
        registry.closers().execute(() -> {
            if (why == Disconnect.SLOW) {
                endTransport(why);
            } else {
                SessionTransport.close(session, why.code(), why.reason());
            }
        });
    }

    /** Closes without hope for the close frame: the peer does not read, and some containers would read on meanwhile. */
    private void endTransport(Disconnect why) {
        try {
            handshake.control().ifPresent(ConnectionControl::abort);
        } catch (RuntimeException e) { // boundary to the server: the rest is tried all the same
            LOG.log(Level.WARNING, profile.endpoint() + " " + sessionId + " cannot be aborted: " + e);
        }
        TransportEnd.hasten(session);
        SessionTransport.close(session, why.code(), why.reason());
        TransportEnd.of(session);
    }

    /** The close that was asked for got no further: it may have waited behind a send that never completed. */
    private void closeAgain() {
        registry.closers().execute(() -> endTransport(Disconnect.GOING_AWAY));
    }

    private void beginClosing(Disconnect why) {
        if (!closing) {
            TransportEnd.limitBlocking(session, registry.closeTimeout());
            closingSince = registry.nanoTime();
            closingFor = why;
            closing = true;
            registry.closing(session);
            LOG.log(Level.DEBUG, () -> profile.endpoint() + " " + sessionId + " ends: " + why);
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            try {
                backPressure.end();
                listener.ended();
            } finally {
                tookStep(TOLD_OF_END);
            }
        }
    }

    /** The registry has let go of it. */
    void tellOfEnd(ConnectionEvents events) {
        Duration took = closing ? Duration.ofNanos(registry.nanoTime() - closingSince) : Duration.ZERO;
        events.closed(profile.endpoint(), remoteAddress(), Optional.ofNullable(closingFor), took);
    }

    private void discard() {
        outbox.discard();
        tookStep(EMPTIED);
    }

    /** Who takes the second of the two steps tells the listener, so that it hears of it once and after the end. */
    private void tookStep(int step) {
        int before = steps.getAndAccumulate(step, (taken, next) -> taken | next);
        if (before != BOTH && (before | step) == BOTH) {
            listener.gone();
        }
    }

    /** Does what can be done to a transport that does not close, and forgets it. */
    void abandon() {
        try {
            handshake.control().ifPresentOrElse(ConnectionControl::abort, this::closeAgain);
        } catch (RuntimeException e) { // boundary to the server: what cannot be aborted is forgotten all the same
            LOG.log(Level.WARNING, profile.endpoint() + " " + sessionId + " cannot be aborted: " + e);
        } finally {
            gone();
        }
    }

    /** Looks after the connection; called by the sweep, every tick. */
    void sweep(long nowNanos) {
        if (closing) {
            if (nowNanos - closingSince >= registry.closeTimeout().toNanos()) {
                abandon();
            }
        } else if (outbox.stalledNanos(nowNanos) >= registry.writeTimeout().toNanos()) {
            drop(Disconnect.SLOW);
        } else {
            switch (liveness.check(nowNanos)) {
                case PING -> outbox.reply(listener.ping(pings.next(registry.nonce(), nowNanos)));
                case DEAD -> drop(Disconnect.SILENT);
                case ALIVE -> {}
            }
            listener.swept(nowNanos);
        }
    }

    /** Finds out how far the peer has read, if that is worth while by now. */
    private void ask(long nowNanos) {
        if (proof != null && proof.isDue(nowNanos)) {
            ByteBuffer payload = pings.next(registry.nonce(), nowNanos);
            proof.asks(payload, nowNanos);
            outbox.reply(new Outbound.Ping(payload));
        }
    }

    private final class OutboxListener implements Outbox.Listener {
        @Override
        public void sent(Outbound message) {
            long now = registry.nanoTime();
            liveness.sent(now);
            if (backPressure.isHolding()) {
                liveness.received(now); // we do not read, so that it cannot be heard; but it reads
            }
            registry.events().sent(message.size());
            listener.sent(message);
            ask(now);
        }

        @Override
        public void ready() {
            backPressure.ready();
            listener.ready();
        }

        @Override
        public void failed(Throwable cause) {
            LOG.log(Level.DEBUG, () -> profile.endpoint() + " " + sessionId + " broke: " + cause);
            drop(Disconnect.GOING_AWAY); // the session may say it is open; it is not
        }
    }
}
