package dev.parley.endpoints;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.endpoints.settings.Settings;
import java.util.Optional;

/**
 * One running Parley: what its endpoints share. A servlet container has one for each web application, the embedded
 * server one in all. Safe for any thread.
 */
public final class Application implements AutoCloseable {
    private final Settings settings;
    private volatile boolean closed;

    private Application(Settings settings) {
        this.settings = settings;
    }

    /** Starts an application; its two or three daemon threads end with {@link #close()}. */
    public static Application start(Settings settings) {
        return new Application(settings);
    }

    /** Returns the settings it was started with. */
    public Settings settings() {
        return settings;
    }

    /**
     * Decides upon an opening handshake and, unless it is refused, binds it to the calling thread until {@link
     * #release()}: the endpoint's configurator, called on the same thread, finds application and handshake there.
     *
     * @return why it is refused; empty if it may go on
     */
    public Optional<Refusal> admit(Handshake handshake) {
        return Optional.empty();
    }

    /** Undoes the binding that {@link #admit} made on the calling thread; without one it does nothing. */
    public static void release() {}

    /** Returns whether it takes connections; {@code false} once {@link #close()} has begun. */
    public boolean ready() {
        return !closed;
    }

    /** Refuses new connections, closes the open ones with 1001, waits a bounded time for them, and ends its threads. */
    @Override
    public void close() {
        closed = true;
    }
}
