package dev.parley.endpoints.api;

import dev.parley.hub.StateChange;
import dev.parley.hub.StateEntry;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A channel that keeps the newest value of each of its keys. In a JTA transaction changes are made when that commits.
 * Safe for any thread. No call blocks, but the first one to a channel whose values are in a database, which waits for that.
 */
public interface StateChannel {
    /** Returns its name. */
    String name();

    /**
     * Returns a key as it is now; empty if it has no value.
     *
     * @throws HubException if that cannot be read now
     */
    Optional<StateEntry> get(String key);

    /** Gives a key a value, which is JSON text. */
    default CompletionStage<Published> set(String key, String json) {
        return change(StateChange.set(key, json));
    }

    /** Changes the value of a key by a JSON merge patch (RFC 7396). */
    default CompletionStage<Published> patch(String key, String json) {
        return change(StateChange.patch(key, json));
    }

    /** Takes the value of a key away. */
    default CompletionStage<Published> delete(String key) {
        return change(StateChange.delete(key));
    }

    /** Makes a change, which may have a condition; the options are those of {@link PublishOptions#DEFAULT}. */
    default CompletionStage<Published> change(StateChange change) {
        return change(change, PublishOptions.DEFAULT);
    }

    /**
     * Makes a change.
     *
     * @param options of which the sender does not count here
     * @return completed with the version of the channel when it is made; or exceptionally with a {@link HubException}
     */
    CompletionStage<Published> change(StateChange change, PublishOptions options);

    /**
     * Follows all keys: first what there is, then each change, merged by key if the listener is slow. The listener is
     * called on threads of Parley.
     *
     * @throws HubException if that cannot be done now
     */
    Hub.Registration subscribe(StateListener listener);

    /** Follows all keys; the listener is called by one task at a time of {@code executor}. */
    Hub.Registration subscribe(StateListener listener, Executor executor);
}
