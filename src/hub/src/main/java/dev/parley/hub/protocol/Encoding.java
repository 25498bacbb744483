package dev.parley.hub.protocol;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Format;
import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How messages of the protocol go over the connection. */
enum Encoding implements Format {
    /** JSON as text messages. */
    TEXT {
        @Override
        Outbound of(String json) {
            return Outbound.Text.of(json);
        }
    },
    /** The same JSON as UTF-8 in binary messages, which most containers pass on as they are. */
    BINARY {
        @Override
        Outbound of(String json) {
            return Outbound.Binary.of(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        }
    };

    /** Makes a message. */
    abstract Outbound of(String json);

    @Override
    public Outbound encode(String channel, ChannelEvent event) {
        return of(ServerMessages.event(channel, event));
    }
}
