package dev.parley.endpoints.chat;

import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.ChannelEvent;
import dev.parley.hub.Format;
import dev.parley.hub.Hub;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Publication;
import java.util.List;

/** What all chat connections of an application share. Safe for any thread. */
public final class Chat {
    /** Most bytes of text in the history of a welcome: it must fit into an outbox that holds something already. */
    private static final int MAX_WELCOME_BYTES = 64 * 1024;

    private final Hub hub;
    private final Settings.Chat settings;
    private final ChatRequestDecoder decoder;
    private final ChatEventEncoder encoder;
    private final Format format = this::format;

    /** Makes a chat on the channels {@code chat:…} of a hub. */
    public Chat(Hub hub, Settings.Chat settings, JsonText json) {
        this.hub = hub;
        this.settings = settings;
        this.decoder = new ChatRequestDecoder(json);
        this.encoder = new ChatEventEncoder();
    }

    /** Returns the newest of {@code history} that a welcome has room for; the newest of all in any case. */
    List<Publication> welcome(List<Publication> history) {
        int from = history.size();
        int bytes = 0;
        while (from > 0) {
            bytes += Outbound.Text.utf8Length(history.get(from - 1).data());
            if (bytes > MAX_WELCOME_BYTES && from < history.size()) {
                break;
            }
            from--;
        }
        return history.subList(from, history.size());
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

    private Outbound format(String channel, ChannelEvent event) {
        return encode(new ChatEvent.Happened(event));
    }
}
