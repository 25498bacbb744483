package dev.parley.endpoints.api;

import dev.parley.hub.Start;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A channel that keeps messages. Safe for any thread; no call blocks. */
public interface Channel {
    /** Returns its name. */
    String name();

    /**
     * Publishes a message, as the server. In a JTA transaction it is published when that commits.
     *
     * @param json JSON text of the message, passed on as it is
     * @return completed when the message is in the log, as durable as the settings say; or exceptionally with a {@link
     *     HubException}. Code that depends on it may block
     */
    default CompletionStage<Published> publish(String json) {
        return publish(json, PublishOptions.DEFAULT);
    }

    /** Publishes a message, as {@link #publish(String)} does. */
    CompletionStage<Published> publish(String json, PublishOptions options);

    /**
     * Follows the channel from now on.
     *
     * @throws HubException if that cannot be done now
     */
    default Following subscribe(ChannelListener listener) {
        return subscribe(Start.with(0), listener);
    }

    /**
     * Follows the channel. The listener is called on threads of Parley.
     *
     * @param start with which message to begin
     * @throws HubException as in {@link #subscribe(Start, ChannelListener, Executor)}
     */
    Following subscribe(Start start, ChannelListener listener);

    /**
     * Follows the channel.
     *
     * @param start with which message to begin; those before the limits of a recovery are told of as a gap
     * @param listener called by one thread at a time
     * @param executor of these threads, such as a {@code ManagedExecutorService}; it has one task at a time
     * @throws HubException if that cannot be done now, or the position has not been reached yet
     */
    Following subscribe(Start start, ChannelListener listener, Executor executor);
}
