package dev.parley.conformance.peer;

import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.DeflateTerms;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Transcript;
import dev.parley.conformance.verdict.Transcript.Direction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has come from the server and nobody has taken yet: first the head of an answer, then events. Bounded: when it is
 * full, no more is read from the socket. Confined to the thread that plays the case.
 */
final class Inbox implements Link.Receiver, FrameReader.Listener {
    private static final int MAX_HEAD = 256 * 1024; // some servers repeat in it what the longest request says

    private final Log log;
    private final IntSupplier room;
    private final Deque<Event> events = new ArrayDeque<>();
    private byte[] head = new byte[1024];
    private int headLength;
    private @Nullable FrameReader frames;
    private @Nullable Judgement broken;
    private Event.@Nullable Ended ended;
    private int closeCode = -1;

    /** Takes lines for the wire log. */
    interface Log {
        void add(Direction direction, String label, byte[] head, long length);
    }

    Inbox(Log log, IntSupplier room) {
        this.log = log;
        this.room = room;
    }

    /** Forgets a connection that failed, or that was refused for now. */
    void restart() {
        ended = null;
        headLength = 0;
        events.clear();
    }

    boolean hasEnded() {
        return ended != null;
    }

    /** Whether no more is read. */
    boolean isFull() {
        return frames == null && headLength >= MAX_HEAD;
    }

    /** Whether the connection has ended in order before so many bytes had come. RST may overtake what was sent. */
    boolean isCutShort(long length) {
        return ended != null && ended.how() == Event.Ended.How.CLEANLY && headLength < length;
    }

    boolean hasHead() {
        return endOfHead() >= 0 || headLength >= MAX_HEAD || ended != null;
    }

    boolean hasEvent() {
        return !events.isEmpty() || broken != null || ended != null;
    }

    /** The head of an answer, or why there is none. */
    Answer takeHead(long millis) {
        int end = endOfHead();
        if (end < 0) {
            String got = headLength == 0 ? "" : " after " + headLength + " bytes";
            String why = ended != null
                    ? ended.describe() + got + " instead of an answer"
                    : "no answer" + got + " for " + millis + " ms";
            return Answer.missing(why);
        }
        log.add(Direction.RECEIVED, "answer", Arrays.copyOf(head, Math.min(end, Transcript.HEAD)), end);
        Answer answer = Answer.parse(new String(head, 0, end, StandardCharsets.ISO_8859_1));
        head = Arrays.copyOfRange(head, end, Math.max(headLength, end + 1));
        headLength -= end;
        return answer;
    }

    /** How many bytes have come and are not taken as an answer. */
    int rawLength() {
        return headLength;
    }

    /** The bytes that have come instead of an answer. */
    byte[] takeRaw() {
        byte[] raw = Arrays.copyOf(head, headLength);
        log.add(Direction.RECEIVED, "bytes", Arrays.copyOf(raw, Math.min(raw.length, Transcript.HEAD)), raw.length);
        headLength = 0;
        return raw;
    }

    /** From now on frames come, some of them perhaps already here. */
    void startFrames(DeflateTerms terms) {
        frames = new FrameReader(this, terms);
        byte[] early = Arrays.copyOf(head, headLength);
        headLength = 0;
        boolean over = ended != null;
        events.clear();
        parse(frames, early, early.length);
        if (over && ended != null) {
            events.add(ended);
        }
    }

    /** The next event; the rule that the server broke, if it came before; the end, again and again; else silence. */
    Event take(long millis) throws Judgement {
        Event event = events.poll();
        if (event != null) {
            return event;
        }
        if (broken != null) {
            throw broken;
        }
        return ended == null ? new Event.Silence(millis) : ended; // the end goes on for ever
    }

    int closeCode() {
        return closeCode;
    }

    @Override
    public boolean wantsMore() {
        return frames == null ? headLength < MAX_HEAD : events.size() < room.getAsInt() && broken == null;
    }

    @Override
    public void bytes(byte[] bytes, int from, int to) {
        if (frames != null) {
            parse(frames, bytes, to);
            return;
        }
        int count = to - from; // what comes in one read is kept whole: frames may stand behind the head
        if (head.length < headLength + count) {
            head = Arrays.copyOf(head, Math.max(2 * head.length, headLength + count));
        }
        System.arraycopy(bytes, from, head, headLength, count);
        headLength += count;
    }

    @Override
    public void ended(boolean cleanly) {
        Event.Ended end = new Event.Ended(cleanly ? Event.Ended.How.CLEANLY : Event.Ended.How.ABRUPTLY);
        boolean within = frames != null && frames.isWithinFrame();
        log.add(Direction.RECEIVED, end.describe() + (within ? " within a frame" : ""), new byte[0], 0);
        ended = end;
        if (within && cleanly && broken == null) {
            broken = Judgement.fail("whole frames (5.2)", "the end of TCP within a frame of the server");
            return;
        }
        events.add(end);
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.Close close) {
            closeCode = close.code();
        }
        events.add(event);
    }

    @Override
    public void frame(String label, byte[] first, long length) {
        log.add(Direction.RECEIVED, label, first, length);
    }

    private void parse(FrameReader reader, byte[] bytes, int to) {
        if (broken != null) {
            return;
        }
        try {
            reader.accept(bytes, 0, to);
        } catch (Judgement e) {
            broken = e;
            log.add(
                    Direction.RECEIVED,
                    "breaks a rule: " + e.getMessage(),
                    Arrays.copyOf(bytes, Math.min(to, Transcript.HEAD)),
                    to);
        }
    }

    private int endOfHead() {
        for (int i = 3; i < headLength; i++) {
            if (head[i] == '\n' && head[i - 1] == '\r' && head[i - 2] == '\n' && head[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }
}
