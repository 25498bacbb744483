package dev.parley.hub.protocol;

import java.time.Duration;

/**
 * What a client may do, and when it is given up. Immutable.
 *
 * @param message longest message from a client in bytes of UTF-8; the connection checks it
 * @param batch most messages in one array; at least 1
 * @param depth deepest nesting of a message; at least 2
 * @param subscriptions most channels that one connection follows; at least 1
 * @param recovery most messages that a subscription or a page of history goes back; at least 1
 * @param hello how long a connection may take to say hello
 * @param ping how long the server sends or receives nothing before it pings
 * @param dead how long the server hears nothing before it gives a connection up
 */
public record ProtocolLimits(
        int message,
        int batch,
        int depth,
        int subscriptions,
        int recovery,
        Duration hello,
        Duration ping,
        Duration dead) {
    /** 64 KiB, 256 messages, 32 levels, 256 channels, 1,000 messages, 5 s, 20 s and 35 s. */
    public static final ProtocolLimits DEFAULTS = new ProtocolLimits(
            64 << 10, 256, 32, 256, 1000, Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(35));

    /** Checks the ranges. */
    public ProtocolLimits {
        if (message < 1 || batch < 1 || depth < 2 || subscriptions < 1 || recovery < 1) {
            throw new IllegalArgumentException("limits: message " + message + ", batch " + batch + ", depth " + depth
                    + ", subscriptions " + subscriptions + ", recovery " + recovery);
        }
    }
}
