package dev.parley.conformance.peer;

import dev.parley.conformance.script.DeflateTerms;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.verdict.Judgement;
import java.util.Arrays;

/**
 * Cuts what the server sends into frames and messages, and judges each by the rules that bind a server (5). Written by
 * the book, without speed in mind, and independent of the decoder of parley-wire, which is under test elsewhere. Keeps
 * little of a message: its length, its checksum and its beginning. Confined to one thread.
 */
final class FrameReader {
    private static final int MAX_HEADER = 14;
    private static final int MAX_CONTROL = 125;
    private static final int BYTE = 0xFF;
    private static final int LOGGED = 64;

    private final Listener listener;
    private final MessageAssembly message;

    private final byte[] header = new byte[MAX_HEADER];
    private int headerLength;
    private long remaining = -1; // of the payload; -1 while the header is not whole
    private long payloadLength;
    private final byte[] control = new byte[MAX_CONTROL];
    private int controlLength;
    private final byte[] shown = new byte[LOGGED];
    private int shownLength;
    private boolean closed;

    /** Receives what is found, in order. */
    interface Listener {
        void event(Event event);

        void frame(String label, byte[] head, long length);
    }

    FrameReader(Listener listener, DeflateTerms terms) {
        this.listener = listener;
        this.message = new MessageAssembly(terms);
    }

    /** Takes bytes from the server. */
    void accept(byte[] bytes, int from, int to) throws Judgement {
        int at = from;
        while (at < to) {
            if (closed) {
                throw Judgement.fail("nothing after the CLOSE frame (5.5.1)", (to - at) + " bytes after it");
            }
            at = remaining < 0 ? header(bytes, at) : payload(bytes, at, to);
            if (remaining == 0) {
                endFrame();
            }
        }
    }

    /** Whether the server has stopped within a frame. */
    boolean isWithinFrame() {
        return headerLength > 0;
    }

    private int header(byte[] bytes, int at) throws Judgement {
        header[headerLength++] = bytes[at];
        if (headerLength >= 2 && headerLength == headerSize()) {
            payloadLength = length();
            judgeHeader();
            remaining = payloadLength;
            controlLength = 0;
            shownLength = 0;
            if (!isControl()) {
                message.beginFrame(header[0] & BYTE);
            }
        }
        return at + 1;
    }

    private int headerSize() {
        int length7 = header[1] & 0x7F;
        int size = length7 == 127 ? 10 : length7 == 126 ? 4 : 2;
        return (header[1] & 0x80) != 0 ? size + 4 : size;
    }

    private long length() {
        int length7 = header[1] & 0x7F;
        if (length7 < 126) {
            return length7;
        }
        long value = 0;
        int bytes = length7 == 126 ? 2 : 8;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (header[2 + i] & BYTE);
        }
        return value;
    }

    private void judgeHeader() throws Judgement {
        int opcode = opcode();
        require((header[1] & 0x80) == 0, "no masking by a server (5.1)", "a masked frame");
        require((header[0] & 0x30) == 0, "RSV2 and RSV3 to be 0 (5.2)", "a frame with reserved bits");
        require(opcode <= 2 || (opcode >= 8 && opcode <= 10), "an opcode that is defined (5.2)", "opcode " + opcode);
        int length7 = header[1] & 0x7F;
        boolean minimal = length7 < 126 || (length7 == 126 ? payloadLength > 125 : payloadLength > 65535);
        require(payloadLength >= 0, "a length below 2^63 (5.2)", "a length with its top bit set");
        require(minimal, "the length in the fewest bytes (5.2)", payloadLength + " bytes in a longer form");
        if (isControl()) {
            require((header[0] & 0x80) != 0, "control frames in one piece (5.5)", "a control frame without FIN");
            require(
                    payloadLength <= MAX_CONTROL,
                    "at most 125 bytes in a control frame (5.5)",
                    payloadLength + " bytes");
            require(
                    (header[0] & 0x40) == 0,
                    "no RSV1 on a control frame (5.2, RFC 7692 6)",
                    "a control frame with RSV1");
        }
    }

    private int payload(byte[] bytes, int at, int to) throws Judgement {
        int count = (int) Math.min(remaining, to - at);
        int shownNow = Math.min(count, LOGGED - shownLength);
        System.arraycopy(bytes, at, shown, shownLength, shownNow);
        shownLength += shownNow;
        if (isControl()) {
            System.arraycopy(bytes, at, control, controlLength, count);
            controlLength += count;
        } else {
            message.payload(bytes, at, count);
        }
        remaining -= count;
        return at + count;
    }

    private void endFrame() throws Judgement {
        byte[] head = Arrays.copyOf(header, headerLength + shownLength);
        System.arraycopy(shown, 0, head, headerLength, shownLength);
        listener.frame(label(), head, headerLength + payloadLength);
        headerLength = 0;
        remaining = -1;
        if (isControl()) {
            listener.event(controlEvent(Arrays.copyOf(control, controlLength)));
        } else if ((header[0] & 0x80) != 0) {
            listener.event(message.end());
        }
    }

    private Event controlEvent(byte[] payload) throws Judgement {
        return switch (opcode()) {
            case 9 -> new Event.Ping(payload);
            case 10 -> new Event.Pong(payload);
            default -> {
                closed = true;
                yield CloseBody.judge(payload);
            }
        };
    }

    private String label() {
        String[] names = {"CONTINUATION", "TEXT", "BINARY"};
        String[] controls = {"CLOSE", "PING", "PONG"};
        String name = isControl() ? controls[opcode() - 8] : names[opcode()];
        return name + ((header[0] & 0x80) == 0 ? " without FIN" : "") + ((header[0] & 0x40) != 0 ? " RSV1" : "") + ", "
                + payloadLength + " bytes";
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isControl() {
        return opcode() >= 8;
    }

    private static void require(boolean kept, String rule, String actual) throws Judgement {
        if (!kept) {
            throw Judgement.fail(rule, actual + " from the server");
        }
    }
}
