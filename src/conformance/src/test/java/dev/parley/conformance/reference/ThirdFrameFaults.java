package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.both;
import static dev.parley.conformance.reference.Behaviours.dropping;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.eachOutput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.reading;
import static dev.parley.conformance.reference.ThirdBlindFaults.atFrame;
import static dev.parley.conformance.reference.ThirdBlindFaults.atLength;

import dev.parley.conformance.reference.Behaviour.Reaction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What those of {@link ThirdBlindFault} do that are about single frames and their order. Stateless. */
final class ThirdFrameFaults {
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LARGE = 1024;
    private static final int VERY_LARGE = 16 * 1024;

    private ThirdFrameFaults() {}

    private static boolean isData(Frame frame) {
        return frame.is(1) || frame.is(2);
    }

    private static byte keyByte(Frame frame, int index) {
        return (byte) (frame.key() >>> (8 * (3 - (index & 3))));
    }

    /** With its payload masked once more from an index on, by the key turned by some bytes. */
    private static Frame masked(Frame frame, int from, int turn) {
        byte[] payload = frame.payload().clone();
        for (int i = from; i < payload.length; i++) {
            payload[i] ^= keyByte(frame, i + turn);
        }
        return frame.withPayload(payload);
    }

    /** With its payload unmasked from an index on as if the key were turned by some bytes. */
    private static Frame unmaskedTurned(Frame frame, int from, int turn) {
        return masked(masked(frame, from, 0), from, turn);
    }

    static Behaviour restOfCutPayloadStaysMasked() {
        return eachInput(frame ->
                frame.cuts().isEmpty() ? frame : masked(frame, frame.cuts().get(0), 0));
    }

    static Behaviour restOfCutCompressedPayloadTurned() {
        return eachInput(frame -> frame.cuts().isEmpty() || (frame.rsv() & 4) == 0
                ? frame
                : unmaskedTurned(frame, frame.cuts().get(0), 1));
    }

    /** The key goes on where the fragment before has left it. */
    static Behaviour keyRunsOnInContinuation() {
        return input((frame, memory) -> {
            if (frame.isControl()) {
                return List.of(frame);
            }
            int before = frame.is(0) ? memory.count : 0;
            memory.count = frame.fin() ? 0 : before + frame.length();
            return List.of(before == 0 ? frame : unmaskedTurned(frame, 0, before));
        });
    }

    static Behaviour length16IsSigned() {
        return eachInput(frame -> frame.length() > 0x7FFF && frame.length() <= 0xFFFF ? frame.spoiled() : frame);
    }

    static Behaviour fragmentOf127Drops() {
        return atFrame(Reaction.DROPS, (frame, memory) -> !frame.fin() && frame.length() == 127);
    }

    static Behaviour frameOf64KiBKills() {
        return atLength(Reaction.DIES, declared -> declared == 0x10000);
    }

    static Behaviour negativeLengthHangs() {
        return atLength(Reaction.HANGS, declared -> declared < 0);
    }

    static Behaviour pingPayloadReadAsFrames() {
        return reading((opcode, declared) -> opcode == PING && declared <= 125 ? 0 : declared);
    }

    static Behaviour pingStaysMasked() {
        return eachInput(frame -> frame.is(PING) ? masked(frame, 0, 0) : frame);
    }

    static Behaviour pongNotFinal() {
        return eachOutput(frame -> frame.is(PONG) ? frame.withByte0(PONG) : frame);
    }

    static Behaviour pongBeginsWithStatus() {
        return eachOutput(frame -> {
            if (!frame.is(PONG)) {
                return frame;
            }
            byte[] payload = new byte[Math.min(125, frame.length() + 2)];
            payload[0] = (byte) (1000 >> 8);
            payload[1] = (byte) 1000;
            System.arraycopy(frame.payload(), 0, payload, 2, payload.length - 2);
            return frame.withPayload(payload);
        });
    }

