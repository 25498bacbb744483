package dev.parley.hub.access;

import dev.parley.hub.spi.Attempt;
import dev.parley.hub.spi.Authorizer.Action;
import dev.parley.hub.spi.Authorizer.Decision;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A namespace in which only the server publishes, and which it tells to whom it likes: rules and policies have no say there.
 * Safe for any thread.
 */
public final class OwnChannels {
    private final String namespace;
    private final String refusal;
    private final Predicate<Login> readers;
    private final Set<Login> reading = ConcurrentHashMap.newKeySet();

    /**
     * Makes it.
     *
     * @param namespace without its colon; empty: there is none
     * @param refusal what somebody is told who may not read there
     * @param readers who may; must be quick
     */
    public OwnChannels(String namespace, String refusal, Predicate<Login> readers) {
        this.namespace = namespace + ":";
        this.refusal = refusal;
        this.readers = readers;
    }

    /** Returns one without channels: no name begins with a colon. */
    public static OwnChannels none() {
        return new OwnChannels("", "", login -> false);
    }

    /** Returns whether a connection is open that was let in to read. */
    public boolean areRead() {
        return !reading.isEmpty();
    }

    boolean hold(String channel) {
        return channel.startsWith(namespace);
    }

    boolean allow(Login login, Action action) {
        return action == Action.SUBSCRIBE && readers.test(login);
    }

    Decision decide(Login login, Attempt attempt) {
        if (attempt.action() != Action.SUBSCRIBE) {
            return Decision.refused("in " + namespace + "* only the server publishes, and nobody is present");
        } else if (!readers.test(login)) {
            return Decision.refused(refusal);
        }
        reading.add(login);
        if (!login.isOpen()) { // it may have been closed before that
            closed(login);
        }
        return Decision.ALLOWED;
    }

    void closed(Login login) {
        reading.remove(login);
    }
}
