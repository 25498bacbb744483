package dev.parley.endpoints.settings;

import dev.parley.hub.access.Rate;
import dev.parley.hub.access.Rules;
import dev.parley.hub.spi.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting, declared once, and how {@link Settings} are made of them. */
final class Catalogue {
    private static final List<Setting<?>> DECLARED = new ArrayList<>();

    static final Setting<List<String>> ORIGINS_ALLOWED = declare(
            "origins.allowed",
            "same",
            Kind.origins(),
            "Origins of pages that may connect; `same` is the server's own.");
    static final Setting<Boolean> ORIGINS_ABSENT_ALLOWED = declare(
            "origins.absent-allowed",
            "true",
            Kind.flag(),
            "Whether clients without an `Origin` header, so not browsers, are let in.");
    static final Setting<Integer> CONNECTIONS_MAX =
            declare("connections.max", "10000", Kind.number(1, 1_000_000), "Open connections in all; beyond: 503.");
    static final Setting<Optional<Rate>> CONNECTIONS_RATE =
            declare("connections.rate", "500/s burst 5000", Kind.rate(), "New connections in all; beyond: 503.");
    static final Setting<Optional<Rate>> CONNECTIONS_RATE_PER_ADDRESS = declare(
            "connections.rate-per-address", "off", Kind.rate(), "New connections of one remote address; beyond: 503.");
    static final Setting<Integer> CONNECTIONS_MAX_PER_ADDRESS = declare(
            "connections.max-per-address",
            "5000",
            Kind.number(1, 1_000_000),
            "Open connections of one remote address; beyond: 503.");
    static final Setting<Integer> CONNECTIONS_MAX_PER_USER = declare(
            "connections.max-per-user",
            "1000",
            Kind.number(1, 1_000_000),
            "Open connections to `/hub` and `/chat` of one known user; beyond: `too-many-connections`, 1013.");
    static final Setting<List<String>> CONNECTIONS_TRUSTED_PROXIES = declare(
            "connections.trusted-proxies",
            "",
            Kind.addresses(),
            "Proxies whose last `X-Forwarded-For` entry is taken for the remote address.");
    static final Setting<List<String>> SUBPROTOCOLS =
            declare("subprotocols", "", Kind.tokens(), "Subprotocols that are accepted when a client offers them.");
    static final Setting<Long> ECHO_MAX_MESSAGE_SIZE = declare(
            "echo.max-message-size",
            "16MiB",
            Kind.size("1", "1GiB"),
            "Longest message that `/echo` takes; a longer one closes with 1009.");
    static final Setting<Long> ECHO_MEMORY = declare(
            "echo.memory",
            "128MiB",
            Kind.size("1", "64GiB"),
            "What messages of all `/echo` connections may hold together; beyond: 1013.");
    static final Setting<Boolean> ECHO_COMPRESSION = declare(
            "echo.compression",
            "true",
            Kind.flag(),
            "Whether `/echo` accepts permessage-deflate where the container has it.");
    static final Setting<Integer> ECHO_MAX_HELD_THREADS = declare(
            "echo.max-held-threads",
            "32",
            Kind.number(0, 10_000),
            "Threads that may wait for readers that do not read, on containers that cannot pause reading.");
    static final Setting<Duration> HEARTBEAT_INTERVAL = declare(
            "heartbeat.interval",
            "20s",
            Kind.duration("100ms", "1h"),
            "The server pings when it has sent or received nothing for so long.");
    static final Setting<Duration> HEARTBEAT_TIMEOUT = declare(
            "heartbeat.timeout",
            "35s",
            Kind.duration("200ms", "2h"),
            "A connection that was silent for so long is closed with 4500; longer than the interval.");
    static final Setting<Long> OUTBOX_MAX_BYTES =
            declare("outbox.max-bytes", "256KiB", Kind.size("1KiB", "1GiB"), "What may wait for one slow connection.");
    static final Setting<Integer> OUTBOX_MAX_MESSAGES = declare(
            "outbox.max-messages",
            "4096",
            Kind.number(1, 1_000_000),
            "How many messages may wait for one slow connection.");
    static final Setting<Long> OUTBOX_MEMORY = declare(
            "outbox.memory",
            "512MiB",
            Kind.size("1MiB", "64GiB"),
            "What may wait for all connections together; beyond, the slowest are dropped.");
    static final Setting<Duration> OUTBOX_WRITE_TIMEOUT = declare(
            "outbox.write-timeout",
            "10s",
            Kind.duration("100ms", "10m"),
            "A connection for which something waits and nothing could be sent for so long is dropped.");
    static final Setting<Duration> OUTBOX_CLOSE_TIMEOUT = declare(
            "outbox.close-timeout",
            "3s",
            Kind.duration("100ms", "1m"),
            "How long a shutdown waits for connections to close.");
    static final Setting<Long> CHAT_MAX_MESSAGE_SIZE = declare(
            "chat.max-message-size",
            "16KiB",
            Kind.size("128", "1MiB"),
            "Longest message that `/chat` takes; a longer one closes with 1009.");
    static final Setting<Integer> CHAT_WELCOME_HISTORY = declare(
            "chat.welcome-history",
            "50",
            Kind.number(0, 10_000),
            "Messages that a member gets when it joins; at most those kept.");
    static final Setting<Integer> CHAT_HISTORY_MESSAGES =
            declare("chat.history-messages", "1000", Kind.number(1, 1_000_000), "Messages kept for each room.");
    static final Setting<Long> CHAT_HISTORY_BYTES =
            declare("chat.history-bytes", "4MiB", Kind.size("1KiB", "1GiB"), "Bytes kept for each room.");
    static final Setting<Long> CHAT_HISTORY_MEMORY = declare(
            "chat.history-memory",
            "64MiB",
            Kind.size("1KiB", "64GiB"),
            "Bytes kept for all rooms together; beyond: empty rooms are forgotten, and those that take more than their part keep less.");
    static final Setting<Integer> CHAT_MAX_ROOMS = declare(
            "chat.max-rooms",
            "10000",
            Kind.number(1, 1_000_000),
            "Channels of messages in memory, empty ones with history included.");
    static final Setting<Integer> CHAT_MAX_MEMBERS =
            declare("chat.max-members", "5000", Kind.number(1, 1_000_000), "Members of one room.");
    static final Setting<Long> HUB_MAX_MESSAGE_SIZE = declare(
            "hub.max-message-size",
            "64KiB",
            Kind.size("1KiB", "1MiB"),
            "Longest message that `/hub` takes; a longer one closes with 1009.");
    static final Setting<Integer> HUB_MAX_SUBSCRIPTIONS = declare(
            "hub.max-subscriptions", "256", Kind.number(1, 100_000), "Channels that one connection may follow.");
    static final Setting<Integer> HUB_RECOVERY = declare(
            "hub.recovery",
            "1000",
            Kind.number(1, 1_000_000),
            "Messages that a subscription goes back at most; a `gap` names those beyond.");
    static final Setting<Duration> HUB_HELLO_TIMEOUT = declare(
            "hub.hello-timeout",
            "5s",
            Kind.duration("100ms", "1m"),
            "How long a connection to `/hub` may take to say `hello`; then it is closed with 4502.");
    static final Setting<Duration> HUB_DRAIN = declare(
            "hub.drain",
            "10s",
            Kind.duration("0ms", "10m"),
            "Time over which a shutdown spreads the ends of connections to `/hub`; 1 ms for each is enough.");
    static final Setting<Optional<String>> DRAIN_URL = declare(
            "drain.url",
            "",
            Kind.webSocketUrl(),
            "Where clients of `/hub` are told to connect when the server shuts down; nothing: where they are connected.");
    static final Setting<Integer> HUB_MAX_STATE_CHANNELS = declare(
            "hub.max-state-channels",
            "10000",
            Kind.number(1, 1_000_000),
            "Channels of values in memory, unused ones included; beyond: `too-many-channels`.");
    static final Setting<Integer> HUB_MAX_CHANNELS_PER_USER = declare(
            "hub.max-channels-per-user",
            "1000",
            Kind.number(1, 1_000_000),
            "Channels in memory that one known user has made; beyond: `too-many-channels`.");
    static final Setting<Integer> HUB_MAX_CHANNELS_PER_ADDRESS = declare(
            "hub.max-channels-per-address",
            "5000",
            Kind.number(1, 1_000_000),
            "Channels in memory that strangers from one address have made; beyond: `too-many-channels`.");
    static final Setting<Long> HUB_STATE_MEMORY = declare(
            "hub.state-memory",
            "64MiB",
            Kind.size("1KiB", "64GiB"),
            "Bytes that keys, values and members of all channels of values take together; beyond: `memory-full`.");
    static final Setting<List<ChannelSetting>> HUB_CHANNELS = declare(
            "hub.channels",
            "chat:* log, news:* log, ticker:* state durability=memory, monitor:* state durability=memory, sync:* state,"
                    + " game:* state durability=memory",
            ChannelSetting.kind(),
            "Channels of `/hub`: names, which may end in `*`, and what they keep; docs/operations.md, Channels.");
    static final Setting<String> STORE_DATABASE = declare(
            "store.database",
            "",
            Kind.database(),
            "Where messages and values are kept: in memory, in files of H2, or in a database.");
    static final Setting<Path> STORE_DIRECTORY = declare(
            "store.directory",
            "parley-data",
            Kind.directory(),
            "Where the files of H2 are, and the witness that tells whether a database was replaced by an older one.");
    static final Setting<Optional<String>> STORE_USER =
            declare("store.user", "", Kind.text(), "User of a database with a URL.");
    static final Setting<Optional<String>> STORE_PASSWORD =
            declare("store.password", "", Kind.secret(), "Password of that user.");
    static final Setting<Map<String, Durability>> STORE_DURABILITY = declare(
            "store.durability",
            "*=sync",
            Kind.durability(),
            "When a message or a value counts as kept, where `hub.channels` does not say it: at once (`memory`), when the database has it (`log`), when it is on the disk"
                    + " (`sync`).");
    static final Setting<Duration> STORE_MAX_AGE = declare(
            "store.max-age",
            "24h",
            Kind.duration("1m", "87600h"),
            "Messages are not kept for longer, in memory or in a database.");
    static final Setting<Long> STORE_MAX_WAITING = declare(
            "store.max-waiting",
            "32MiB",
            Kind.size("1MiB", "4GiB"),
            "What may wait to be written to the database; beyond, messages and values are refused for a while.");
    static final Setting<Integer> STORE_MAX_STATE_CHANNELS = declare(
            "store.max-state-channels",
            "100000",
            Kind.number(1, 100_000_000),
            "Channels of values in the database; beyond: `too-many-channels`. Those not used for 30 days are deleted.");
    static final Setting<Duration> STORE_TIMEOUT = declare(
            "store.timeout",
            "10s",
            Kind.duration("1s", "10m"),
            "A database that does not answer for so long counts as lost.");
    static final Setting<Optional<String>> AUTH_JWT_KEYS = declare(
            "auth.jwt-keys",
            "",
            Kind.keys(),
            "Keys of tokens: a JWKS (RFC 7517), or in a file also a public key in PEM; read anew without a restart.");
    static final Setting<Optional<String>> AUTH_JWT_SECRET =
            declare("auth.jwt-secret", "", Kind.signingSecret(), "Secret of tokens that are signed with HS256.");
    static final Setting<Optional<String>> AUTH_JWT_ISSUER =
            declare("auth.jwt-issuer", "", Kind.text(), "What `iss` of a token must be; nothing: any.");
    static final Setting<Optional<String>> AUTH_JWT_AUDIENCE =
            declare("auth.jwt-audience", "", Kind.text(), "What `aud` of a token must hold; nothing: any.");
    static final Setting<String> AUTH_JWT_NAME_CLAIM =
            declare("auth.jwt-name-claim", "sub", Kind.name(), "Claim of a token that is the user's name.");
    static final Setting<String> AUTH_JWT_ROLES_CLAIM = declare(
            "auth.jwt-roles-claim",
            "roles",
            Kind.name(),
            "Claim of a token that holds the user's roles: an array, or a text with blanks between.");
    static final Setting<Duration> AUTH_JWT_CLOCK_SKEW = declare(
            "auth.jwt-clock-skew",
            "30s",
            Kind.duration("0s", "10m"),
            "By how much clocks may differ from the issuer's.");
    static final Setting<Duration> AUTH_JWT_RELOAD =
            declare("auth.jwt-reload", "1m", Kind.duration("1s", "24h"), "How often the keys of tokens are read anew.");
    static final Setting<Duration> AUTH_EXPIRY_NOTICE = declare(
            "auth.expiry-notice",
            "1m",
            Kind.duration("0s", "1h"),
            "How long before its end a client is told that its token expires.");
    static final Setting<Rules> AUTH_RULES =
            declare("auth.rules", "*: all=anyone", Kind.rules(), "Who may do what in the channels of which namespace.");
    static final Setting<List<PushKey>> AUTH_PUSH_KEYS = declare(
            "auth.push-keys",
            "",
            new Kind<>(PushKey.GRAMMAR, PushKey::parse),
            "Who may publish by `POST /api/publish`, with which key, in which channels; without keys it is not there.");
    static final Setting<Optional<Rate>> RATES_MESSAGES = declare(
            "rates.messages", "100/s burst 1000", Kind.rate(), "Messages of one connection to `/hub` or `/chat`.");
    static final Setting<Optional<Rate>> RATES_MESSAGES_PER_USER =
            declare("rates.messages-per-user", "off", Kind.rate(), "Messages of all connections of one user.");
    static final Setting<Optional<Rate>> RATES_MESSAGES_PER_ADDRESS =
            declare("rates.messages-per-address", "off", Kind.rate(), "Messages of all connections from one address.");
    static final Setting<Optional<Rate>> RATES_PUBLISHES =
            declare("rates.publishes", "20/s burst 60", Kind.rate(), "Publications of one connection.");
    static final Setting<Optional<Rate>> RATES_PUBLISHES_PER_USER =
            declare("rates.publishes-per-user", "off", Kind.rate(), "Publications of all connections of one user.");
    static final Setting<Optional<Rate>> RATES_PUBLISHES_PER_ADDRESS = declare(
            "rates.publishes-per-address", "off", Kind.rate(), "Publications of all connections from one address.");
    static final Setting<Optional<Rate>> RATES_PUSHES = declare(
            "rates.pushes", "1000/s burst 10000", Kind.rate(), "Requests to `/api/publish` with one key; beyond: 429.");
    static final Setting<Settings.MetricsAccess> METRICS = declare(
            "metrics",
            "local",
            Kind.metricsAccess(),
            "Who may read `/metrics`: this machine, but no proxy on it; everybody; nobody; or nobody, and messages are not counted.");
    static final Setting<Settings.MonitorAccess> MONITOR = declare(
            "monitor",
            "local",
            Kind.monitorAccess(),
            "Who may follow `monitor:hub`, which the monitor page shows: this machine, but no proxy on it; whom"
                    + " `auth.rules` let subscribe; or nobody.");
    static final Setting<String> SERVER_HOST = declare(
            "server.host", "localhost", Kind.host(), "Embedded server: name or address to listen on; 0.0.0.0 for all.");
    static final Setting<Integer> SERVER_PORT =
            declare("server.port", "8080", Kind.number(0, 65_535), "Embedded server: port; 0 takes a free one.");
    static final Setting<Duration> SERVER_HTTP_TIMEOUT = declare(
            "server.http-timeout",
            "30s",
            Kind.duration("100ms", "1h"),
            "Embedded server: an HTTP connection that sends no whole request head for so long, or reads nothing of an answer,"
                    + " is ended; upgraded ones are not.");
    static final Setting<Integer> SERVER_MAX_COMPRESSED = declare(
            "server.max-compressed",
            "1000",
            Kind.number(0, 1_000_000),
            "Embedded server: connections that may have permessage-deflate at a time, with about 300 KiB each; later ones get none.");
    static final Setting<Optional<Path>> SERVER_TLS_KEYSTORE =
            declare("server.tls-keystore", "", Kind.path(), "Embedded server: PKCS12 file for `https` and `wss`.");
    static final Setting<Optional<String>> SERVER_TLS_PASSWORD =
            declare("server.tls-password", "", Kind.secret(), "Embedded server: password of the key store.");
    static final Setting<Boolean> SERVER_TLS_DEV = declare(
            "server.tls-dev",
            "false",
            Kind.flag(),
            "Embedded server: `https` and `wss` with a self-signed certificate made at start.");

    /** Every setting, in the order of the table. */
    static final List<Setting<?>> ALL = List.copyOf(DECLARED);

    private Catalogue() {}

    private static <T> Setting<T> declare(String key, String fallback, Kind<T> kind, String description) {
        Setting<T> setting = new Setting<>("parley." + key, fallback, kind, description);
        if (kind.parse().apply(fallback).isEmpty()) {
            throw new IllegalStateException("default of " + key + " is not allowed: " + fallback);
        }
        DECLARED.add(setting);
        return setting;
    }
}
