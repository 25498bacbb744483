package dev.parley.hub.spi;

/** A log cannot be opened or read now; later it may be. Says nothing of what is in it. */
public final class LogUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says why. */
    public LogUnavailableException(String message) {
        super(message);
    }

    /** Says why. */
    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
