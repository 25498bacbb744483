package dev.parley.endpoints.chat;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.spi.Publication;
import jakarta.websocket.Encoder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Encodes what chat clients are told. Texts of messages are JSON already and pass through. */
public final class ChatEventEncoder implements Encoder.Text<ChatEvent> {
    private final ChatData data = new ChatData();

    /** Makes an encoder. */
    public ChatEventEncoder() {}

    @Override
    public String encode(ChatEvent event) {
        if (event instanceof ChatEvent.Welcome welcome) {
            return welcome(welcome);
        }
        if (event instanceof ChatEvent.Happened happened) {
            return happened(happened.event());
        }
        if (event instanceof ChatEvent.Expiring expiring) {
            return "{\"type\":\"expiring\",\"in\":" + expiring.millis() + "}";
        }
        if (event instanceof ChatEvent.Refreshed refreshed) {
            return "{\"type\":\"refreshed\",\"expires\":" + refreshed.millis() + "}";
        }
        if (event instanceof ChatEvent.Limited limited) {
            return "{\"type\":\"error\",\"code\":\"rate-limited\",\"reason\":"
                    + JsonText.quote(limited.excess().reason()) + ",\"retry\":true,\"after\":"
                    + limited.excess().afterMillis()
                    + limited.id().map(id -> ",\"id\":" + id).orElse("") + "}";
        }
        ChatEvent.Refused refused = (ChatEvent.Refused) event;
        return "{\"type\":\"error\",\"code\":" + JsonText.quote(refused.code()) + ",\"reason\":"
                + JsonText.quote(refused.reason())
                + refused.id().map(id -> ",\"id\":" + id).orElse("") + "}";
    }

    private String welcome(ChatEvent.Welcome welcome) {
        return "{\"type\":\"welcome\",\"room\":" + JsonText.quote(welcome.room()) + ",\"you\":"
                + JsonText.quote(welcome.you())
                + ",\"members\":" + names(welcome.members()) + ",\"epoch\":"
                + JsonText.quote(welcome.position().epoch()) + ",\"offset\":"
                + welcome.position().offset() + ",\"history\":"
                + welcome.history().stream().map(this::message).collect(Collectors.joining(",", "[", "]"))
                + "}";
    }

    private String happened(ChannelEvent event) {
        if (event instanceof ChannelEvent.Published published) {
            return message(published.publication());
        } else if (event instanceof ChannelEvent.Joined joined) {
            return "{\"type\":\"joined\",\"name\":" + JsonText.quote(joined.member()) + "}";
        } else if (event instanceof ChannelEvent.Left left) {
            return "{\"type\":\"left\",\"name\":" + JsonText.quote(left.member()) + "}";
        } else if (event instanceof ChannelEvent.Typing typing) {
            return "{\"type\":\"typing\",\"name\":" + JsonText.quote(typing.member()) + ",\"on\":" + typing.on() + "}";
        } else if (event instanceof ChannelEvent.Members members) {
            return "{\"type\":\"members\",\"members\":" + names(members.members()) + "}";
        }
        ChannelEvent.Gap gap = (ChannelEvent.Gap) event;
        return "{\"type\":\"gap\",\"from\":" + gap.from() + ",\"to\":" + gap.to() + ",\"why\":\""
                + gap.why().name().toLowerCase(Locale.ROOT) + "\"}";
    }

    private String message(Publication publication) {
        return "{\"type\":\"message\",\"offset\":" + publication.offset() + ",\"from\":"
                + JsonText.quote(publication.sender()) + ",\"text\":" + data.text(publication.data()) + ",\"time\":"
                + publication.time()
                + publication.id().map(id -> ",\"id\":" + id).orElse("") + "}";
    }

    private static String names(List<String> names) {
        return names.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
    }
}
