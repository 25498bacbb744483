package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program of {@code docs/clients.md} does what the page says, on every server. */
class DocumentedClientsIT {
    @RegisterExtension
    static final Targets TARGETS = new Targets();

    /** What has been said in the lobby of each server, in order. */
    private static final Map<Target, List<String>> SAID = new EnumMap<>(Target.class);

    /** What has been published in {@code news:clients} of each server, in order. */
    private static final Map<Target, List<String>> PUBLISHED = new EnumMap<>(Target.class);

    private static Path programs = Path.of(".");
    private static List<CodeBlocks.Block> blocks = List.of();

    @BeforeAll
    static void extract() throws IOException {
        programs = Checkout.scratch("."); // beside lib, which the build has filled
        blocks = CodeBlocks.of(Checkout.of("docs/clients.md"));
        CodeBlocks.write(blocks, programs);
    }

    static Stream<Arguments> languagesOnTargets() {
        return Stream.of(Target.values())
                .flatMap(target -> Stream.of(Language.values()).map(language -> Arguments.of(language, target)));
    }

    @Test
    void pageHasOneProgramForEachEndpointInEachLanguage() {
        Set<String> expected =
                new TreeSet<>(Set.of("browser/echo.js", "browser/heartbeat.js", "browser/chat.js", "browser/hub.js"));
        for (String endpoint : List.of("echo", "heartbeat", "chat", "hub")) {
            expected.add("node/" + endpoint + ".mjs");
            expected.add("python-websocket-client/" + endpoint + ".py");
            expected.add("python-websockets/" + endpoint + ".py");
        }
        for (String source : List.of("Echo.java", "Heartbeat.java", "Chat.java", "Hub.java")) {
            expected.add("java-httpclient/" + source);
            expected.add("java-jakarta/" + source);
        }
        assertEquals(
                expected, blocks.stream().map(CodeBlocks.Block::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("languagesOnTargets")
    void echoReturnsTextAndBytes(Language language, Target target) throws Exception {
        assertEquals(
                List.of("text: Hello, Parley", "binary: 1 2 3"), language.run(programs, "echo", TARGETS.get(target)));
    }

    /** The second line comes only if the library answered a Ping of the server. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("languagesOnTargets")
    void heartbeatIsMeasuredByBothSides(Language language, Target target) throws Exception {
        assertMeasured(language.run(programs, "heartbeat", TARGETS.get(target)));
    }

    /** Each finds what those before it said, whatever their language. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("languagesOnTargets")
    void chatTellsWhatWasSaidAndAddsToIt(Language language, Target target) throws Exception {
        List<String> said = SAID.computeIfAbsent(target, key -> new ArrayList<>());
        String text = "«" + language + "» sagt “grüß dich” 👋";
        List<String> printed = language.run(programs, "chat", TARGETS.get(target), "Zoë", text);
        said.add("Zoë: " + text);
        assertEquals(said, printed);
    }

    /** Each recovers what those before it published, and gets its own with the next offset. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("languagesOnTargets")
    void hubTellsWhatWasPublishedAndAddsToIt(Language language, Target target) throws Exception {
        String text = "«" + language + "» veröffentlicht “grüß dich” 👋";
        List<String> printed = language.run(programs, "hub", TARGETS.get(target), text);
        assertEquals(publish(target, text), printed);
    }

    private static List<String> publish(Target target, String text) {
        List<String> published = PUBLISHED.computeIfAbsent(target, key -> new ArrayList<>());
        published.add(published.size() + 1 + ": " + text);
        return published;
    }

    @ParameterizedTest(name = "browser on {0}")
    @EnumSource
    void browserProgramsDoTheSame(Target target) throws Exception {
        List<String> said = SAID.computeIfAbsent(target, key -> new ArrayList<>());
        try (Browser browser = Browser.start()) {
            browser.open(TARGETS.get(target).page("./"));
            assertEquals(
                    List.of("text: Hello, Parley", "binary: 1 2 3"), browser.printed(source("browser/echo.js"), 2));
            assertMeasured(browser.printed(source("browser/heartbeat.js"), 2));
            List<String> printed = browser.printed(source("browser/chat.js"), said.size() + 1);
            said.add("Ada: Hello from a browser");
            assertEquals(said, printed);
            List<String> published = publish(target, "Hello from a browser");
            assertEquals(published, browser.printed(source("browser/hub.js"), published.size()));
        }
    }

    private static String source(String name) {
        return blocks.stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow()
                .source();
    }

    private static void assertMeasured(List<String> printed) {
        assertEquals(2, printed.size(), printed::toString);
        assertTrue(printed.get(0).matches("pong 1 after [0-9.]+(E-?\\d+)? ms"), printed::toString);
        assertTrue(printed.get(1).matches("the server measured [0-9.]+ ms"), printed::toString);
    }
}
