package dev.parley.endpoints.local;

import dev.parley.endpoints.api.Channel;
import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.HubException.Code;
import dev.parley.endpoints.api.StateChannel;
import dev.parley.endpoints.api.UserConnection;
import dev.parley.hub.States;
import dev.parley.hub.access.Access;
import dev.parley.hub.access.Login;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.protocol.ChannelName;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.RemoteMethod;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The hub for the application in its own JVM. Safe for any thread. */
public final class LocalHub implements Hub, AutoCloseable {
    private final Core core;
    private final Limits limits;
    private final Executor executor;
    private final Transactions transactions;
    private final JsonValues values;
    private final Set<Listening> listenings = ConcurrentHashMap.newKeySet();

    /** What channels keep. */
    public enum Kind {
        /** Messages. */
        MESSAGES,
        /** Values. */
        VALUES
    }

    /**
     * What clients use too. Immutable.
     *
     * @param kinds what kind of channel a name is for; empty if there may be none of that name
     * @param methods adds a method, and returns what takes it away
     */
    public record Core(
            dev.parley.hub.Hub logs,
            States states,
            Function<String, Optional<Kind>> kinds,
            Access access,
            Policies policies,
            BiFunction<String, RemoteMethod, Runnable> methods) {}

    /**
     * Bounds. Immutable.
     *
     * @param longest bytes of a message or a value
     * @param recovery messages that a subscription goes back at most
     */
    public record Limits(int longest, int recovery) {}

    /**
     * Begins without subscriptions.
     *
     * @param executor runs code of the application where it names none itself
     */
    public LocalHub(Core core, Limits limits, Executor executor, Transactions transactions) {
        this.core = core;
        this.limits = limits;
        this.executor = executor;
        this.transactions = transactions;
        this.values = new JsonValues(new JsonText(), limits.longest());
    }

    @Override
    public Channel channel(String name) {
        require(name, Kind.MESSAGES);
        return new LocalChannel(this, core.logs(), name);
    }

    @Override
    public StateChannel state(String name) {
        require(name, Kind.VALUES);
        return new LocalState(this, core.states(), name);
    }

    private void require(String name, Kind wanted) {
        if (!ChannelName.isOne(name)) {
            throw new HubException(Code.BAD_CHANNEL, "\"" + name + "\": " + ChannelName.RULE);
        }
        Kind kind = core.kinds()
                .apply(name)
                .orElseThrow(() -> new HubException(Code.UNKNOWN_CHANNEL, "there may be no channel " + name + " here"));
        if (kind != wanted) {
            throw new HubException(
                    Code.WRONG_KIND,
                    kind == Kind.VALUES
                            ? name + " keeps values: state(\"" + name + "\")"
                            : name + " keeps messages: channel(\"" + name + "\")");
        }
    }

    @Override
    public List<UserConnection> connections(String user) {
        return core.access().connections(user).stream()
                .<UserConnection>map(Connected::new)
                .toList();
    }

    private record Connected(Login login) implements UserConnection {
        @Override
        public Identity user() {
            return login.identity();
        }

        @Override
        public String address() {
            return login.address();
        }

        @Override
        public void close(String reason) {
            login.end(reason);
        }
    }

    @Override
    public Registration policy(String pattern, ChannelPolicy policy) {
        return core.policies().add(pattern, policy);
    }

    @Override
    public Registration method(String name, RemoteMethod method) {
        return core.methods().apply(name, method)::run;
    }

    /** Ends all subscriptions of the application. */
    @Override
    public void close() {
        listenings.forEach(Listening::close);
    }

    JsonValues values() {
        return values;
    }

    Transactions transactions() {
        return transactions;
    }

    Executor executor() {
        return executor;
    }

    int recovery() {
        return limits.recovery();
    }

    /** A subscription of the application, ended with the hub at the latest. Compared by identity. */
    static final class Listening implements Registration {
        private final Handoff handoff;

        private Listening(Handoff handoff) {
            this.handoff = handoff;
        }

        @Override
        public void close() {
            handoff.close();
        }
    }

    Listening listening(Handoff handoff) {
        Listening listening = new Listening(handoff);
        listenings.add(listening);
        return listening;
    }

    void over(Listening listening) {
        listenings.remove(listening);
    }

    /** Names what is to be published once: clients name themselves without a slash, so that none can come in between. */
    static MessageId once(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return new MessageId("once/" + HexFormat.of().formatHex(digest), 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
