package dev.parley.conformance.reference;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a stream into frames; a frame that is too large to hold goes through as it is, and all behind it. */
final class Cutter {
    private static final long LARGEST = 24 << 20;
    private static final int LARGEST_CONTROL = 125;

    private final Taker taker;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>(); // of the reads before this one, in what is held
    private boolean blind;

    /** Takes what is found, and says what a length is read as. */
    interface Taker {
        void frame(Frame frame);

        void raw(byte[] bytes);

        long length(int opcode, long declared);
    }

    Cutter(Taker taker) {
        this.taker = taker;
    }

    /** Those of the bytes that are whole frames. */
    static byte[] wholeFrames(byte[] bytes) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        new Cutter(new Taker() {
                    @Override
                    public void frame(Frame frame) {
                        whole.writeBytes(frame.bytes());
                    }

                    @Override
                    public void raw(byte[] raw) {
                        whole.writeBytes(raw);
                    }

                    @Override
                    public long length(int opcode, long declared) {
                        return declared;
                    }
                })
                .accept(bytes, bytes.length);
        return whole.toByteArray();
    }

    void accept(byte[] bytes, int length) {
        if (held.size() > 0) {
            ends.add(held.size());
        }
        held.write(bytes, 0, length);
        byte[] all = held.toByteArray();
        int at = 0;
        while (!blind) {
            int next = one(all, at);
            if (next == at) {
                break;
            }
            at = next;
        }
        held.reset();
        if (blind) {
            taker.raw(Arrays.copyOfRange(all, at, all.length));
        } else {
            held.write(all, at, all.length - at);
        }
        int gone = at;
        ends.replaceAll(end -> end - gone);
        ends.removeIf(end -> end <= 0);
    }

    /** Whether the bytes so far end within a frame. */
    boolean isWithinFrame() {
        return held.size() > 0;
    }

    private List<Integer> cuts(int from, int length) {
        return ends.stream()
                .map(end -> end - from)
                .filter(end -> end > 0 && end < length)
                .toList();
    }

    private int one(byte[] all, int at) {
        int left = all.length - at;
        if (left < 2) {
            return at;
        }
        boolean masked = (all[at + 1] & 0x80) != 0;
        int length7 = all[at + 1] & 0x7F;
        int form = length7 == 127 ? 8 : length7 == 126 ? 2 : 0;
        int header = 2 + form + (masked ? 4 : 0);
        if (left < header) {
            return at;
        }
        long declared = form == 0 ? length7 : number(all, at + 2, form);
        long length = taker.length(all[at] & 0x0F, declared);
        if (length < 0 || length > LARGEST) {
            blind = true;
            return at;
        }
        if (left < header + length) {
            blind = (all[at] & 0x08) != 0 && length == declared && declared > LARGEST_CONTROL; // not to be waited for
            return at;
        }
        int key = masked ? (int) number(all, at + header - 4, 4) : 0;
        byte[] payload = new byte[(int) length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (all[at + header + i] ^ (key >>> (8 * (3 - (i & 3)))));
        }
        List<Integer> cuts = cuts(at + header, payload.length);
        int written = length == declared ? form : -1;
        taker.frame(new Frame(all[at] & 0xFF, masked, written, key, payload, cuts, cuts(at, header)));
        return at + header + (int) length;
    }

    private static long number(byte[] all, int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (all[at + i] & 0xFF);
        }
        return value;
    }
}
