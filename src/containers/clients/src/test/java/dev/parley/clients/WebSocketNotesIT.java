package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of {@code docs/websocket-notes.md} prints what the page says. */
class WebSocketNotesIT {
    @RegisterExtension
    static final Targets TARGETS = new Targets();

    private static final String PAGE = "docs/websocket-notes.md";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    static Stream<Arguments> commands() throws IOException {
        return CodeBlocks.of(Checkout.of(PAGE)).stream()
                .map(block -> Arguments.of(
                        block.name(), block.source(), block.printed().orElse("")));
    }

    @BeforeAll
    static void programs() {
        for (String program : new String[] {"bash", "curl", "openssl", "python3"}) {
            Program.required(program, "apt-get install " + program);
        }
    }

    @Test
    void pageSaysWhatEachCommandPrints() throws IOException {
        List<CodeBlocks.Block> blocks = CodeBlocks.of(Checkout.of(PAGE));
        assertTrue(blocks.size() >= 10, "commands found");
        for (CodeBlocks.Block block : blocks) {
            assertTrue(block.printed().isPresent(), block.name());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void commandPrintsWhatThePageSays(String name, String command, String printed) throws Exception {
        URI base = TARGETS.get(Target.EMBEDDED).base();
        Map<String, String> environment = Map.of("PARLEY", base.getHost() + ":" + base.getPort());
        Execution execution = Execution.of(LIMIT, Checkout.of("."), environment, "bash", "-c", command);
        assertEquals(printed, execution.out(), execution::toString);
    }
}
