package dev.parley.endpoints.settings;

/** What two settings may not say at a time. Stateless. */
final class Contradictions {
    private Contradictions() {}

    /** Checks what no value shows by itself. */
    static void check(Values values) {
        values.require(
                values.get(Catalogue.HEARTBEAT_TIMEOUT).compareTo(values.get(Catalogue.HEARTBEAT_INTERVAL)) > 0,
                Catalogue.HEARTBEAT_TIMEOUT,
                "must be longer than",
                Catalogue.HEARTBEAT_INTERVAL);
        values.require(
                values.get(Catalogue.ECHO_MEMORY) >= values.get(Catalogue.ECHO_MAX_MESSAGE_SIZE),
                Catalogue.ECHO_MEMORY,
                "must not be less than",
                Catalogue.ECHO_MAX_MESSAGE_SIZE);
        values.require(
                values.get(Catalogue.OUTBOX_MAX_BYTES) >= values.get(Catalogue.CHAT_MAX_MESSAGE_SIZE),
                Catalogue.OUTBOX_MAX_BYTES,
                "must not be less than",
                Catalogue.CHAT_MAX_MESSAGE_SIZE);
        values.require(
                values.get(Catalogue.OUTBOX_MAX_BYTES) >= values.get(Catalogue.HUB_MAX_MESSAGE_SIZE),
                Catalogue.OUTBOX_MAX_BYTES,
                "must not be less than",
                Catalogue.HUB_MAX_MESSAGE_SIZE);
        values.require(
                values.get(Catalogue.CHAT_WELCOME_HISTORY) <= values.get(Catalogue.CHAT_HISTORY_MESSAGES),
                Catalogue.CHAT_WELCOME_HISTORY,
                "must not be more than",
                Catalogue.CHAT_HISTORY_MESSAGES);
        values.require(
                !values.get(Catalogue.STORE_DATABASE).isEmpty()
                        || values.get(Catalogue.HUB_CHANNELS).stream().noneMatch(ChannelSetting::needsDatabase),
                Catalogue.HUB_CHANNELS,
                "has durability=log or durability=sync, which needs a database, but",
                Catalogue.STORE_DATABASE);
        values.require(
                !(values.get(Catalogue.SERVER_TLS_DEV)
                        && values.get(Catalogue.SERVER_TLS_KEYSTORE).isPresent()),
                Catalogue.SERVER_TLS_DEV,
                "cannot be used together with",
                Catalogue.SERVER_TLS_KEYSTORE);
    }
}
