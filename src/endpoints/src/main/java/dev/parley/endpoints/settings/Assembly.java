package dev.parley.endpoints.settings;

import dev.parley.hub.access.RateLimits;

/** Makes {@link Settings} of the values of the {@link Catalogue}. */
final class Assembly {
    private Assembly() {}

    /** Makes the settings out of checked values. */
    static Settings assemble(Values values) {
        return new Settings(
                new Settings.Origins(
                        values.get(Catalogue.ORIGINS_ALLOWED), values.get(Catalogue.ORIGINS_ABSENT_ALLOWED)),
                new Settings.Connections(
                        values.get(Catalogue.CONNECTIONS_MAX),
                        values.get(Catalogue.CONNECTIONS_MAX_PER_ADDRESS),
                        values.get(Catalogue.CONNECTIONS_MAX_PER_USER),
                        values.get(Catalogue.CONNECTIONS_RATE),
                        values.get(Catalogue.CONNECTIONS_RATE_PER_ADDRESS),
                        values.get(Catalogue.CONNECTIONS_TRUSTED_PROXIES)),
                values.get(Catalogue.SUBPROTOCOLS),
                new Settings.Echo(
                        values.bytes(Catalogue.ECHO_MAX_MESSAGE_SIZE),
                        values.get(Catalogue.ECHO_MEMORY),
                        values.get(Catalogue.ECHO_COMPRESSION),
                        values.get(Catalogue.ECHO_MAX_HELD_THREADS)),
                new Settings.Heartbeat(
                        values.get(Catalogue.HEARTBEAT_INTERVAL), values.get(Catalogue.HEARTBEAT_TIMEOUT)),
                new Settings.Outbox(
                        values.bytes(Catalogue.OUTBOX_MAX_BYTES),
                        values.get(Catalogue.OUTBOX_MAX_MESSAGES),
                        values.get(Catalogue.OUTBOX_MEMORY),
                        values.get(Catalogue.OUTBOX_WRITE_TIMEOUT),
                        values.get(Catalogue.OUTBOX_CLOSE_TIMEOUT)),
                new Settings.Chat(
                        values.bytes(Catalogue.CHAT_MAX_MESSAGE_SIZE),
                        values.get(Catalogue.CHAT_WELCOME_HISTORY),
                        values.get(Catalogue.CHAT_HISTORY_MESSAGES),
                        values.bytes(Catalogue.CHAT_HISTORY_BYTES),
                        values.get(Catalogue.CHAT_HISTORY_MEMORY),
                        values.get(Catalogue.CHAT_MAX_ROOMS),
                        values.get(Catalogue.CHAT_MAX_MEMBERS)),
                new Settings.Hub(
                        values.bytes(Catalogue.HUB_MAX_MESSAGE_SIZE),
                        values.get(Catalogue.HUB_MAX_SUBSCRIPTIONS),
                        values.get(Catalogue.HUB_RECOVERY),
                        values.get(Catalogue.HUB_HELLO_TIMEOUT),
                        values.get(Catalogue.HUB_DRAIN),
                        values.get(Catalogue.DRAIN_URL),
                        values.get(Catalogue.HUB_MAX_STATE_CHANNELS),
                        values.get(Catalogue.HUB_MAX_CHANNELS_PER_USER),
                        values.get(Catalogue.HUB_MAX_CHANNELS_PER_ADDRESS),
                        values.get(Catalogue.HUB_STATE_MEMORY),
                        ChannelSetting.rules(
                                values.get(Catalogue.HUB_CHANNELS),
                                values.get(Catalogue.CHAT_MAX_MEMBERS),
                                values.get(Catalogue.CHAT_HISTORY_MESSAGES),
                                values.bytes(Catalogue.CHAT_HISTORY_BYTES))),
                new Settings.Store(
                        values.get(Catalogue.STORE_DATABASE),
                        values.get(Catalogue.STORE_DIRECTORY),
                        values.get(Catalogue.STORE_USER),
                        values.get(Catalogue.STORE_PASSWORD),
                        values.get(Catalogue.STORE_DURABILITY),
                        values.get(Catalogue.STORE_MAX_AGE),
                        values.get(Catalogue.STORE_MAX_WAITING),
                        values.get(Catalogue.STORE_MAX_STATE_CHANNELS),
                        values.get(Catalogue.STORE_TIMEOUT)),
                new Settings.Auth(
                        values.get(Catalogue.AUTH_JWT_KEYS),
                        values.get(Catalogue.AUTH_JWT_SECRET),
                        values.get(Catalogue.AUTH_JWT_ISSUER),
                        values.get(Catalogue.AUTH_JWT_AUDIENCE),
                        values.get(Catalogue.AUTH_JWT_NAME_CLAIM),
                        values.get(Catalogue.AUTH_JWT_ROLES_CLAIM),
                        values.get(Catalogue.AUTH_JWT_CLOCK_SKEW),
                        values.get(Catalogue.AUTH_JWT_RELOAD),
                        values.get(Catalogue.AUTH_EXPIRY_NOTICE),
                        values.get(Catalogue.AUTH_RULES),
                        new Settings.Push(values.get(Catalogue.AUTH_PUSH_KEYS), values.get(Catalogue.RATES_PUSHES))),
                new RateLimits(
                        new RateLimits.Pace(
                                values.get(Catalogue.RATES_MESSAGES), values.get(Catalogue.RATES_PUBLISHES)),
                        new RateLimits.Pace(
                                values.get(Catalogue.RATES_MESSAGES_PER_USER),
                                values.get(Catalogue.RATES_PUBLISHES_PER_USER)),
                        new RateLimits.Pace(
                                values.get(Catalogue.RATES_MESSAGES_PER_ADDRESS),
                                values.get(Catalogue.RATES_PUBLISHES_PER_ADDRESS))),
                values.get(Catalogue.METRICS),
                values.get(Catalogue.MONITOR),
                new Settings.Server(
                        values.get(Catalogue.SERVER_HOST),
                        values.get(Catalogue.SERVER_PORT),
                        values.get(Catalogue.SERVER_HTTP_TIMEOUT),
                        values.get(Catalogue.SERVER_MAX_COMPRESSED),
                        values.get(Catalogue.SERVER_TLS_KEYSTORE),
                        values.get(Catalogue.SERVER_TLS_PASSWORD),
                        values.get(Catalogue.SERVER_TLS_DEV)));
    }
}