    static Behaviour pongAnsweredWithPing() {
        return both(
                (frame, memory) -> {
                    if (frame.is(PING) || frame.is(PONG)) {
                        memory.held.add(frame);
                    }
                    return List.of(frame.is(PONG) ? frame.withOpcode(PING) : frame);
                },
                (frame, memory) -> {
                    Frame cause = frame.is(PONG) ? memory.held.poll() : null;
                    return List.of(cause != null && cause.is(PONG) ? frame.withOpcode(PING) : frame);
                });
    }

    static Behaviour emptyPingUnanswered() {
        return dropping(frame -> frame.is(PING) && frame.length() == 0);
    }

    static Behaviour pingWithPayloadUnanswered() {
        return dropping(frame -> frame.is(PING) && frame.length() > 0);
    }

    static Behaviour pingWithPayloadKills() {
        return atFrame(Reaction.DIES, (frame, memory) -> frame.is(PING) && frame.length() > 0);
    }

    static Behaviour pongCarriesRestOfRead() {
        return both(
                (frame, memory) -> {
                    if (memory.seen) {
                        byte[] more = frame.bytes();
                        byte[] all = Arrays.copyOf(memory.kept, memory.kept.length + more.length);
                        System.arraycopy(more, 0, all, memory.kept.length, more.length);
                        memory.kept = all;
                    }
                    memory.seen |= frame.is(PING);
                    return List.of(frame);
                },
                (frame, memory) -> {
                    if (!frame.is(PONG)) {
                        return List.of(frame);
                    }
                    byte[] all = Arrays.copyOf(frame.payload(), frame.length() + memory.kept.length);
                    System.arraycopy(memory.kept, 0, all, frame.length(), memory.kept.length);
                    memory.kept = new byte[0];
                    memory.seen = false;
                    return List.of(frame.withPayload(all));
                });
    }

    /** The message behind a ping comes into the buffer that its payload is in before the pong is written. */
    static Behaviour pongBufferOverwritten() {
        return both(
                (frame, memory) -> {
                    if (frame.is(PING)) {
                        memory.kept = new byte[0];
                    } else if (isData(frame)) {
                        memory.kept = frame.payload();
                    }
                    return List.of(frame);
                },
                (frame, memory) -> {
                    byte[] payload = frame.payload().clone();
                    if (frame.is(PONG)) {
                        System.arraycopy(memory.kept, 0, payload, 0, Math.min(payload.length, memory.kept.length));
                    }
                    return List.of(frame.withPayload(payload));
                });
    }

    static Behaviour cutPongFails() {
        return eachInput(frame -> frame.is(PONG) && !frame.cuts().isEmpty() ? frame.spoiled() : frame);
    }

    static Behaviour cutCloseHasNoBody() {
        return eachInput(frame -> frame.is(CLOSE) && !frame.cuts().isEmpty() ? frame.withPayload(new byte[0]) : frame);
    }

    static Behaviour badCloseAnsweredWithoutCode() {
        return both(
                (frame, memory) -> {
                    memory.seen |= frame.is(CLOSE) && frame.length() > 0 && !isSound(frame.payload());
                    return List.of(frame);
                },
                (frame, memory) -> List.of(frame.is(CLOSE) && memory.seen ? frame.withPayload(new byte[0]) : frame));
    }

    private static boolean isSound(byte[] body) {
        if (body.length < 2) {
            return false;
        }
        int code = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
        boolean known = (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                || (code >= 3000 && code < 5000);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, 2, body.length - 2));
            return known;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    static Behaviour unacceptableForProtocolError() {
        return Behaviours.failing((code, violation) -> Optional.of(code == 1002 ? 1003 : code));
    }

    static Behaviour normalForProtocolError() {
        return Behaviours.failing((code, violation) -> Optional.of(code == 1002 ? 1000 : code));
    }

    static Behaviour emptyCloseDrops() {
        return atFrame(Reaction.DROPS, (frame, memory) -> frame.is(CLOSE) && frame.length() == 0);
    }

    static Behaviour closeOvertakesEchoes() {
        return both(
                (frame, memory) -> {
                    memory.seen |= frame.is(CLOSE);
                    return List.of(frame);
                },
                (frame, memory) -> {
                    if (!memory.seen || frame.is(PONG)) {
                        return List.of(frame);
                    }
                    if (!frame.is(CLOSE)) {
                        memory.held.add(frame);
                        return List.of();
                    }
                    return behind(frame, memory);
                });
    }

