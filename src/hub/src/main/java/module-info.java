import org.jspecify.annotations.NullMarked;

/** Channels, subscriptions, presence and outboxes, the client protocol and its JSON, without servers. */
@NullMarked
module dev.parley.hub {
    requires static transitive org.jspecify;
    requires jakarta.json;

    exports dev.parley.hub;
    exports dev.parley.hub.access;
    exports dev.parley.hub.json;
    exports dev.parley.hub.memory;
    exports dev.parley.hub.protocol;
    exports dev.parley.hub.spi;
}
