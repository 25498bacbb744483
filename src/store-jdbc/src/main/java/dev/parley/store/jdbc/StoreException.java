package dev.parley.store.jdbc;

/** The database is there, but is not one to keep logs in: somebody has to do something about it. One line says what. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
