package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Disconnect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/protocol.md} says is what the code does: its tables, and its conversations, which are replayed. */
class ProtocolPageTest {
    private static final String PAGE = page();
    private static final Pattern CONVERSATION = Pattern.compile("```parley\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("(\\w+) ([→←✕⧗]) ?(.*)");
    private static final Pattern ROW = Pattern.compile("\\| `?([^|`]+)`? \\|[^|]*\\| (yes|no) \\|");
    private static final long TIME = 1_795_255_200_000L;

    private static String page() {
        try {
            return Files.readString(Path.of("../../docs/protocol.md")); // tests run in the directory of the module
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows(String name) {
        int begin = PAGE.indexOf("<!-- " + name + ": compared with");
        int end = PAGE.indexOf("<!-- end of " + name);
        assertTrue(begin >= 0 && end > begin, "the page lacks the marks of " + name);
        return ROW.matcher(PAGE.substring(begin, end))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
    }

    @Test
    void hasTheErrorCodes() {
        assertEquals(
                Arrays.stream(ErrorCode.values())
                        .map(code -> code.code() + (code.retry() ? " yes" : " no"))
                        .toList(),
                rows("error codes"));
    }

    @Test
    void hasTheCloseCodes() {
        assertEquals(
                Arrays.stream(Disconnect.values())
                        .map(why -> why.code() + (why.reconnect() ? " yes" : " no"))
                        .toList(),
                rows("close codes"));
    }

    static Stream<String> conversations() {
        List<String> all = CONVERSATION
                .matcher(PAGE)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertTrue(all.size() >= 4, all.size() + " conversations");
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void holdsTheConversation(String conversation) {
        TestHub hub = new TestHub();
        hub.millis = TIME;
        new TestMethods(hub.protocol);
        Map<String, TestClient> clients = new HashMap<>();
        Map<String, Queue<String>> told = new HashMap<>();
        String said = "";
        for (String line : conversation.lines().toList()) {
            MatchResult parts = LINE.matcher(line).results().findFirst().orElseThrow(() -> new AssertionError(line));
            String name = parts.group(1);
            TestClient client = clients.computeIfAbsent(name, absent -> new TestClient(hub));
            switch (parts.group(2)) {
                case "→" -> {
                    client.session().message(parts.group(3));
                    said = parts.group(3);
                }
                case "⧗" -> { // so many seconds
                    hub.millis += 1000 * Long.parseLong(parts.group(3));
                    client.session().sweep(hub.nanos);
                }
                case "✕" -> {
                    client.vanish();
                    clients.remove(name);
                }
                default -> {
                    assertEquals(
                            parts.group(3),
                            told.getOrDefault(name, new ArrayDeque<>()).poll(),
                            line);
                    assertTrue(Schemas.CLIENT.takes(said) || line.contains("\"t\":\"err\""), said);
                }
            }
            clients.forEach((each, inbox) ->
                    told.computeIfAbsent(each, absent -> new ArrayDeque<>()).addAll(inbox.take()));
        }
        told.forEach((name, rest) -> assertEquals("[]", rest.toString(), name + " is told more"));
    }

    /** Every type of message of the tables is said at least once in a conversation, so that none is only described. */
    @Test
    void showsTheMessages() {
        Function<String, Boolean> isShown =
                type -> conversations().anyMatch(conversation -> conversation.contains("{\"t\":\"" + type + "\""));
        for (String type : List.of(
                "hello",
                "welcome",
                "sub",
                "unsub",
                "pub",
                "hist",
                "ping",
                "pong",
                "ok",
                "err",
                "msg",
                "gap",
                "live",
                "refresh",
                "rpc",
                "ack",
                "expiring",
                "bye",
                "snap",
                "upd",
                "pres",
                "me",
                "typing")) {
            assertTrue(isShown.apply(type), type);
        }
    }
}
