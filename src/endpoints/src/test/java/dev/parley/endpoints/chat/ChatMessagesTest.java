package dev.parley.endpoints.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.hub.ChannelEvent;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatMessagesTest {
    private static final String ID_RULE = "\"id\" is a string or a number of at most 64 characters";

    private final ChatRequestDecoder decoder = new ChatRequestDecoder();
    private final ChatEventEncoder encoder = new ChatEventEncoder();

    record Request(String text, ChatRequest request) {}

    private static Request malformed(String text, String reason, String... id) {
        return new Request(
                text,
                new ChatRequest.Malformed("malformed", reason, Stream.of(id).findFirst()));
    }

    static Stream<Request> requests() {
        String unknown = "\"type\" is \"join\", \"say\", \"typing\", \"leave\" or \"refresh\"";
        return Stream.of(
                new Request("{\"type\":\"join\",\"name\":\"Ada\"}", new ChatRequest.Join("Ada", Optional.empty())),
                new Request("{\"name\":\"\",\"type\":\"join\",\"x\":{}}", new ChatRequest.Join("", Optional.empty())),
                new Request("{\"type\":\"say\",\"text\":\"Hi\"}", new ChatRequest.Say("Hi", Optional.empty())),
                new Request(
                        "{\"type\":\"say\",\"text\":\"Hi\",\"id\":null}", new ChatRequest.Say("Hi", Optional.empty())),
                new Request("{\"type\":\"say\",\"text\":\"Hi\",\"id\":7}", new ChatRequest.Say("Hi", Optional.of("7"))),
                new Request(
                        "{\"type\":\"say\",\"text\":\"\",\"id\":\"a\\\"1\"}",
                        new ChatRequest.Say("", Optional.of("\"a\\\"1\""))),
                new Request(
                        "{\"type\":\"say\",\"text\":\"\",\"id\":\"" + "x".repeat(64) + "\"}",
                        new ChatRequest.Say("", Optional.of("\"" + "x".repeat(64) + "\""))),
                new Request("{\"type\":\"typing\",\"on\":true}", new ChatRequest.Typing(true)),
                new Request("{\"type\":\"typing\",\"on\":false}", new ChatRequest.Typing(false)),
                new Request("{\"type\":\"leave\"}", new ChatRequest.Leave()),
                new Request(
                        "{\"type\":\"join\",\"name\":\"\",\"token\":\"t\"}",
                        new ChatRequest.Join("", Optional.of("t"))),
                new Request("{\"type\":\"refresh\",\"token\":\"t\"}", new ChatRequest.Refresh("t")),
                malformed("{\"type\":\"refresh\"}", "\"token\" is a string; it is missing or null"),
                malformed("{\"type\":\"join\",\"name\":\"\",\"token\":7}", "\"token\" is a string; it is a number"),
                malformed("{\"type\":\"say\",\"text\":\"\",\"id\":\"" + "x".repeat(65) + "\"}", ID_RULE),
                malformed(
                        "{\"type\":\"say\",\"text\":\"\",\"id\":" + "1".repeat(65) + "}",
                        "a number has more than 64 characters"),
                malformed("{\"type\":\"say\",\"text\":\"\",\"id\":{}}", ID_RULE),
                malformed("{\"type\":\"say\",\"text\":\"\",\"id\":true}", ID_RULE),
                malformed("{\"type\":\"say\",\"id\":7}", "\"text\" is a string; it is missing or null", "7"),
                malformed("{\"type\":\"say\",\"text\":7,\"id\":7}", "\"text\" is a string; it is a number", "7"),
                malformed("{\"type\":\"join\"}", "\"name\" is a string; it is missing or null"),
                malformed("{\"type\":\"join\",\"name\":[\"a\"]}", "\"name\" is a string; it is an array"),
                malformed("{\"type\":\"typing\"}", "\"on\" is true or false; it is missing or null"),
                malformed("{\"type\":\"typing\",\"on\":\"true\"}", "\"on\" is true or false; it is a string"),
                malformed("{}", "\"type\" is a string; it is missing or null"),
                malformed("{\"type\":null}", "\"type\" is a string; it is missing or null"),
                malformed("{\"type\":{},\"id\":1}", "\"type\" is a string; it is an object", "1"),
                malformed("[]", "a message is a JSON object"),
                new Request(
                        "{\"type\":\"Join\"}", new ChatRequest.Malformed("unknown-type", unknown, Optional.empty())),
                new Request(
                        "{\"type\":\"\",\"id\":\"q\"}",
                        new ChatRequest.Malformed("unknown-type", unknown, Optional.of("\"q\""))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void decodesRequests(Request request) {
        assertEquals(true, decoder.willDecode(request.text()));
        assertEquals(request.request(), decoder.decode(request.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "{\"type\":\"say\",\"text\":\"\\ud800\"}", "{\"type\":\"leave\"}x"})
    void neverThrows(String text) {
        assertInstanceOf(ChatRequest.Malformed.class, decoder.decode(text));
    }

    private Publication publication(long offset, String text, Optional<String> id) {
        return new Publication(offset, id, 1795255200000L, "Ada \"😀\"", ChatData.of(text));
    }

    record Event(ChatEvent event, String expected) {}

    private static Event happened(ChannelEvent event, String expected) {
        return new Event(new ChatEvent.Happened(event), expected);
    }

    /** Something that a client of the hub has published, and the text that is made of it. */
    private static Event published(String data, String text) {
        return happened(
                new ChannelEvent.Published(new Publication(2, Optional.of("9"), 3, "~7", data)),
                "{\"type\":\"message\",\"offset\":2,\"from\":\"~7\",\"text\":\"" + text + "\",\"time\":3,\"id\":9}");
    }

    static Stream<Event> events() {
        return Stream.of(
                happened(new ChannelEvent.Joined("A\"b"), "{\"type\":\"joined\",\"name\":\"A\\\"b\"}"),
                happened(new ChannelEvent.Left("Ada"), "{\"type\":\"left\",\"name\":\"Ada\"}"),
                happened(new ChannelEvent.Typing("Ada", true), "{\"type\":\"typing\",\"name\":\"Ada\",\"on\":true}"),
                happened(new ChannelEvent.Typing("Ada", false), "{\"type\":\"typing\",\"name\":\"Ada\",\"on\":false}"),
                happened(new ChannelEvent.Members(List.of()), "{\"type\":\"members\",\"members\":[]}"),
                happened(
                        new ChannelEvent.Members(List.of("Ada", "Al")),
                        "{\"type\":\"members\",\"members\":[\"Ada\",\"Al\"]}"),
                happened(
                        new ChannelEvent.Gap(43, 60, ChannelEvent.Why.TRIMMED),
                        "{\"type\":\"gap\",\"from\":43,\"to\":60,\"why\":\"trimmed\"}"),
                happened(
                        new ChannelEvent.Published(new Publication(
                                42, Optional.of("\"a1\""), 1795255200000L, "Ada", "{\"text\":\"Hello\"}")),
                        "{\"type\":\"message\",\"offset\":42,\"from\":\"Ada\",\"text\":\"Hello\","
                                + "\"time\":1795255200000,\"id\":\"a1\"}"),
                happened(
                        new ChannelEvent.Published(new Publication(1, Optional.empty(), 0, "Ada", "{\"text\":\"\"}")),
                        "{\"type\":\"message\",\"offset\":1,\"from\":\"Ada\",\"text\":\"\",\"time\":0}"),
                published("{\"x\":[{}],\"text\" : \"a\\u0042\"}", "a\\u0042"),
                published("{\"text\":7}", "{\\\"text\\\":7}"),
                published("[\"text\"]", "[\\\"text\\\"]"),
                published("null", "null"),
                published("\"a\"", "\\\"a\\\""),
                published("{}", "{}"),
                published("[".repeat(31) + "]".repeat(31), "[".repeat(31) + "]".repeat(31)),
                new Event(
                        new ChatEvent.Refused("bad-name", "a \"b\"", Optional.empty()),
                        "{\"type\":\"error\",\"code\":\"bad-name\",\"reason\":\"a \\\"b\\\"\"}"),
                new Event(
                        new ChatEvent.Refused("not-joined", "join", Optional.of("7")),
                        "{\"type\":\"error\",\"code\":\"not-joined\",\"reason\":\"join\",\"id\":7}"),
                new Event(
                        new ChatEvent.Welcome("lobby", "Ada", new StreamPosition("e1", 0), List.of("Ada"), List.of()),
                        "{\"type\":\"welcome\",\"room\":\"lobby\",\"you\":\"Ada\",\"members\":[\"Ada\"],"
                                + "\"epoch\":\"e1\",\"offset\":0,\"history\":[]}"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void encodesEvents(Event event) {
        assertEquals(event.expected(), encoder.encode(event.event()));
        parse(encoder.encode(event.event()));
    }

    private static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "\"\\/\b\f\n\r\t", "\u0000\u001f\u007f", "é漢😀", "\u2028", "</script>", "{\"type\":1}"})
    void parsesBackToWhatWasSaid(String text) {
        ChatRequest.Say say = assertInstanceOf(
                ChatRequest.Say.class,
                decoder.decode("{\"type\":\"say\",\"text\":" + JsonText.quote(text) + ",\"id\":" + JsonText.quote(text)
                        + "}"));
        Publication publication = publication(5, say.text(), say.id());
        JsonObject message = parse(encoder.encode(new ChatEvent.Happened(new ChannelEvent.Published(publication))));
        assertEquals(text, message.getString("text"));
        assertEquals(text, message.getString("id"));
        assertEquals("Ada \"😀\"", message.getString("from"));
        assertEquals(5, message.getInt("offset"));
        JsonObject welcome = parse(encoder.encode(new ChatEvent.Welcome(
                "r", "Ada", new StreamPosition("e", 5), List.of("a", "b"), List.of(publication, publication))));
        assertEquals(message, welcome.getJsonArray("history").getJsonObject(1));
    }

    @Test
    void leavesTheOldestOutOfAWelcomeThatWouldBeTooLong() {
        Chat chat = ChatClientTest.chat();
        List<Publication> history = Stream.iterate(1, i -> i + 1)
                .limit(50)
                .map(i -> publication(i, "x".repeat(16_000), Optional.empty()))
                .toList();
        assertEquals(history.subList(46, 50), chat.welcome(history));
        assertEquals(List.of(), chat.welcome(List.of()));
        List<Publication> small = List.of(publication(1, "a", Optional.empty()), publication(2, "b", Optional.empty()));
        assertEquals(small, chat.welcome(small));
        Publication huge = publication(3, "x".repeat(1_000_000), Optional.empty());
        assertEquals(List.of(huge), chat.welcome(List.of(small.get(0), huge)));
    }
}
