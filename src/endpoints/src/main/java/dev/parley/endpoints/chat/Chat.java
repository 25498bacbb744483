package dev.parley.endpoints.chat;

import dev.parley.endpoints.json.JsonText;
import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Format;
import dev.parley.hub.Hub;
import dev.parley.hub.spi.Outbound;

/** What all chat connections of an application share. Safe for any thread. */
public final class Chat {
    private final Hub hub;
    private final Settings.Chat settings;
    private final JsonText json;
    private final ChatRequestDecoder decoder;
    private final ChatEventEncoder encoder;
    private final Format format = this::format;

    /** Makes a chat on the channels {@code chat:…} of a hub. */
    public Chat(Hub hub, Settings.Chat settings, JsonText json) {
        this.hub = hub;
        this.settings = settings;
        this.json = json;
        this.decoder = new ChatRequestDecoder(json);
        this.encoder = new ChatEventEncoder(json);
    }

    Hub hub() {
        return hub;
    }

    Settings.Chat settings() {
        return settings;
    }

    Format format() {
        return format;
    }

    ChatRequest decode(String message) {
        return decoder.decode(message);
    }

    Outbound encode(ChatEvent event) {
        return Outbound.Text.of(encoder.encode(event));
    }

    String quote(String text) {
        return json.quote(text);
    }

    private Outbound format(ChannelEvent event) {
        return encode(new ChatEvent.Happened(event));
    }
}
