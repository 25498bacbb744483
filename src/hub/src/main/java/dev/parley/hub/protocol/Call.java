package dev.parley.hub.protocol;

import dev.parley.hub.spi.Identity;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request of a client to a {@link RemoteMethod}. It is answered once; if nobody does for half a minute, with {@code
 * no-answer}. Safe for any thread.
 */
public final class Call {
    private final MethodCommands methods;
    private final ClientSession session;
    private final String id;
    private final Identity caller;
    private final String data;
    private final AtomicBoolean settled = new AtomicBoolean();
    private int sweeps; // confined to the sweep

    Call(MethodCommands methods, ClientSession session, String id, String data) {
        this.methods = methods;
        this.session = session;
        this.id = id;
        this.caller = session.login().identity();
        this.data = data;
    }

    /** Returns who asked, as it was then. */
    public Identity caller() {
        return caller;
    }

    /** Returns what was sent with the request, JSON of any kind that was checked; {@code null} if there was nothing. */
    public String data() {
        return data;
    }

    /**
     * Answers. If the client has not read so much before that there is no room, it is told {@code busy} instead.
     *
     * @param json any JSON, at most as long as a message from a client may be
     * @return whether the call was open and the connection is
     * @throws IllegalArgumentException if it is no JSON, or too long; the call is still open then
     */
    public boolean answer(String json) {
        methods.check(json);
        if (!settle()) {
            return false;
        }
        if (!session.queue(ServerMessages.answer(id, json))) {
            session.refuse(id, new RequestException(ErrorCode.BUSY, "it was done, but you do not read its answer"));
        }
        return !session.isOver();
    }

    /**
     * Answers that it is not done.
     *
     * @param reason why, for people
     * @return whether the call was open and the connection is
     */
    public boolean refuse(String reason) {
        return refuse(ErrorCode.REFUSED, reason);
    }

    boolean refuse(ErrorCode code, String reason) {
        if (!settle()) {
            return false;
        }
        session.refuse(id, new RequestException(code, reason));
        return !session.isOver();
    }

    private boolean settle() {
        boolean first = settled.compareAndSet(false, true);
        if (first) {
            methods.settled(this);
        }
        return first;
    }

    ClientSession session() {
        return session;
    }

    /** Counts the sweeps that have found it open. */
    int sweeps() {
        return ++sweeps;
    }
}
