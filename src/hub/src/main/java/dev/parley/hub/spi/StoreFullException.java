package dev.parley.hub.spi;

/** There is no room to keep another channel: some have to go first. */
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says how many there are. */
    public StoreFullException(String message) {
        super(message);
    }
}
