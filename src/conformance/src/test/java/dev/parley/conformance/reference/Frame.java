package dev.parley.conformance.reference;

import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.wire.FrameEncoder;
import java.util.List;

/**
 * A frame between socket and server, where faults change it. Immutable; the payload is not to be changed.
 *
 * @param byte0 FIN, reserved bits, opcode
 * @param masked whether it is
 * @param form bytes of an extended length: 0, 2 or 8; -1 for as few as may be
 * @param key that it was masked with
 * @param payload unmasked
 * @param cuts where in the payload a read ended that did not hold all of it
 * @param headCuts where in its header a read ended, from its first byte
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record Frame(int byte0, boolean masked, int form, int key, byte[] payload, List<Integer> cuts, List<Integer> headCuts) {
    Frame(int byte0, boolean masked, int form, int key, byte[] payload, List<Integer> cuts) {
        this(byte0, masked, form, key, payload, cuts, List.of());
    }

    Frame(int byte0, boolean masked, int form, int key, byte[] payload) {
        this(byte0, masked, form, key, payload, List.of(), List.of());
    }

    static Frame of(int byte0, byte[] payload) {
        return new Frame(byte0, false, -1, 0, payload);
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

    int length() {
        return payload.length;
    }

    Frame withByte0(int other) {
        return new Frame(other, masked, form, key, payload, cuts, headCuts);
    }

    Frame withOpcode(int other) {
        return withByte0((byte0 & 0xF0) | other);
    }

    Frame withFin() {
        return withByte0(byte0 | 0x80);
    }

    Frame withRsv(int other) {
        return withByte0((byte0 & 0x8F) | (other << 4));
    }

    /** Its length is written in as few bytes as may be, unless it stays the same. */
    Frame withPayload(byte[] other) {
        return new Frame(byte0, masked, other.length == payload.length ? form : -1, key, other);
    }

    Frame withMasked(boolean other) {
        return new Frame(byte0, other, form, key, payload, cuts, headCuts);
    }

    Frame withForm(int other) {
        return new Frame(byte0, masked, other, key, payload);
    }

    /** Without meaning for any server: a reserved opcode. */
    Frame spoiled() {
        return withByte0(0x83);
    }

    /** As it goes over the wire, written by the writer of a server. */
    byte[] encoded() {
        FrameEncoder encoder = FrameEncoder.server();
        byte[] bytes = new byte[(int) encoder.frameSize(payload.length)];
        encoder.output(bytes, 0, bytes.length);
        encoder.frame(byte0, payload, 0, payload.length);
        return bytes;
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
}
