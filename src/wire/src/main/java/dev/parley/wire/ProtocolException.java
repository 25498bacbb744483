package dev.parley.wire;

/**
 * The peer broke a rule: fail the connection with {@link #closeCode()} (7.1.7). Costs one small object and no stack
 * trace, so that a hostile peer cannot make failing expensive. Immutable.
 */
public final class ProtocolException extends Exception {
    /** The value of {@link #streamOffset()} where no place in the stream can be named. */
    public static final long UNKNOWN_OFFSET = -1;

    private static final long serialVersionUID = 1;

    private final Violation violation;
    private final long streamOffset;

    /**
     * A violation at a place.
     *
     * @param streamOffset bytes received before the frame, or the payload byte, that broke the rule, counted from the
     *     end of the opening handshake; {@link #UNKNOWN_OFFSET} if the thrower sees no stream
     */
    public ProtocolException(Violation violation, long streamOffset) {
        super(null, null, false, false);
        this.violation = violation;
        this.streamOffset = streamOffset;
    }

    /** The rule that was broken. */
    public Violation violation() {
        return violation;
    }

    /** The code with which to fail the connection. */
    public CloseCode closeCode() {
        return violation.closeCode();
    }

    /** The section that states the rule, as {@link Violation#section()}. */
    public String section() {
        return violation.section();
    }

    /** Where in the stream, in bytes after the opening handshake, or {@link #UNKNOWN_OFFSET}. */
    public long streamOffset() {
        return streamOffset;
    }

    /** The rule, its section, the code and the place, for logs; the peer gets the code alone. */
    @Override
    public String getMessage() {
        String place = streamOffset == UNKNOWN_OFFSET ? "" : " at byte " + streamOffset;
        return violation + " (section " + violation.section() + ", close code " + violation.closeCode() + ")" + place;
    }
}
