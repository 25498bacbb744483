package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import dev.parley.bench.load.Client;
import dev.parley.bench.load.ClientListener;
import dev.parley.bench.load.End;
import dev.parley.bench.load.WholeMessages;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection of a page: takes its messages apart, and brings answers to those who asked. Confined to one thread. */
final class Link implements ClientListener {
    private static final byte[] MSG = "msg".getBytes(StandardCharsets.US_ASCII);

    /** Gets the answer to a request. */
    interface Asker {
        void answered(ServerMessage answer) throws MalformedException;

        /**
         * Refused; returns whether that may be.
         *
         * @param afterMillis when to try again; below 0 for never
         */
        boolean refused(String code, long afterMillis);
    }

    private final Page page;
    private final Run run;
    private final WholeMessages whole = new WholeMessages(this::onMessage);
    private final ServerMessage message = new ServerMessage();
    private final Map<Long, Asker> askers = new HashMap<>();
    private final long begunNanos = System.nanoTime();
    private @Nullable Client client;
    private boolean welcome;
    private long lastId;
    private long heardNanos = begunNanos;
    private int life; // of the server that it is to, once it is open

    Link(Page page, Run run) {
        this.page = page;
        this.run = run;
    }

    void connect() {
        client = run.thread().connect(run.to(), this);
    }

    /** Whether the server has welcomed the client. */
    boolean isWelcome() {
        return welcome;
    }

    long begunNanos() {
        return begunNanos;
    }

    /** The life of the server that it is to: nothing is said before it is open, so another one cannot have answered. */
    int life() {
        return life;
    }

    /** When the last byte of a message came. */
    long heardNanos() {
        return heardNanos;
    }

    /** The connection; only after {@link #connect}. */
    Client client() {
        Client connected = client;
        if (connected == null) {
            throw new IllegalStateException("not connected");
        }
        return connected;
    }

    /** An id for a request whose answer goes to this asker. */
    long ask(Asker asker) {
        askers.put(++lastId, asker);
        return lastId;
    }

    void send(String json) {
        client().send(json.getBytes(StandardCharsets.UTF_8)); // what cannot be sent is lost, as on any network
    }

    @Override
    public void onOpen(Client opened) {
        life = run.ledger().lives().current();
        heardNanos = System.nanoTime(); // it may have waited long for a server that was starting
        if (page.isCurrent(this)) {
            page.opened(this);
        }
    }

    @Override
    public void onData(Client from, int flags, byte[] bytes, int offset, int length) {
        whole.add(flags, bytes, offset, length);
    }

    @Override
    public void onEnd(Client ended, End how) {
        page.ended(this, how);
    }

    private void onMessage(byte[] bytes, int offset, int length) {
        heardNanos = System.nanoTime();
        try {
            message.readAll(bytes, offset, length, this::receive);
        } catch (MalformedException e) {
            run.verdict().found(Violation.UNEXPECTED, "%s gets what is no message: %s", page, e.getMessage());
        }
    }

    private void receive(ServerMessage received) {
        if (!page.isCurrent(this)) {
            return; // the page has gone elsewhere
        }
        try {
            if (received.is(Field.T, MSG)) {
                page.following(received).receive("msg", received, heardNanos, page.isCalm(heardNanos));
            } else {
                control(received, received.text(Field.T));
            }
        } catch (MalformedException e) {
            run.verdict().found(Violation.UNEXPECTED, "%s gets a wrong message: %s", page, e.getMessage());
        }
    }

    private void control(ServerMessage received, String type) throws MalformedException {
        switch (type) {
            case "ok", "pong" -> {
                if (received.has(Field.ID)) {
                    asker(received).answered(received);
                }
            }
            case "err" -> refused(received);
            case "welcome" -> {
                welcome = true;
                page.welcomed(this, received.text(Field.SID), received.text(Field.USER));
            }
            case "gap", "snap", "upd", "live" -> {
                page.following(received).receive(type, received, heardNanos, page.isCalm(heardNanos));
                page.live(this);
            }
            case "pres" -> page.present(received);
            case "ping" -> send("{\"t\":\"pong\"}");
            case "mode" -> {
                run.tally().mode(received.isTrue(Field.DEGRADED));
                run.ledger().outages().noticed();
            }
            case "bye" -> {} // the close that follows tells
            case "unsub" -> unsubscribed(received);
            default -> run.verdict().found(Violation.UNEXPECTED, "%s gets a message of type %s", page, type);
        }
    }

    /** The server has ended a subscription: while its store cannot be reached it may, and says when to come back. */
    private void unsubscribed(ServerMessage received) throws MalformedException {
        String code = received.text(Field.CODE);
        if (code.equals("unavailable") && received.isTrue(Field.RETRY)) {
            run.tally().unsubscribed++;
            page.unsubscribed(this, page.following(received), received.number(Field.AFTER, 0));
        } else {
            run.verdict().found(Violation.UNEXPECTED, "%s is unsubscribed: %s", page, received.text(Field.REASON));
        }
    }

    private void refused(ServerMessage received) throws MalformedException {
        String code = received.text(Field.CODE);
        long after = received.isTrue(Field.RETRY) ? received.number(Field.AFTER, 0) : -1;
        if (!received.has(Field.ID) || !asker(received).refused(code, after)) {
            run.verdict().found(Violation.UNEXPECTED, "%s is refused: %s: %s", page, code, received.text(Field.REASON));
        }
    }

    private Asker asker(ServerMessage received) throws MalformedException {
        Asker asker = askers.remove(received.number(Field.ID));
        if (asker == null) {
            throw new MalformedException("answers nothing: " + received.number(Field.ID));
        }
        return asker;
    }
}
