package dev.parley.hub.protocol;

import dev.parley.hub.spi.Call;
import dev.parley.hub.spi.Identity;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call of a method that may have been answered or not. Safe for any thread. */
final class OpenCall implements Call {
    private final MethodCommands methods;
    private final ClientSession session;
    private final String id;
    private final Identity caller;
    private final String data;
    private final AtomicBoolean settled = new AtomicBoolean();
    private int sweeps; // confined to the sweep

    OpenCall(MethodCommands methods, ClientSession session, String id, String data) {
        this.methods = methods;
        this.session = session;
        this.id = id;
        this.caller = session.login().identity();
        this.data = data;
    }

    @Override
    public Identity caller() {
        return caller;
    }

    @Override
    public String data() {
        return data;
    }

    @Override
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

    @Override
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
