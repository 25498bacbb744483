package dev.parley.wire.deflate;

import dev.parley.wire.MessageExtension.Output;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Deflates the messages of one direction (7.2.1). Confined to one thread at a time.
 *
 * <p>A message ends with a sync flush, whose last four octets are cut off. Between messages zlib keeps its window, or is
 * reset if there is no context takeover.
 *
 * <p>A window smaller than zlib's is kept by forgetting: {@link #unforgotten} counts the octets that zlib could refer to,
 * and before they would be more than the window holds, a full flush makes zlib forget them all. At the beginning of a
 * message a reset does the same and costs no octets.
 */
final class MessageDeflater {
    private static final int ZLIB_WINDOW = 1 << DeflateDirection.MAX_WINDOW_BITS;

    /** 7.2.1: the length fields of the empty stored block with which a sync flush ends. */
    private static final int TAIL_BYTES = 4;

    /** 7.2.3.6: the header of an empty stored block, which is all that is left of one. */
    private static final byte EMPTY_MESSAGE = 0;

    private final ContextTakeover contextTakeover;
    private final int window; // bytes
    private final int level;
    private @Nullable Deflater zlib; // until the first message, and after close
    private byte[] output = {};
    private int unforgotten; // bytes; counts for small windows only
    private boolean empty = true;
    private boolean dead;

    MessageDeflater(DeflateDirection direction, int level) {
        this.contextTakeover = direction.contextTakeover();
        this.window = 1 << direction.maxWindowBits();
        this.level = level;
    }

    /** Hands on what a piece of a message deflates to so far; {@code bytes} is not kept. */
    void deflate(byte[] bytes, int offset, int length, Output out) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Deflater deflater = alive();
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (unforgotten == window && !forget(deflater, out)) {
                return;
            }
            int piece = Math.min(end - at, window - unforgotten);
            deflater.setInput(bytes, at, piece);
            if (!drain(deflater, Deflater.NO_FLUSH, out)) {
                return;
            }
            at += piece;
            unforgotten += window == ZLIB_WINDOW ? 0 : piece;
            empty = false;
        }
    }

    /** Ends a message: hands on all but the last four octets of its last flush. */
    void end(Output out) {
        Deflater deflater = alive();
        if (empty) { // zlib would write nothing at all, if a flush was the last thing it did
            output[0] = EMPTY_MESSAGE;
            handOn(1, out);
            return;
        }
        int held = 0; // octets at the front of the output that may be the last four
        int room;
        int got;
        do {
            room = output.length - held;
            got = deflater.deflate(output, held, room, Deflater.SYNC_FLUSH);
            int ready = Math.max(0, held + got - TAIL_BYTES);
            if (ready > 0 && !handOn(ready, out)) {
                return;
            }
            held += got - ready;
            System.arraycopy(output, ready, output, 0, held);
        } while (got == room);
        empty = true;
        if (contextTakeover == ContextTakeover.FORBIDDEN) {
            reset(deflater);
        }
    }

    void close() {
        dead = true;
        if (zlib != null) {
            zlib.end();
            zlib = null;
        }
    }

    private Deflater alive() {
        if (dead) {
            throw new IllegalStateException("closed, or abandoned by the output");
        }
        if (zlib == null) {
            zlib = new Deflater(level, true);
            output = new byte[PermessageDeflate.OUTPUT_BYTES];
        }
        return zlib;
    }

    private boolean forget(Deflater deflater, Output out) {
        if (empty) {
            reset(deflater);
            return true;
        }
        unforgotten = 0;
        return drain(deflater, Deflater.FULL_FLUSH, out);
    }

    private void reset(Deflater deflater) {
        deflater.reset();
        unforgotten = 0;
    }

    private boolean drain(Deflater deflater, int flush, Output out) {
        int got;
        do {
            got = deflater.deflate(output, 0, output.length, flush);
            if (got > 0 && !handOn(got, out)) {
                return false;
            }
        } while (got == output.length);
        return true;
    }

    private boolean handOn(int length, Output out) {
        dead = !out.accept(output, 0, length);
        return !dead;
    }
}
