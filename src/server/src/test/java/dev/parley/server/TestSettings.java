package dev.parley.server;

import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Settings for a test: the loopback address, any port, no rates of a connection unless it says so, and what it says. */
final class TestSettings {
    private TestSettings() {}

    /** Reads {@code key=value} lines; each key without its {@code parley.}. */
    static Settings of(String... lines) {
        Map<String, String> values = new HashMap<>(Map.of(
                "parley.server.host", "127.0.0.1",
                "parley.server.port", "0",
                "parley.rates.messages", "off",
                "parley.rates.publishes", "off"));
        for (String line : lines) {
            int equals = line.indexOf('=');
            values.put("parley." + line.substring(0, equals), line.substring(equals + 1));
        }
        return SettingsReader.read(List.of(Source.of("test", values, UnaryOperator.identity())));
    }
}
