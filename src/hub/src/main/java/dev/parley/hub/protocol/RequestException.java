package dev.parley.hub.protocol;

/** A request that is refused: the client's deed, so without a stack trace. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1;
    private static final boolean SUPPRESSION = false;
    private static final boolean STACK_TRACE = false;

    private final ErrorCode code;
    private final long afterMillis;

    /** {@code reason} says what is wrong and what is allowed. */
    RequestException(ErrorCode code, String reason) {
        this(code, reason, code.afterMillis());
    }

    /** {@code afterMillis} says when the same may be asked again, if it may. */
    RequestException(ErrorCode code, String reason, long afterMillis) {
        super(reason, null, SUPPRESSION, STACK_TRACE);
        this.code = code;
        this.afterMillis = afterMillis;
    }

    long afterMillis() {
        return afterMillis;
    }

    ErrorCode code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
