package dev.parley.bench.fanout;

import dev.parley.bench.load.Client;
import dev.parley.bench.load.ClientListener;
import dev.parley.bench.load.End;
import dev.parley.bench.load.Opening;
import dev.parley.bench.load.SelectorThread;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One who does too much, and comes back when it is thrown out. Confined to its thread. */
final class Flooder implements ClientListener {
    private static final int TICK_MILLIS = 10;
    private static final int MESSAGES = 10; // in each tick: the generator must not be what is busy
    private static final int SUBSCRIPTIONS = 5;
    private static final int PAUSE_MILLIS = 50; // before it comes back
    private static final int LONG_PAUSE_MILLIS = 200;
    private static final int TOO_LONG = (64 << 10) + 1;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final byte[] PING = utf8("{\"t\":\"ping\",\"id\":1}");
    private static final byte[] HUGE = utf8("x".repeat(TOO_LONG));

    /** What it does too much of. */
    enum Kind {
        /** Connects, and is gone again: 20 times a second. */
        HANDSHAKES,
        /** Sends requests: 1,000 a second, or as many as the server takes. */
        MESSAGES,
        /** Sends a message that is too long, and comes back: 5 times a second. */
        HUGE,
        /** Follows channels that the server has to make: 500 a second, or as many as it takes. */
        SUBSCRIPTIONS,
        /** Asks for the history of the room 100 times a second, and reads nothing. */
        NEVER_READING
    }

    private final Kind kind;
    private final int number;
    private final SelectorThread thread;
    private final Opening to;
    private final String room;
    private final Flood.Tally tally;
    private int sent;
    private boolean over;

    /** Begins with nothing; {@code room} is a channel with a history. */
    Flooder(Kind kind, int number, SelectorThread thread, Opening to, String room, Flood.Tally tally) {
        this.kind = kind;
        this.number = number;
        this.thread = thread;
        this.to = to;
        this.room = room;
        this.tally = tally;
    }

    void connect() {
        if (!over) {
            tally.handshakes++;
            thread.connect(to, this);
        }
    }

    /** Does not come back. */
    void stop() {
        over = true;
    }

    @Override
    public void onOpen(Client client) {
        if (kind == Kind.HANDSHAKES) {
            client.reset();
            return;
        }
        client.send(utf8("{\"t\":\"hello\",\"v\":1,\"cid\":\"bench-flooder-" + kind + "-" + number + "\"}"));
        if (kind == Kind.NEVER_READING) {
            client.pauseReading();
        }
        tick(client);
    }

    private void tick(Client client) {
        if (client.isEnded() || over) {
            client.reset();
            return;
        }
        switch (kind) {
            case MESSAGES -> {
                for (int i = 0; i < MESSAGES && client.send(PING); i++) {
                    tally.messages++;
                }
            }
            case HUGE -> count(client.send(HUGE));
            case SUBSCRIPTIONS -> {
                for (int i = 0; i < SUBSCRIPTIONS && subscribe(client); i++) {
                    tally.messages++;
                }
            }
            case NEVER_READING ->
                count(client.send(utf8("{\"t\":\"hist\",\"id\":1,\"ch\":\"" + room + "\",\"limit\":1000}")));
            case HANDSHAKES -> {}
        }
        if (kind != Kind.HUGE) {
            thread.schedule(TICK_MILLIS, TimeUnit.MILLISECONDS, () -> tick(client));
        }
    }

    private void count(boolean taken) {
        tally.messages += taken ? 1 : 0;
    }

    private boolean subscribe(Client client) {
        sent++;
        return client.send(
                utf8("{\"t\":\"sub\",\"id\":" + sent + ",\"ch\":\"chat:flood-" + number + "-" + sent + "\"}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void onData(Client client, int flags, byte[] bytes, int offset, int length) {
        tally.answerBytes += length; // what they say is the business of FloodIT
    }

    @Override
    public void onEnd(Client client, End end) {
        if (end.kind() == End.Kind.REFUSED && end.code() == SERVICE_UNAVAILABLE) {
            tally.refused++;
        } else if (kind != Kind.HANDSHAKES && !over) {
            tally.thrownOut++;
        }
        int pause = kind == Kind.HANDSHAKES ? PAUSE_MILLIS : LONG_PAUSE_MILLIS;
        thread.schedule(pause, TimeUnit.MILLISECONDS, this::connect);
    }
}
