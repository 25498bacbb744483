package dev.parley.conformance.reference;

import static dev.parley.conformance.reference.FourthBlindFaults.client;
import static dev.parley.conformance.reference.FourthBlindFaults.in;
import static dev.parley.conformance.reference.FourthBlindFaults.same;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Faults of {@link SeventhBlindFault} in the limit of a message. Stateless. */
final class SeventhLimitFaults {
    private static final int MOST = 20 << 20; // of the reference server
    private static final long MOST_HELD = 24 << 20; // of a frame that is seen as a whole
    private static final int BINARY = 2;
    private static final int FIN = 0x80;

    private SeventhLimitFaults() {}

    /** A frame that fails with 1009. */
    private static Frame tooBig(boolean within) {
        return client(within ? FIN : FIN | BINARY, new byte[MOST + 1]);
    }

    /** Once: a read may hold a hundred frames that are too much. */
    private static List<Frame> overrun(boolean within, Memory memory) {
        boolean again = memory.seen;
        memory.seen = true;
        return again ? List.of() : same(tooBig(within));
    }

    static Behaviour runsOverMessages() {
        return in((frame, memory) -> {
            if (frame.isControl()) {
                return same(frame);
            }
            boolean open = memory.open(frame);
            memory.count += frame.length();
            return memory.count > MOST ? overrun(open, memory) : same(frame);
        });
    }

    static Behaviour countsControl() {
        return in((frame, memory) -> {
            boolean open = memory.open(frame);
            if (open) {
                memory.count += frame.length();
            } else if (!frame.isControl()) {
                memory.count = frame.length();
            }
            return open && memory.count > MOST ? overrun(true, memory) : same(frame);
        });
    }

    /**
     * Binary messages are gathered without asking for the limit; a header that announces more than is held here is
     * believed, and what it announces waited for.
     */
    static Behaviour textOnly() {
        return new Behaviour() {
            @Override
            public Where where() {
                return Where.INPUT;
            }

            @Override
            public Reaction atLength(int opcode, long declared) {
                return opcode == BINARY && declared > MOST_HELD ? Reaction.HANGS : Reaction.NONE;
            }

            @Override
            public List<Frame> inbound(Frame frame, Memory memory) {
                if (frame.isControl() || !frame.masked() || frame.rsv() != 0) {
                    return List.of(frame);
                }
                boolean within = memory.seen;
                if (within && !frame.is(0)) {
                    return List.of(frame.spoiled());
                }
                if (!within && !frame.is(BINARY)) {
                    return List.of(frame);
                }
                memory.seen = !frame.fin();
                memory.sixth.gathered.writeBytes(frame.payload());
                return frame.fin() ? whole(memory) : List.of();
            }
        };
    }

    private static List<Frame> whole(Memory memory) {
        ByteArrayOutputStream gathered = memory.sixth.gathered;
        byte[] message = gathered.toByteArray();
        gathered.reset();
        if (message.length <= MOST) {
            return List.of(client(FIN | BINARY, message));
        }
        try {
            memory.sixth.out().write(Frame.of(FIN | BINARY, message).encoded());
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
