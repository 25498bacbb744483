package dev.parley.conformance.verdict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The wire log of a case: what went over its connections, frame by frame, with the time. Bounded whatever the server
 * sends: the first {@value #FIRST} and the last {@value #LAST} entries are kept, and {@value #HEAD} bytes of each.
 * Confined to the thread that plays the case, until that is done.
 */
public final class Transcript {
    /** Bytes kept of an entry. */
    public static final int HEAD = 96;

    private static final int FIRST = 120;
    private static final int LAST = 60;

    private final List<Entry> first = new ArrayList<>();
    private final Deque<Entry> last = new ArrayDeque<>();
    private long elided;

    /** Who did it. */
    public enum Direction {
        /** The suite sent it. */
        SENT("->"),
        /** The server sent it. */
        RECEIVED("<-"),
        /** Neither: a remark. */
        NOTE("--");

        private final String arrow;

        Direction(String arrow) {
            this.arrow = arrow;
        }

        /** Two characters for listings. */
        public String arrow() {
            return arrow;
        }
    }

    /**
     * One line of the log.
     *
     * @param micros since the case began
     * @param connection number of the connection, from 1
     * @param label what it is, in words
     * @param head its first bytes, at most {@link Transcript#HEAD}; not to be changed
     * @param length how many bytes it has in all
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by no one
    public record Entry(long micros, int connection, Direction direction, String label, byte[] head, long length) {}

    /** Adds an entry. */
    public void add(Entry entry) {
        if (first.size() < FIRST) {
            first.add(entry);
            return;
        }
        if (last.size() == LAST) {
            last.removeFirst();
            elided++;
        }
        last.add(entry);
    }

    /** What was kept, in order. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>(first);
        if (elided > 0) {
            Entry before = first.get(first.size() - 1);
            all.add(new Entry(
                    before.micros(),
                    before.connection(),
                    Direction.NOTE,
                    elided + " entries left out",
                    new byte[0],
                    0));
        }
        all.addAll(last);
        return all;
    }

    /** The log as text: a line for each entry, and its bytes in hexadecimal, 16 to a line. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%10.3f ms  #%d %s %s%n",
                    entry.micros() / 1000.0,
                    entry.connection(),
                    entry.direction().arrow(),
                    entry.label()));
            HexDump.append(text, entry.head(), entry.length());
        }
        return text.toString();
    }
}
