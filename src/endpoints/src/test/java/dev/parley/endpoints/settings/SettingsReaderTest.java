package dev.parley.endpoints.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.spi.Durability;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsReaderTest {
    private static Settings file(String content) {
        return SettingsReader.read(List.of(source(content)));
    }

    private static Source source(String content) {
        try {
            return Source.properties("parley.properties", new StringReader(content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Source properties(String key, String value) {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        return Source.systemProperties(properties);
    }

    private static String refusal(Source... sources) {
        String message = assertThrows(SettingsException.class, () -> SettingsReader.read(List.of(sources)))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Nested
    class Values {
        record Good(String line, Function<Settings, Object> of, Object expected) {
            @Override
            public String toString() {
                return line;
            }
        }

        static Stream<Good> good() {
            return Stream.of(
                    new Good("parley.echo.max-message-size=16MiB", s -> s.echo().maxMessageSize(), 16 * 1024 * 1024),
                    new Good("parley.echo.max-message-size=64KiB", s -> s.echo().maxMessageSize(), 65_536),
                    new Good("parley.echo.max-message-size=12345", s -> s.echo().maxMessageSize(), 12_345),
                    new Good("parley.echo.max-message-size=1", s -> s.echo().maxMessageSize(), 1),
                    new Good("parley.echo.memory=2GiB", s -> s.echo().memory(), 1L << 31),
                    new Good("parley.echo.memory = 512MiB ", s -> s.echo().memory(), 512L << 20),
                    new Good("parley.echo.compression=false", s -> s.echo().compression(), false),
                    new Good(
                            "parley.heartbeat.interval=100ms",
                            s -> s.heartbeat().interval(),
                            Duration.ofMillis(100)),
                    new Good("parley.heartbeat.interval=7s", s -> s.heartbeat().interval(), Duration.ofSeconds(7)),
                    new Good("parley.heartbeat.timeout=2m", s -> s.heartbeat().timeout(), Duration.ofMinutes(2)),
                    new Good("parley.heartbeat.timeout=1h", s -> s.heartbeat().timeout(), Duration.ofHours(1)),
                    new Good("parley.store.database=h2", s -> s.store().database(), "h2"),
                    new Good(
                            "parley.store.database=jdbc:postgresql://db/parley?ssl=true",
                            s -> s.store().database(),
                            "jdbc:postgresql://db/parley?ssl=true"),
                    new Good(
                            "parley.store.database=java:comp/env/jdbc/parley",
                            s -> s.store().database(),
                            "java:comp/env/jdbc/parley"),
                    new Good("parley.store.directory=/data", s -> s.store().directory(), Path.of("/data")),
                    new Good("parley.store.user=parley", s -> s.store().user(), Optional.of("parley")),
                    new Good(
                            "parley.store.durability=chat=sync, news = log,*=memory",
                            s -> s.store().durability(),
                            Map.of("chat", Durability.SYNC, "news", Durability.LOG, "*", Durability.MEMORY)),
                    new Good("parley.store.durability=", s -> s.store().durability(), Map.of()),
                    new Good("parley.drain.url=", s -> s.hub().drainUrl(), Optional.empty()),
                    new Good(
                            "parley.drain.url=wss://b.example/hub?a=1",
                            s -> s.hub().drainUrl(),
                            Optional.of("wss://b.example/hub?a=1")),
                    new Good("parley.origins.allowed=*", s -> s.origins().allowed(), List.of("*")),
                    new Good(
                            "parley.origins.allowed=same, https://a.example,http://b.example:8080",
                            s -> s.origins().allowed(),
                            List.of("same", "https://a.example", "http://b.example:8080")),
                    new Good(
                            "parley.origins.allowed=http://[::1]:8080",
                            s -> s.origins().allowed(),
                            List.of("http://[::1]:8080")),
                    new Good(
                            "parley.origins.absent-allowed=false",
                            s -> s.origins().absentAllowed(),
                            false),
                    new Good(
                            "parley.connections.trusted-proxies=10.0.0.1, ::1",
                            s -> s.connections().trustedProxies(),
                            List.of("10.0.0.1", "0:0:0:0:0:0:0:1")),
                    new Good(
                            "parley.connections.trusted-proxies=",
                            s -> s.connections().trustedProxies(),
                            List.of()),
                    new Good(
                            "parley.subprotocols=parley.v1.json,chat",
                            Settings::subprotocols,
                            List.of("parley.v1.json", "chat")),
                    new Good("parley.server.port=0", s -> s.server().port(), 0),
                    new Good("parley.server.port=65535", s -> s.server().port(), 65_535),
                    new Good("parley.server.host=::1", s -> s.server().host(), "::1"),
                    new Good(
                            "parley.server.tls-keystore=a/b.p12",
                            s -> s.server().tlsKeystore(),
                            Optional.of(Path.of("a/b.p12"))),
                    new Good("parley.server.tls-keystore=", s -> s.server().tlsKeystore(), Optional.empty()),
                    new Good(
                            "parley.server.tls-password=päss word",
                            s -> s.server().tlsPassword(),
                            Optional.of("päss word")));
        }

        @ParameterizedTest
        @MethodSource("good")
        void readsValue(Good good) {
            assertEquals(good.expected(), good.of().apply(file(good.line())));
        }

        static Stream<String> bad() {
            return Stream.of(
                    "parley.echo.max-message-size=",
                    "parley.echo.max-message-size=0",
                    "parley.echo.max-message-size=-1",
                    "parley.echo.max-message-size=1.5MiB",
                    "parley.echo.max-message-size=16 MiB",
                    "parley.echo.max-message-size=16MB",
                    "parley.echo.max-message-size=16mib",
                    "parley.echo.max-message-size=1025MiB",
                    "parley.echo.max-message-size=999999999999GiB",
                    "parley.echo.max-message-size=9999999999999999999999",
                    "parley.echo.max-message-size=0x10",
                    "parley.echo.max-message-size=١٢",
                    "parley.store.database=h3",
                    "parley.store.database=jdbc:mysql://db/parley",
                    "parley.store.database=ldap://evil/x",
                    "parley.store.database=jdbc:h2:",
                    "parley.store.directory=",
                    "parley.store.durability=chat",
                    "parley.store.durability=chat=fsync",
                    "parley.store.durability=chat=log,chat=sync",
                    "parley.store.durability=chat:*=log",
                    "parley.store.max-age=59s",
                    "parley.echo.compression=yes",
                    "parley.echo.compression=TRUE",
                    "parley.echo.compression=1",
                    "parley.echo.compression=",
                    "parley.heartbeat.interval=99ms",
                    "parley.heartbeat.interval=20",
                    "parley.heartbeat.interval=20 s",
                    "parley.heartbeat.interval=20sec",
                    "parley.heartbeat.interval=PT20S",
                    "parley.heartbeat.interval=2h",
                    "parley.heartbeat.interval=-5s",
                    "parley.server.port=65536",
                    "parley.server.port=-1",
                    "parley.server.port=http",
                    "parley.server.host=",
                    "parley.server.host=exa mple",
                    "parley.server.host=http://example.org",
                    "parley.server.tls-keystore=a\\u0000b",
                    "parley.connections.max=0",
                    "parley.connections.trusted-proxies=proxy.example.org",
                    "parley.connections.trusted-proxies=10.0.0.1,",
                    "parley.connections.trusted-proxies=10.0.0.0/8",
                    "parley.connections.trusted-proxies=256.1.1.1",
                    "parley.subprotocols=a b",
                    "parley.subprotocols=a,,b",
                    "parley.drain.url=example.org",
                    "parley.drain.url=https://example.org/hub",
                    "parley.drain.url=wss:///hub",
                    "parley.drain.url=wss://ann:secret@example.org/hub",
                    "parley.drain.url=wss://example.org/hub#a",
                    "parley.origins.allowed=",
                    "parley.origins.allowed=example.org",
                    "parley.origins.allowed=https://example.org/",
                    "parley.origins.allowed=https://example.org/app",
                    "parley.origins.allowed=https://user@example.org",
                    "parley.origins.allowed=https://*.example.org",
                    "parley.origins.allowed=ftp://example.org",
                    "parley.origins.allowed=ws://example.org",
                    "parley.origins.allowed=null",
                    "parley.origins.allowed=*,https://example.org",
                    "parley.origins.allowed=Same");
        }

        @ParameterizedTest
        @MethodSource("bad")
        void refusesValueAndSaysWhatIsAllowed(String line) {
            String key = line.substring(0, line.indexOf('='));
            String message = refusal(source(line));
            assertTrue(message.startsWith("file parley.properties, key " + key + " = \""), message);
            assertTrue(message.contains("\" is not allowed; allowed is "), message);
        }

        @Test
        void cutsAndCleansValueInMessage() {
            String message = refusal(source("parley.server.host=" + "x\\n".repeat(500)));
            assertTrue(message.length() < 250, message);
        }

        @Test
        void readsEveryDefaultAsWritten() {
            StringBuilder all = new StringBuilder();
            Catalogue.ALL.forEach(setting -> all.append(setting.key())
                    .append('=')
                    .append(setting.fallback())
                    .append('\n'));
            assertEquals(Settings.defaults(), file(all.toString()));
        }
    }

    @Nested
    class Sources {
        @Test
        void namesEnvironmentVariableAfterKey() {
            Settings settings = SettingsReader.read(List.of(Source.environment(
                    Map.of("PARLEY_ECHO_MAX_MESSAGE_SIZE", "1KiB", "PATH", "/bin", "parley.x", "y"))));
            assertEquals(1024, settings.echo().maxMessageSize());
        }

        @Test
        void takesEarlierSourceFirst() {
            Source environment = Source.environment(Map.of("PARLEY_SERVER_PORT", "1"));
            Source property = properties("parley.server.port", "2");
            Source context = Source.contextParameters(Map.of("parley.server.port", "3"));
            Source file = source("parley.server.port=4");
            assertEquals(1, port(environment, property, context, file));
            assertEquals(2, port(property, context, file));
            assertEquals(3, port(context, file));
            assertEquals(4, port(file));
            assertEquals(8080, port());
        }

        private static int port(Source... sources) {
            return SettingsReader.read(List.of(sources)).server().port();
        }

        @Test
        void leavesForeignNamesToOthers() {
            Source context = Source.contextParameters(Map.of("com.example.parley", "x", "parleyx.y", "z"));
            assertEquals(Settings.defaults(), SettingsReader.read(List.of(context)));
            assertEquals(
                    Settings.defaults(), SettingsReader.read(List.of(properties("parley.exitWithParent", "true"))));
        }

        @Test
        void checksSourceThatIsOverridden() {
            Source environment = Source.environment(Map.of("PARLEY_SERVER_PORT", "1"));
            assertTrue(refusal(environment, source("parley.serverr.port=4")).contains("parley.serverr.port"));
        }

        @Test
        void refusesFileThatIsNoPropertiesFile() {
            assertTrue(assertThrows(SettingsException.class, () -> source("a=\\u00zz"))
                    .getMessage()
                    .startsWith("file parley.properties is not a properties file: "));
        }
    }

    @Nested
    class Unknown {
        record Typo(Source source, String message) {
            @Override
            public String toString() {
                return message;
            }
        }

        static Stream<Typo> typos() {
            return Stream.of(
                    new Typo(
                            source("parley.echo.max-mesage-size=1"),
                            "file parley.properties, key parley.echo.max-mesage-size is no setting of Parley;"
                                    + " did you mean parley.echo.max-message-size?"),
                    new Typo(
                            Source.environment(Map.of("PARLEY_HEARTBEAT_INTERVALL", "1s")),
                            "environment variable PARLEY_HEARTBEAT_INTERVALL is no setting of Parley;"
                                    + " did you mean PARLEY_HEARTBEAT_INTERVAL?"),
                    new Typo(
                            properties("parley.port", "1"),
                            "system property parley.port is no setting of Parley;"
                                    + " the settings are listed in docs/operations.md"),
                    new Typo(
                            Source.contextParameters(Map.of("parley.Server.Port", "1")),
                            "context parameter parley.Server.Port is no setting of Parley;"
                                    + " did you mean parley.server.port?"),
                    new Typo(
                            source("server.port=1"),
                            "file parley.properties, key server.port is no setting of Parley;"
                                    + " the settings are listed in docs/operations.md"));
        }

        @ParameterizedTest
        @MethodSource("typos")
        void refusesUnknownKeyAndNamesNearest(Typo typo) {
            assertEquals(typo.message(), refusal(typo.source()));
        }
    }

    @Nested
    class Relations {
        record Contradiction(String lines, String message) {
            @Override
            public String toString() {
                return message;
            }
        }

        static Stream<Contradiction> contradictions() {
            String file = "file parley.properties, key ";
            return Stream.of(
                    new Contradiction(
                            "parley.heartbeat.timeout=20s",
                            file + "parley.heartbeat.timeout = \"20s\" must be longer than"
                                    + " parley.heartbeat.interval = \"20s\" (the default)"),
                    new Contradiction(
                            "parley.heartbeat.interval=1m",
                            "parley.heartbeat.timeout = \"35s\" (the default) must be longer than " + file
                                    + "parley.heartbeat.interval = \"1m\""),
                    new Contradiction(
                            "parley.echo.memory=1MiB",
                            file + "parley.echo.memory = \"1MiB\" must not be less than"
                                    + " parley.echo.max-message-size = \"16MiB\" (the default)"),
                    new Contradiction(
                            "parley.outbox.max-bytes=8KiB",
                            file + "parley.outbox.max-bytes = \"8KiB\" must not be less than"
                                    + " parley.chat.max-message-size = \"16KiB\" (the default)"),
                    new Contradiction(
                            "parley.chat.history-messages=10",
                            "parley.chat.welcome-history = \"50\" (the default) must not be more than " + file
                                    + "parley.chat.history-messages = \"10\""),
                    new Contradiction(
                            "parley.server.tls-dev=true\nparley.server.tls-keystore=k.p12",
                            file + "parley.server.tls-dev = \"true\" cannot be used together with " + file
                                    + "parley.server.tls-keystore = \"k.p12\""));
        }

        @ParameterizedTest
        @MethodSource("contradictions")
        void refusesSettingsThatContradictEachOther(Contradiction contradiction) {
            assertEquals(contradiction.message(), refusal(source(contradiction.lines())));
        }
    }

    @Nested
    class Secrets {
        @Test
        void refusesPasswordAsSystemProperty() {
            String message = refusal(properties("parley.server.tls-password", "hunter2"));
            assertTrue(message.contains("parley.server.tls-password"), message);
            assertFalse(message.contains("hunter2"), message);
        }

        @Test
        void showsNoPassword() {
            assertFalse(file("parley.server.tls-password=hunter2").toString().contains("hunter2"));
        }
    }
}
