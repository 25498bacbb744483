package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.Behaviours.compressing;
import static dev.parley.conformance.reference.Behaviours.eachInput;
import static dev.parley.conformance.reference.Behaviours.input;
import static dev.parley.conformance.reference.Behaviours.output;

import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Faults with compression. Stateless. */
final class DeflateFaults {
    private DeflateFaults() {}

    static Behaviour remembering() {
        return compressing(agreed -> new DeflateAgreement(
                new DeflateDirection(ContextTakeover.ALLOWED, agreed.server().maxWindowBits()), agreed.client()));
    }

    static Behaviour lookingTooFar() {
        return compressing(agreed -> new DeflateAgreement(
                new DeflateDirection(agreed.server().contextTakeover(), DeflateDirection.MAX_WINDOW_BITS),
                agreed.client()));
    }

    static Behaviour forgettingClient() {
        return compressing(
                agreed -> new DeflateAgreement(agreed.server(), new DeflateDirection(ContextTakeover.FORBIDDEN, 15)));
    }

    /** Sets RSV1 on a continuation, too. */
    static Behaviour continuationsMarked() {
        return output((frame, memory) -> frame.rsv() == 0 || frame.length() < 2
                ? List.of(frame)
                : List.of(frame.withByte0(frame.byte0() & 0x7F).withPayload(new byte[0]), frame.withByte0(0xC0)));
    }

    /** Drops a message of one frame that does not inflate. */
    static Behaviour badDataSwallowed() {
        return input(
                (frame, memory) -> frame.rsv() == 4 && frame.fin() && !frame.isControl() && !inflates(frame.payload())
                        ? List.of()
                        : List.of(frame));
    }

    /** Takes nothing of a message behind the first block that ends at a byte. */
    static Behaviour firstBlockOnly() {
        return eachInput(frame -> {
            byte[] payload = frame.payload();
            for (int i = 1; frame.rsv() == 4 && i + 4 < payload.length; i++) {
                if (payload[i] == 0 && payload[i + 1] == 0 && payload[i + 2] == -1 && payload[i + 3] == -1) {
                    return frame.withPayload(Arrays.copyOf(payload, i));
                }
            }
            return frame;
        });
    }

    private static boolean inflates(byte[] payload) {
        byte[] whole = Arrays.copyOf(payload, payload.length + 4);
        whole[whole.length - 1] = -1;
        whole[whole.length - 2] = -1;
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(whole);
            byte[] out = new byte[8192];
            while (!inflater.needsInput() && !inflater.finished()) {
                inflater.inflate(out);
            }
            return true;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }
}
