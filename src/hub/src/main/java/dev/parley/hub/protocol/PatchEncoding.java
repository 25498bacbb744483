package dev.parley.hub.protocol;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Format;
import dev.parley.hub.spi.Outbound;

/** How events of state channels go to those who understand merge patches. */
enum PatchEncoding implements Format {
    /** JSON as text messages. */
    TEXT(Encoding.TEXT),
    /** The same JSON as UTF-8 in binary messages. */
    BINARY(Encoding.BINARY);

    private final Encoding encoding;

    PatchEncoding(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public Outbound encode(String channel, ChannelEvent event) {
        return encoding.of(StateMessages.event(channel, event, true));
    }
}
