package dev.parley.conformance.reference;

import dev.parley.wire.deflate.ContextTakeover;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateDirection;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a fault of {@link SixthBlindFault} remembers of its connection. Confined to the thread of that. */
final class SixthMemory {
    /** Whether the request was refused. */
    boolean refused;
    /** Whether the last read ended within a frame. */
    boolean withinFrame;
    /** Whether the message under way is compressed. */
    boolean compressed;
    /** Whether the message under way is read as another type. */
    boolean turned;
    /** Bytes that the character under way still needs. */
    int needed;
    /** Length of something that came first. */
    int first;
    /** Bytes of the client's stream before the frame given next. */
    long offset;
    /** What is to be echoed. */
    byte[] spoken = {};
    /** The payload of the message under way. */
    final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    /** What is to be done to the echo of each message that is whole. */
    final Deque<Boolean> echoes = new ArrayDeque<>();

    private SixthCommon common = new SixthCommon();
    private int number;
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean forgetting;
    private boolean wide;

    void join(SixthCommon all, int mine, OutputStream own, @Nullable DeflateAgreement agreed) {
        common = all;
        number = mine;
        out = own;
        forgetting = agreed != null && agreed.server().contextTakeover() == ContextTakeover.FORBIDDEN;
        wide = agreed != null && agreed.server().maxWindowBits() == DeflateDirection.MAX_WINDOW_BITS;
        common.join(number, out);
    }

    /** What connections have in common. */
    SixthCommon common() {
        return common;
    }

    /** The number of this connection. */
    int number() {
        return number;
    }

    /** Where this connection is written to. */
    OutputStream out() {
        return out;
    }

    /** Whether the server compresses each message by itself. */
    boolean isForgetting() {
        return forgetting;
    }

    /** Whether the server may look back as far as it likes. */
    boolean isWide() {
        return wide;
    }
}
