package dev.parley.conformance.reference;

import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.io.ByteArrayOutputStream;

/**
 * A frame between socket and server, where faults change it. Immutable; the payload is not to be changed.
 *
 * @param byte0 FIN, reserved bits, opcode
 * @param masked whether it is
 * @param form bytes of an extended length: 0, 2 or 8
 * @param payload unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record Frame(int byte0, boolean masked, int form, byte[] payload) {
    static Frame of(int byte0, byte[] payload) {
        return new Frame(byte0, false, -1, payload);
    }

    int opcode() {
        return byte0 & 0x0F;
    }

    boolean fin() {
        return (byte0 & 0x80) != 0;
    }

    int rsv() {
        return (byte0 >> 4) & 7;
    }

    boolean isControl() {
        return opcode() >= 8;
    }

    boolean is(int opcode) {
        return opcode() == opcode;
    }

    Frame withByte0(int other) {
        return new Frame(other, masked, form, payload);
    }

    Frame withPayload(byte[] other) {
        return new Frame(byte0, masked, -1, other);
    }

    Frame withMasked(boolean other) {
        return new Frame(byte0, other, form, payload);
    }

    Frame withForm(int other) {
        return new Frame(byte0, masked, other, payload);
    }

    /** As it goes over the wire, written by the writer of the suite. */
    byte[] bytes() {
        RawFrame raw = RawFrame.opcode(opcode(), Payload.of(payload)).rsv(rsv());
        raw = fin() ? raw : raw.notFinal();
        raw = masked ? raw : raw.unmasked();
        raw = form == 2
                ? raw.length(RawFrame.LengthForm.BITS_16)
                : form == 8 ? raw.length(RawFrame.LengthForm.BITS_64) : raw;
        byte[] all = new byte[(int) raw.onWire().length()];
        raw.onWire().copy(0, all, 0, all.length);
        return all;
    }

    /** Cuts a stream into frames; a frame that is too large to hold goes through as it is, and all behind it. */
    static final class Cutter {
        private static final long LARGEST = 20 << 20;

        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean blind;

        interface Taker {
            void frame(Frame frame);

            void raw(byte[] bytes);
        }

        void accept(byte[] bytes, int from, int to, Taker taker) {
            held.write(bytes, from, to - from);
            byte[] all = held.toByteArray();
            int at = 0;
            while (!blind) {
                int next = one(all, at, taker);
                if (next == at) {
                    break;
                }
                at = next;
            }
            held.reset();
            if (blind) {
                byte[] rest = java.util.Arrays.copyOfRange(all, at, all.length);
                taker.raw(rest);
            } else {
                held.write(all, at, all.length - at);
            }
        }

        private int one(byte[] all, int at, Taker taker) {
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
            long length = form == 0 ? length7 : 0;
            for (int i = 0; i < form; i++) {
                length = (length << 8) | (all[at + 2 + i] & 0xFF);
            }
            if (length < 0 || length > LARGEST) {
                blind = true;
                return at;
            }
            if (left < header + length) {
                return at;
            }
            byte[] payload = new byte[(int) length];
            for (int i = 0; i < length; i++) {
                int key = masked ? all[at + header - 4 + (i & 3)] : 0;
                payload[i] = (byte) (all[at + header + i] ^ key);
            }
            taker.frame(new Frame(all[at] & 0xFF, masked, form, payload));
            return at + header + (int) length;
        }
    }
}
