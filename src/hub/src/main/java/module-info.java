import org.jspecify.annotations.NullMarked;

/** Channels, subscriptions, presence and outboxes, without servers: the JDK is the only dependency. */
@NullMarked
module dev.parley.hub {
    requires static transitive org.jspecify;

    exports dev.parley.hub;
    exports dev.parley.hub.memory;
    exports dev.parley.hub.spi;
}
