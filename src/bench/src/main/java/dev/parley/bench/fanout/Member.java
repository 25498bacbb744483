package dev.parley.bench.fanout;

import dev.parley.bench.load.Client;
import dev.parley.bench.load.ClientListener;
import dev.parley.bench.load.End;
import dev.parley.bench.load.WholeMessages;
import dev.parley.wire.FrameSink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection in one room: enters, speaks when told to, and checks that it hears each message once and in order. */
final class Member implements ClientListener, Marks.Sink {
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int WHOLE = FrameSink.FIRST | FrameSink.LAST;

    private final int number;
    private final Room room;
    private final Counts counts;
    private final Dialect.Talk talk;
    private final Marks marks = new Marks();
    private final WholeMessages whole = new WholeMessages(this::onWholeMessage);
    private final boolean counted;
    private @Nullable Client client;
    private long next = -1; // the number that comes next, once it has heard something
    private long heard; // messages, those before it began to count included
    private int marksInMessage;
    private boolean witness;
    private boolean frozen;
    private boolean measuresLatency;

    private Member(int number, Room room, Dialect dialect, Counts counts, boolean counted) {
        this.number = number;
        this.room = room;
        this.counts = counts;
        this.counted = counted;
        this.talk = dialect.talk(number, room.name());
    }

    /** One whose deliveries count. */
    static Member listener(int number, Room room, Dialect dialect, Counts counts) {
        return new Member(number, room, dialect, counts, true);
    }

    /** One who only speaks. */
    static Member speaker(int number, Room room, Dialect dialect) {
        return new Member(number, room, dialect, new Counts(), false);
    }

    boolean isReady() {
        return client != null && talk.isReady();
    }

    /** The next message has this number, and as many count as heard. */
    void beginCounting(long first) {
        next = first;
        heard = first;
    }

    boolean hasHeard() {
        return next >= 0;
    }

    /** How many messages it has heard, those before it came included. */
    long heard() {
        return heard;
    }

    void setWitness() {
        witness = true;
    }

    void measureLatency() {
        measuresLatency = true;
    }

    /** Reads and writes no more, and says nothing of it. */
    void freeze() {
        frozen = true;
        client().freeze();
    }

    void drop() {
        client().reset();
    }

    private Client client() {
        Client open = client;
        if (open == null) {
            throw new IllegalStateException(this + " is not connected");
        }
        return open;
    }

    void say(long message) {
        String json = new String(Marks.message(message, Room.MESSAGE_BYTES), StandardCharsets.US_ASCII);
        send(talk.say(json, message));
    }

    @Override
    public void onOpen(Client opened) {
        client = opened;
        talk.begin().forEach(this::send);
        if (!talk.keepAlive().isEmpty()) {
            keepAlive(opened);
        }
    }

    private void keepAlive(Client opened) {
        opened.thread().schedule(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, () -> {
            if (opened.isOpen() && !frozen) {
                send(talk.keepAlive());
                keepAlive(opened);
            }
        });
    }

    @Override
    public void onData(Client from, int flags, byte[] bytes, int offset, int length) {
        hear(flags, bytes, offset, length);
    }

    void hear(int flags, byte[] bytes, int offset, int length) {
        if ((flags & FrameSink.FIRST) != 0) {
            marksInMessage = 0;
            counts.messages++;
        }
        counts.bytes += length;
        marksInMessage += marks.scan(bytes, offset, offset + length, this);
        boolean cut = (flags & WHOLE) != WHOLE;
        if (cut || marksInMessage == 0 || talk.isAttentive(bytes, offset, length)) {
            whole.add(flags, bytes, offset, length);
        }
    }

    private void onWholeMessage(byte[] bytes, int offset, int length) {
        if (marksInMessage == 0 || talk.isAttentive(bytes, offset, length)) {
            talk.answer(new String(bytes, offset, length, StandardCharsets.UTF_8))
                    .forEach(this::send);
        }
    }

    @Override
    public void onMark(long message) {
        if (!counted) {
            return;
        }
        if (next >= 0 && message != next) {
            counts.fault(this + " heard " + message + " where " + next + " was to come");
        }
        heard++;
        next = message + 1;
        counts.deliveries++;
        if (measuresLatency) {
            counts.delivered(System.nanoTime() - room.sentAt(message));
        }
        if (witness) {
            room.pump();
        }
    }

    @Override
    public void onEnd(Client ended, End how) {
        if (how.kind() != End.Kind.DROPPED) {
            throw new IllegalStateException(this + " in " + room.name() + " lost its connection: " + how);
        }
    }

    private void send(String text) {
        if (!client().send(text.getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalStateException(this + " cannot send: the server does not read");
        }
    }

    @Override
    public String toString() {
        return "member " + number;
    }
}
