package dev.parley.hub.protocol;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Format;
import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How messages of the protocol go over the connection. */
enum Encoding implements Format {
    /** JSON as text messages. */
    TEXT {
        @Override
        Outbound of(String json) {
            return Outbound.Text.of(json);
        }

        @Override
        Outbound join(List<Outbound> messages, int bytes) {
            StringBuilder joined = new StringBuilder(bytes).append('[');
            for (Outbound message : messages) {
                String json = ((Outbound.Text) message).text();
                int bracket = json.charAt(0) == '[' ? 1 : 0;
                joined.append(joined.length() > 1 ? "," : "").append(json, bracket, json.length() - bracket);
            }
            return of(joined.append(']').toString());
        }
    },
    /** The same JSON as UTF-8 in binary messages, which most containers pass on as they are. */
    BINARY {
        @Override
        Outbound of(String json) {
            return Outbound.Binary.of(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        Outbound join(List<Outbound> messages, int bytes) {
            ByteBuffer joined = ByteBuffer.allocate(bytes + messages.size() + 1).put((byte) '[');
            for (Outbound message : messages) {
                ByteBuffer json = ((Outbound.Binary) message).bytes();
                int bracket = json.get(json.position()) == '[' ? 1 : 0;
                if (joined.position() > 1) {
                    joined.put((byte) ',');
                }
                joined.put(json.slice(json.position() + bracket, json.remaining() - 2 * bracket));
            }
            return Outbound.Binary.of(joined.put((byte) ']').flip());
        }
    };

    /** Makes a message. */
    abstract Outbound of(String json);

    /** Makes one array of messages that are objects or arrays; {@code bytes} is the sum of their sizes. */
    abstract Outbound join(List<Outbound> messages, int bytes);

    @Override
    public Outbound encode(String channel, ChannelEvent event) {
        return of(ServerMessages.event(channel, event));
    }
}
