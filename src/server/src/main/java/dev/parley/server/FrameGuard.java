package dev.parley.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the bytes of one client and an engine that takes them too easily. It reads the headers of the frames
 * and passes the frames on, masked as they are, with these changes:
 *
 * <ul>
 *   <li>A frame that breaks a rule is not passed on. In its place comes a close frame with the rule's status code, as
 *       if the client had closed: so the engine ends the connection in the way that it ends any other, and its close
 *       frame cannot fall into another frame that it is writing.
 *   <li>A data frame of more than {@value #WHOLE} bytes that is not there in whole becomes continuation frames (5.4),
 *       one for each piece that arrives, so that the engine never waits for the rest of a frame with a buffer in hand.
 *       A piece begins anywhere: its masking key is the frame's, turned to where it begins (5.3).
 *   <li>Nothing follows a close frame (5.5.1).
 * </ul>
 *
 * <p>Call {@link #next} until it returns {@code null}, then bring more bytes. Does no I/O and never blocks. Holds at
 * most a header. Confined to the connection's reader.
 */
final class FrameGuard {
    /** Longest piece in bytes that is passed on at once. */
    static final int PIECE = 64 * 1024;

    /** Longest payload in bytes that the engine may be left to wait for. */
    static final int WHOLE = 1024;

    /** Small frames are passed on together up to so many bytes; between two such parcels the caller can stop. */
    static final int PARCEL = 8 * 1024;

    private static final int BITS_OF_KEY = 8 * FrameHeader.KEY_BYTES;

    private final long longest;
    private final FrameHeader header = new FrameHeader();
    private final byte[] gathered = new byte[FrameHeader.MAX_BYTES];
    private int gatheredBytes;
    private @Nullable FrameViolation violation;
    private boolean closing; // the frame being passed on is a close frame
    private boolean closed; // a close frame was passed on in whole, the client's or ours
    private boolean inMessage; // a data frame without FIN was passed on
    private long untouched; // bytes to pass on as they come
    private long streamed; // bytes to pass on in continuation frames, not announced yet
    private int streamedOpcode; // of the next continuation frame
    private boolean streamedFinal; // whether the streamed frame has FIN
    private int streamedKey; // masking key from the next byte of the streamed frame on

    /**
     * Makes the guard of a new connection.
     *
     * @param longest longest payload of a frame in bytes
     */
    FrameGuard(long longest) {
        this.longest = longest;
    }

    /**
     * Takes bytes from {@code in} and returns what to pass on: a buffer of the guard's or a view of {@code in}, either
     * to be used before the next call. {@code in} is big-endian.
     *
     * @return {@code null} if all is taken and nothing is to be passed on before more comes
     */
    @Nullable
    ByteBuffer next(ByteBuffer in) {
        if (closed) {
            in.position(in.limit());
        }
        if (!in.hasRemaining()) {
            return null;
        }
        if (untouched > 0) {
            return pass(in);
        }
        if (streamed > 0) {
            return announce(in);
        }
        int whole = gatheredBytes == 0 ? wholeFrames(in) : 0;
        return whole > 0 ? take(in, whole) : begin(in);
    }

    /** Returns the rule that the client broke, if it did. */
    Optional<FrameViolation> violation() {
        return Optional.ofNullable(violation);
    }

    /** Returns whether the client sent a close frame, or got one ascribed. */
    boolean isClosed() {
        return closed;
    }

    private ByteBuffer pass(ByteBuffer in) {
        int length = (int) Math.min(untouched, Math.min(in.remaining(), PIECE));
        untouched -= length;
        closed = closing && untouched == 0;
        return take(in, length);
    }

    /** Returns the header of the next piece of a frame, whose payload follows. */
    private ByteBuffer announce(ByteBuffer in) {
        int length = (int) Math.min(streamed, Math.min(in.remaining(), PIECE));
        streamed -= length;
        untouched = length;
        boolean last = streamed == 0 && streamedFinal;
        ByteBuffer piece = ByteBuffer.allocate(FrameHeader.MAX_BYTES);
        FrameHeader.write(piece, last ? FrameHeader.B0_FIN | streamedOpcode : streamedOpcode, length, streamedKey);
        streamedOpcode = FrameHeader.CONTINUATION; // 5.4
        streamedKey = Integer.rotateLeft(streamedKey, Byte.SIZE * length % BITS_OF_KEY); // 5.3: octet i by key i mod 4
        return piece.flip();
    }

    /** Returns how many bytes from the position of {@code in} are whole frames that may pass, about a parcel at most. */
    private int wholeFrames(ByteBuffer in) {
        int begin = in.position();
        int at = begin;
        while (at - begin < PARCEL && !closed && header.read(in, at)) {
            boolean here = header.length() <= Math.min(PIECE, in.limit() - at - header.bytes());
            if (violationOfHeader().isPresent() || !here) {
                break;
            }
            accept();
            at += header.bytes() + (int) header.length();
            closed = closing;
        }
        return at - begin;
    }

    /** Gathers a header, or what there is of it, and begins its frame. */
    private @Nullable ByteBuffer begin(ByteBuffer in) {
        while (in.hasRemaining()) {
            gathered[gatheredBytes++] = in.get();
            if (header.read(ByteBuffer.wrap(gathered, 0, gatheredBytes), 0)) {
                gatheredBytes = 0;
                Optional<FrameViolation> found = violationOfHeader();
                return found.isPresent() ? fail(found.get()) : beginFrame(in);
            }
        }
        return null;
    }

    private @Nullable ByteBuffer beginFrame(ByteBuffer in) {
        accept();
        if (header.isControl() || header.length() <= WHOLE) {
            untouched = header.length();
            closed = closing && untouched == 0;
            return ByteBuffer.wrap(gathered.clone(), 0, header.bytes());
        }
        streamed = header.length();
        streamedOpcode = header.opcode();
        streamedFinal = header.isFinal();
        streamedKey = ByteBuffer.wrap(gathered).getInt(header.bytes() - FrameHeader.KEY_BYTES);
        return in.hasRemaining() ? announce(in) : null;
    }

    private Optional<FrameViolation> violationOfHeader() {
        Optional<FrameViolation> alone = header.violation(longest);
        if (alone.isPresent() || header.isControl()) { // 5.4: control frames may stand between fragments
            return alone;
        }
        boolean continues = header.opcode() == FrameHeader.CONTINUATION;
        if (continues == inMessage) {
            return Optional.empty();
        }
        return Optional.of(continues ? FrameViolation.UNEXPECTED_CONTINUATION : FrameViolation.UNFINISHED_MESSAGE);
    }

    private void accept() {
        closing = header.opcode() == FrameHeader.CLOSE;
        if (!header.isControl()) {
            inMessage = !header.isFinal();
        }
    }

    private ByteBuffer fail(FrameViolation found) {
        violation = found;
        closed = true;
        byte[] sentence = found.sentence().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.MAX_BYTES + Short.BYTES + sentence.length);
        int noKey = 0; // masks nothing
        FrameHeader.write(frame, FrameHeader.B0_FIN | FrameHeader.CLOSE, Short.BYTES + sentence.length, noKey);
        return frame.putShort((short) found.closeCode()).put(sentence).flip();
    }

    private static ByteBuffer take(ByteBuffer in, int length) {
        ByteBuffer piece = in.slice(in.position(), length);
        in.position(in.position() + length);
        return piece;
    }
}
