package dev.parley.endpoints.settings;

/** Settings that Parley does not start with. The message is one line for the operator: what, where, what is allowed. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** Says in one line which setting is wrong, and why. */
    public SettingsException(String message) {
        super(message);
        this.message = message;
    }

    /** Returns one line for the operator. */
    @Override
    public String getMessage() {
        return message;
    }
}
