package dev.parley.wire.deflate;

import dev.parley.wire.MessageExtension.Output;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Violation;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of one direction (7.2.2). Confined to one thread at a time.
 *
 * <p>A message is any number of DEFLATE blocks and, once the sender's cut is undone, ends with an empty stored one. Its
 * blocks may follow one marked as the last of a stream (BFINAL, 7.2.3.4): zlib stops there, so a new stream is begun with
 * what is left. Its window is empty; a sender that begins a stream anew has no other, but by the letter of 7.2.2 it could
 * refer to the old one, which then fails as invalid data.
 *
 * <p>At the end of a message zlib tells nobody whether it stands between two blocks. So the missing octets are followed
 * by a row of empty blocks, as a probe: whole messages make nothing of it, whereas a message cut short takes it for a part
 * of what is missing, and makes output or an error of it. Nothing passes but what is a whole message by chance, or
 * contrived. The row must be long enough to get past the code lengths at the head of a dynamic block, which make no output:
 * 316 of 7 bits each (RFC 1951 section 3.2.7) are 277 octets.
 */
final class MessageInflater {
    private static final int PROBES = 60; // of five octets each

    /** 7.2.1: what an empty stored block is but for its header, and what a sender cuts off. */
    private static final byte[] LENGTHS = {0, 0, -1, -1};

    /** 7.2.2: what was cut off, and the probe. */
    private static final byte[] TAIL = tail();

    private final ContextTakeover contextTakeover;
    private final long maxMessage;
    private @Nullable Inflater zlib; // until the first message, and after close
    private byte[] output = {};
    private long inflated; // bytes of this message handed on
    private long written; // bytes that zlib has written since it was made or reset
    private boolean corrupt;
    private State state = State.MESSAGE_START;

    /** Where in the stream the next octet belongs. */
    private enum State {
        MESSAGE_START,
        WITHIN_STREAM,
        /** Right after a block with BFINAL. */
        AFTER_STREAM,
        DEAD
    }

    MessageInflater(ContextTakeover contextTakeover, long maxMessage) {
        this.contextTakeover = contextTakeover;
        this.maxMessage = maxMessage;
    }

    /** Hands on what a piece of a message inflates to; {@code bytes} is not kept. */
    void inflate(byte[] bytes, int offset, int length, Output out) throws ProtocolException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Inflater inflater = alive();
        if (length == 0) {
            return;
        }
        inflater.setInput(bytes, offset, length);
        state = State.WITHIN_STREAM;
        boolean more = true;
        while (more) {
            // one byte more than the limit leaves, to see whether there is more
            int room = (int) Math.min(output.length - 1, maxMessage - inflated) + 1;
            int got = step(inflater, room);
            if (got > 0 && !handOn(got, out)) {
                return;
            }
            if (corrupt) {
                throw dead(Violation.INVALID_COMPRESSED_DATA);
            }
            more = inflater.finished() ? restart(inflater, bytes, offset + length) : got == room;
        }
    }

    /** Ends a message. There is nothing to hand on: a whole message has been inflated before the octets that are cut off. */
    void end() throws ProtocolException {
        Inflater inflater = alive();
        if (state == State.MESSAGE_START) {
            throw dead(Violation.INVALID_COMPRESSED_DATA); // 7.2.3.6: the empty message is one octet
        }
        if (state == State.WITHIN_STREAM) {
            inflater.setInput(TAIL);
            if (step(inflater, output.length) != 0 || corrupt || inflater.finished()) {
                throw dead(Violation.INVALID_COMPRESSED_DATA);
            }
        }
        if (contextTakeover == ContextTakeover.FORBIDDEN) {
            reset(inflater); // 7.1.1: so that a peer which breaks its word is noticed
        }
        inflated = 0;
        state = State.MESSAGE_START;
    }

    void close() {
        state = State.DEAD;
        if (zlib != null) {
            zlib.end();
            zlib = null;
        }
    }

    private static byte[] tail() {
        ByteBuffer tail = ByteBuffer.allocate(LENGTHS.length + PROBES * (1 + LENGTHS.length));
        tail.put(LENGTHS);
        while (tail.hasRemaining()) {
            tail.put((byte) 0).put(LENGTHS); // the header of a stored block that is not the last, and its lengths
        }
        return tail.array();
    }

    private Inflater alive() {
        if (state == State.DEAD) {
            throw new IllegalStateException("closed, or failed before");
        }
        if (zlib == null) {
            zlib = new Inflater(true);
            output = new byte[PermessageDeflate.OUTPUT_BYTES];
        }
        return zlib;
    }

    /** Inflates what it can; where the data turns out to be {@link #corrupt}, what came before that place. */
    private int step(Inflater inflater, int room) {
        int got;
        try {
            got = inflater.inflate(output, 0, room);
        } catch (DataFormatException e) {
            corrupt = true;
            got = (int) (inflater.getBytesWritten() - written);
        }
        written += got;
        return got;
    }

    private boolean handOn(int length, Output out) throws ProtocolException {
        int allowed = (int) Math.min(length, maxMessage - inflated);
        inflated += allowed;
        if (allowed > 0 && !out.accept(output, 0, allowed)) {
            state = State.DEAD;
            return false;
        }
        if (allowed < length) {
            throw dead(Violation.MESSAGE_TOO_BIG);
        }
        return true;
    }

    private void reset(Inflater inflater) {
        inflater.reset();
        written = 0;
    }

    /** Begins a new stream with the input left over by one that has ended; whether there is any. */
    private boolean restart(Inflater inflater, byte[] bytes, int end) {
        int rest = inflater.getRemaining();
        reset(inflater);
        inflater.setInput(bytes, end - rest, rest);
        state = rest == 0 ? State.AFTER_STREAM : State.WITHIN_STREAM;
        return rest > 0;
    }

    private ProtocolException dead(Violation violation) {
        state = State.DEAD;
        return new ProtocolException(violation, ProtocolException.UNKNOWN_OFFSET);
    }
}