    /** This one, and then what was kept back. */
    private static List<Frame> behind(Frame frame, Memory memory) {
        List<Frame> all = new ArrayList<>(List.of(frame));
        all.addAll(memory.held);
        memory.held.clear();
        return all;
    }

    static Behaviour binaryInsideMessageJoins() {
        return input((frame, memory) -> List.of(memory.open(frame) && frame.is(2) ? frame.withOpcode(0) : frame));
    }

    static Behaviour dataBehindControlInsideJoins() {
        return input((frame, memory) -> {
            boolean open = memory.open(frame);
            boolean behindControl = memory.seen;
            memory.seen = frame.isControl();
            return List.of(open && behindControl && isData(frame) ? frame.withOpcode(0) : frame);
        });
    }

    /** Sends a small message between two fragments of a large one. */
    static Behaviour fragmentsInterleaved() {
        return both(ThirdFrameFaults::countMessages, (frame, memory) -> {
            if (frame.isControl()) {
                return frame.is(CLOSE) && !memory.held.isEmpty() ? before(frame, memory) : List.of(frame);
            }
            memory.expected--;
            if (!memory.held.isEmpty()) {
                return behind(frame, memory);
            }
            if (frame.length() <= LARGE || memory.expected <= 0) {
                return List.of(frame);
            }
            byte[] all = frame.payload();
            memory.held.add(Frame.of(0x80, Arrays.copyOfRange(all, LARGE, all.length)));
            return List.of(Frame.of(frame.byte0() & 0x7F, Arrays.copyOf(all, LARGE)));
        });
    }

    private static List<Frame> before(Frame frame, Memory memory) {
        List<Frame> all = new ArrayList<>(memory.held);
        all.add(frame);
        memory.held.clear();
        return all;
    }

    private static List<Frame> countMessages(Frame frame, Memory memory) {
        if (memory.expected < 0) {
            memory.expected = 0;
        }
        memory.expected += !frame.isControl() && frame.fin() ? 1 : 0;
        return List.of(frame);
    }

    static Behaviour largeEchoOvertaken() {
        return both(ThirdFrameFaults::countMessages, (frame, memory) -> {
            if (frame.isControl()) {
                return frame.is(CLOSE) ? before(frame, memory) : List.of(frame);
            }
            memory.expected--;
            if (frame.length() > LARGE && memory.expected > 0 && memory.held.isEmpty()) {
                memory.held.add(frame);
                return List.of();
            }
            return behind(frame, memory);
        });
    }

    static Behaviour largeFrameNeverArrives() {
        return dropping(frame -> frame.length() > VERY_LARGE);
    }

    static Behaviour largeFrameOverTlsDrops() {
        return atFrame(Reaction.DROPS, (frame, memory) -> memory.secure && frame.length() > VERY_LARGE);
    }

    static Behaviour frameOf65535Fails() {
        return eachInput(frame -> frame.length() == 0xFFFF ? frame.spoiled() : frame);
    }

    /** A third piece of a payload goes to where only the one before it is counted in. */
    static Behaviour thirdPieceMisplaced() {
        return eachInput(frame -> {
            if (frame.cuts().size() < 2) {
                return frame;
            }
            int second = frame.cuts().get(0);
            int third = frame.cuts().get(1);
            byte[] payload = Arrays.copyOf(Arrays.copyOf(frame.payload(), third), frame.length());
            System.arraycopy(frame.payload(), third, payload, third - second, frame.length() - third);
            return frame.withPayload(payload);
        });
    }

    /** What kind a message is of is taken from the last one that was fragmented. */
    static Behaviour kindOfFragmentedStays() {
        return input((frame, memory) -> {
            boolean open = memory.open(frame);
            if (isData(frame) && !frame.fin()) {
                memory.count = frame.opcode();
            } else if (frame.is(0) && frame.fin()) {
                memory.key = memory.count;
            } else if (isData(frame) && !open && memory.key != 0) {
                return List.of(frame.withOpcode(memory.key));
            }
            return List.of(frame);
        });
    }
}
