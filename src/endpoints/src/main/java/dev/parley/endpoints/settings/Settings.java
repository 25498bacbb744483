package dev.parley.endpoints.settings;

import dev.parley.hub.ChannelRules;
import dev.parley.hub.access.Quotas;
import dev.parley.hub.access.Rate;
import dev.parley.hub.access.RateLimits;
import dev.parley.hub.access.Rules;
import dev.parley.hub.spi.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting of one application. Immutable. Read it with {@link SettingsReader}, or take {@link #defaults()}.
 *
 * @param origins who may open a connection from a page
 * @param connections how many connections there may be
 * @param subprotocols subprotocols that are spoken; empty: none is negotiated
 * @param echo the echo endpoint
 * @param heartbeat liveness of every connection
 * @param outbox the outbound queue of every connection
 * @param chat the chat endpoint
 * @param hub the endpoint of many channels
 * @param store where messages are kept
 * @param auth who users are, and what they may do
 * @param rates how often clients may do something
 * @param metrics who may read {@code /metrics}
 * @param monitor who may see the monitor page work
 * @param server the embedded server; a WAR ignores it
 */
public record Settings(
        Origins origins,
        Connections connections,
        List<String> subprotocols,
        Echo echo,
        Heartbeat heartbeat,
        Outbox outbox,
        Chat chat,
        Hub hub,
        Store store,
        Auth auth,
        RateLimits rates,
        MetricsAccess metrics,
        MonitorAccess monitor,
        Server server) {

    /** Copies the list. */
    public Settings {
        subprotocols = List.copyOf(subprotocols);
    }

    /** Who may read {@code /metrics}. */
    public enum MetricsAccess {
        /** This machine, unless it asks for somebody else. */
        LOCAL,
        /** Everybody. */
        ALL,
        /** Nobody: it is not there. */
        NONE,
        /** Nobody, and messages are not counted that pass; what happens less often is. */
        OFF
    }

    /** Who may follow the server's own channels, {@code monitor:*}. */
    public enum MonitorAccess {
        /** This machine, unless it connects for somebody else. */
        LOCAL,
        /** Whom the rules let subscribe to them. */
        RULES,
        /** Nobody: they are channels like any other. */
        NONE
    }

    /** Returns the defaults of every setting. */
    public static Settings defaults() {
        return SettingsReader.read(List.of());
    }

    /** Returns how much one user or address may have at a time. */
    public Quotas quotas() {
        return new Quotas(connections.maxPerUser(), hub.maxChannelsPerUser(), hub.maxChannelsPerAddress());
    }

    /** Returns the longest message in bytes that any endpoint takes. */
    public int longestMessage() {
        return Math.max(hub.maxMessageSize(), Math.max(echo.maxMessageSize(), chat.maxMessageSize()));
    }

    /** Returns the longest message in bytes that the endpoint at {@code path}, below the context, takes. */
    public int longestMessage(String path) {
        if (path.equals("/echo")) {
            return echo.maxMessageSize();
        }
        return path.startsWith("/chat/") ? chat.maxMessageSize() : longestMessage();
    }

    /**
     * Who may open a connection from a page (RFC 6455 section 10.2).
     *
     * @param allowed exact origins such as {@code https://example.org}, {@value #SAME} for the server's own, {@value
     *     #ANY} for all
     * @param absentAllowed whether a client without an {@code Origin} header, so not a browser, is let in
     */
    public record Origins(List<String> allowed, boolean absentAllowed) {
        /** The origin of the page is the host that it connects to. */
        public static final String SAME = "same";

        /** Any origin. */
        public static final String ANY = "*";

        /** Copies the list. */
        public Origins {
            allowed = List.copyOf(allowed);
        }
    }

    /**
     * How many connections there may be.
     *
     * @param max open connections in all, at least 1
     * @param maxPerAddress open connections of one remote address, at least 1
     * @param maxPerUser open connections of one user who is known, at least 1
     * @param rate new connections in all; empty: any number
     * @param ratePerAddress new connections of one remote address; empty: any number
     * @param trustedProxies addresses of proxies whose last {@code X-Forwarded-For} entry is the remote address
     */
    public record Connections(
            int max,
            int maxPerAddress,
            int maxPerUser,
            Optional<Rate> rate,
            Optional<Rate> ratePerAddress,
            List<String> trustedProxies) {
        /** Copies the list. */
        public Connections {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * The echo endpoint.
     *
     * @param maxMessageSize longest message in bytes; a longer one closes the connection with 1009
     * @param memory bytes that messages of all echo connections may hold together, coming in or going out
     * @param compression whether permessage-deflate (RFC 7692) is accepted where the container has it
     * @param maxHeldThreads threads that may wait for readers that do not read, on containers that cannot pause reading
     */
    public record Echo(int maxMessageSize, long memory, boolean compression, int maxHeldThreads) {}

    /**
     * Liveness of every connection.
     *
     * @param interval the server pings when it has sent nothing or received nothing for so long; at least 100 ms
     * @param timeout a connection from which nothing came for so long is closed with 4500; longer than the interval
     */
    public record Heartbeat(Duration interval, Duration timeout) {}

    /**
     * The outbound queue of every connection.
     *
     * @param maxBytes bytes that may wait; beyond, a channel is read from its log again when the reader is ready
     * @param maxMessages messages that may wait
     * @param memory bytes that may wait for all connections together; beyond, the slowest are dropped
     * @param writeTimeout a connection with something to send, of which no send completed for so long, is dropped
     * @param closeTimeout how long a shutdown waits for connections to close
     */
    public record Outbox(int maxBytes, int maxMessages, long memory, Duration writeTimeout, Duration closeTimeout) {}

    /**
     * The chat endpoint.
     *
     * @param maxMessageSize longest message from a client in bytes; a longer one closes the connection with 1009
     * @param welcomeHistory messages that a member gets when it joins
     * @param historyMessages messages kept for each room
     * @param historyBytes bytes kept for each room
     * @param historyMemory bytes kept for all rooms together; beyond, empty rooms are forgotten, and those that take more than
     *     their part keep less
     * @param maxRooms rooms in memory, empty ones with history included
     * @param maxMembers members of one room
     */
    public record Chat(
            int maxMessageSize,
            int welcomeHistory,
            int historyMessages,
            int historyBytes,
            long historyMemory,
            int maxRooms,
            int maxMembers) {}

    /**
     * The endpoint of many channels.
     *
     * @param maxMessageSize longest message from a client in bytes; a longer one closes the connection with 1009
     * @param maxSubscriptions channels that one connection may follow
     * @param recovery messages that a subscription or a page of history goes back
     * @param helloTimeout how long a connection may take to say hello
     * @param drain time over which a shutdown spreads the ends of the connections
     * @param drainUrl where clients are to connect then; empty: where they did
     * @param maxStateChannels channels of values in memory, unused ones included
     * @param maxChannelsPerUser channels that one user who is known has made and that are still there
     * @param maxChannelsPerAddress the same of strangers from one address
     * @param stateMemory bytes that keys, values and members of all of them may take together
     * @param channels which channels there may be, and what holds for them
     */
    public record Hub(
            int maxMessageSize,
            int maxSubscriptions,
            int recovery,
            Duration helloTimeout,
            Duration drain,
            Optional<String> drainUrl,
            int maxStateChannels,
            int maxChannelsPerUser,
            int maxChannelsPerAddress,
            long stateMemory,
            ChannelRules channels) {}

    /**
     * Where messages and values of channels are kept, and when they count as kept.
     *
     * @param database {@code h2}, a URL that begins with {@code jdbc:}, or a name in JNDI that begins with {@code java:};
     *     empty: in memory
     * @param directory of the files of H2, and of the witness of any database
     * @param user of a database with a URL
     * @param password of that user
     * @param durability by namespace; {@code *} stands for the others
     * @param maxAge after which a message is not kept
     * @param maxWaiting bytes that may wait to be written
     * @param maxStateChannels channels of values in the database
     * @param timeout after which a database that does not answer counts as lost
     */
    public record Store(
            String database,
            Path directory,
            Optional<String> user,
            Optional<String> password,
            Map<String, Durability> durability,
            Duration maxAge,
            long maxWaiting,
            int maxStateChannels,
            Duration timeout) {
        /** Copies the map. */
        public Store {
            durability = Map.copyOf(durability);
        }
    }

    /**
     * Who users are, and what they may do.
     *
     * @param jwtKeys file or URL with the keys that tokens are verified with
     * @param jwtSecret secret that tokens are verified with (HS256)
     * @param jwtIssuer what {@code iss} of a token must be; empty: anything
     * @param jwtAudience what {@code aud} of a token must hold; empty: anything
     * @param jwtNameClaim claim that holds the user's name
     * @param jwtRolesClaim claim that holds the user's roles
     * @param jwtClockSkew how far the clocks of issuer and server may differ
     * @param jwtReload how often the keys are read anew
     * @param expiryNotice how long before its end a client is told that its token expires
     * @param rules who may do what, by namespace
     * @param push who may publish from outside
     */
    public record Auth(
            Optional<String> jwtKeys,
            Optional<String> jwtSecret,
            Optional<String> jwtIssuer,
            Optional<String> jwtAudience,
            String jwtNameClaim,
            String jwtRolesClaim,
            Duration jwtClockSkew,
            Duration jwtReload,
            Duration expiryNotice,
            Rules rules,
            Push push) {
        /** Returns whether there are keys, so that a token can be good. */
        public boolean takesTokens() {
            return jwtKeys.isPresent() || jwtSecret.isPresent();
        }

        /** Shows where the keys are, and no secret. */
        @Override
        public String toString() {
            return "Auth[jwtKeys=" + jwtKeys + ", jwtIssuer=" + jwtIssuer + ", jwtAudience=" + jwtAudience + "]";
        }
    }

    /**
     * Publishing from outside by HTTP.
     *
     * @param keys who may; without any it is not there
     * @param rate how often each of them may; empty: as often as it likes
     */
    public record Push(List<PushKey> keys, Optional<Rate> rate) {
        /** Copies the list. */
        public Push {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The embedded server.
     *
     * @param host name or address to listen on
     * @param port 0 to 65535; 0 takes a free one
     * @param httpTimeout how long a connection may take to send a request head or to read a part of an answer
     * @param maxCompressed connections that may have permessage-deflate at a time
     * @param tlsKeystore PKCS12 file with the certificate for {@code https} and {@code wss}
     * @param tlsPassword password of the key store
     * @param tlsDev whether a self-signed certificate for development is made at start
     */
    public record Server(
            String host,
            int port,
            Duration httpTimeout,
            int maxCompressed,
            Optional<Path> tlsKeystore,
            Optional<String> tlsPassword,
            boolean tlsDev) {
        /** Shows everything but the password. */
        @Override
        public String toString() {
            return "Server[host=" + host + ", port=" + port + ", httpTimeout=" + httpTimeout + ", maxCompressed="
                    + maxCompressed + ", tlsKeystore="
                    + tlsKeystore + ", tlsDev=" + tlsDev + "]";
        }
    }
}
