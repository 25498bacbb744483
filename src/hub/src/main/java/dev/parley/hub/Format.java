package dev.parley.hub;

import dev.parley.hub.spi.Outbound;

/** Turns events into messages for one kind of client. Stateless; one instance for all subscribers of that kind. */
@FunctionalInterface
public interface Format {
    /** Encodes an event of a channel; called about once an event, whatever the number of subscribers. */
    Outbound encode(String channel, ChannelEvent event);
}
