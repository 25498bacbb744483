package dev.parley.endpoints.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.StateLimits;
import dev.parley.hub.spi.Durability;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting that says which channels there may be. */
class ChannelSettingTest {
    private static final Optional<Durability> IN_MEMORY = Optional.of(Durability.MEMORY);
    private static final StateLimits D = StateLimits.DEFAULTS;

    private static Settings read(String content) {
        try {
            return SettingsReader.read(List.of(Source.properties("parley.properties", new StringReader(content))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ChannelRules channels(String content) {
        return read(content).hub().channels();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat:* log durability=log", "chat:* log, sync:* state durability=sync"})
    void keepsNothingInADatabaseThatThereIsNot(String value) {
        String message = assertThrows(SettingsException.class, () -> read("parley.hub.channels=" + value))
                .getMessage();
        assertTrue(
                message.endsWith("parley.hub.channels = \"" + value
                        + "\" has durability=log or durability=sync, which needs a database, but"
                        + " parley.store.database = \"\" (the default)"),
                message);
    }

    @Test
    void isByDefaultWhatTheDocumentationNames() {
        assertEquals(
                new ChannelRules(List.of(
                        new ChannelRule.Log("chat:*", 5000, 1000, 4 << 20),
                        new ChannelRule.Log("news:*", 5000, 1000, 4 << 20),
                        new ChannelRule.State("ticker:*", 5000, D, IN_MEMORY),
                        new ChannelRule.State("monitor:*", 5000, D, IN_MEMORY),
                        new ChannelRule.State("sync:*", 5000, D),
                        new ChannelRule.State("game:*", 5000, D, IN_MEMORY))),
                channels(""));
    }

    @Test
    void takesOptions() {
        StateLimits small = new StateLimits(7, D.keyBytes(), D.readKeys(), 100, 1 << 20, 1024, D.page(), D.pageBytes());
        assertEquals(
                new ChannelRules(List.of(
                        new ChannelRule.Log("chat:*", 50, 60, 70 << 10),
                        new ChannelRule.Log("chat:vip-*", 5, 60, 70 << 10),
                        new ChannelRule.Log("orders:all", 0, 100, 1 << 20),
                        new ChannelRule.State("ticker:*", 0, small, Optional.of(Durability.SYNC)),
                        new ChannelRule.Log(
                                "news:*",
                                50,
                                60,
                                70 << 10,
                                Optional.of(Duration.ofHours(2)),
                                Optional.of(Durability.LOG)),
                        new ChannelRule.Log("calls:*", 50, 0, 70 << 10))),
                channels("""
                        parley.chat.max-members = 50
                        parley.chat.history-messages = 60
                        parley.chat.history-bytes = 70KiB
                        parley.hub.channels = chat:* log, chat:vip-*  log members=5,\\
                          orders:all log history=100 history-bytes=1MiB members=0,\\
                          ticker:* state keys=7 bytes=1MiB value=100 durability=sync members=0,\\
                          news:* log durability=log history-age=2h, calls:* log history=0
                        parley.store.database = h2
                        """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chat:*",
                "news:* log",
                "chat:* log,",
                "chat:* log, news log",
                "chat:* log, news:* logs",
                "chat:* log, chat:* log",
                "chat:* state",
                "chat:* log, chat:a state",
                "chat:* log members=0",
                "chat:* log, chat:a log members=0",
                "chat:* log history",
                "chat:* log history=",
                "chat:* log history=-1",
                "chat:* log history=0 durability=log",
                "chat:* log, news:* log durability=sync history=0",
                "chat:* log history-age=1",
                "chat:* log history-age=500ms",
                "chat:* log history=1 history=2",
                "chat:* log durability",
                "chat:* log durability=",
                "chat:* log durability=disk",
                "chat:* log durability=memory durability=memory",
                "chat:* log keys=1",
                "chat:* log =1",
                "chat:* log, sync:* state history=1",
                "chat:* log, sync:* state value=2MiB",
                "chat:* log, * log"
            })
    void refusesOthersAndSaysWhatIsAllowed(String value) {
        String message = assertThrows(SettingsException.class, () -> read("parley.hub.channels=" + value))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.contains("parley.hub.channels"), message);
        assertTrue(message.contains("rules such as chat:* log history=1000, ticker:* state keys=500"), message);
    }
}
