package dev.parley.endpoints.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.Application;
import dev.parley.hub.Disconnect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of limits in the documentation names every setting that is one, its default, and metrics that there are. */
final class LimitsTableTest {
    private static final Path PAGE = Path.of("../../docs/operations.md");
    private static final int SETTING = 2;
    private static final int DEFAULT = 3;
    private static final int METRIC = 5;

    /** A row's cells; the first and the last one are empty. */
    private static List<List<String>> rows() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("<!-- limits -->");
        int end = page.indexOf("<!-- end of limits -->");
        assertTrue(begin >= 0 && end > begin, "the marks of the table are not there");
        List<List<String>> rows = page.substring(begin, end)
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Bound of"))
                .map(line -> Arrays.stream(line.split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList())
                .toList();
        assertTrue(rows.size() > 30, "found " + rows);
        return rows;
    }

    private static boolean isLimit(Setting<?> setting) {
        String key = setting.key();
        return key.contains("max")
                || key.contains("memory")
                || key.contains("history")
                || key.contains(".rate")
                || key.equals("parley.hub.recovery");
    }

    @Test
    void everyLimitIsInItWithItsDefault() throws IOException {
        Map<String, List<String>> rows =
                rows().stream().collect(Collectors.toMap(row -> "parley." + row.get(SETTING), Function.identity()));
        Map<String, String> settings =
                Catalogue.ALL.stream().collect(Collectors.toMap(Setting::key, Setting::fallback));
        for (Setting<?> setting : Catalogue.ALL) {
            assertTrue(!isLimit(setting) || rows.containsKey(setting.key()), setting.key() + " is missing");
        }
        rows.forEach((key, row) -> assertEquals(settings.get(key), row.get(DEFAULT), key));
    }

    @Test
    void everyMetricIsThere() throws IOException {
        Settings settings = SettingsReader.read(List.of(Source.of(
                "test",
                Map.of("parley.auth.push-keys", "ci: " + "k".repeat(32) + " news:*"),
                UnaryOperator.identity())));
        try (Application application = Application.start(settings)) {
            application
                    .metrics()
                    .connections()
                    .closed("/hub", "::1", Optional.of(Disconnect.SLOW), Duration.ZERO); // counted from the first on
            String text = application.metrics().text();
            for (List<String> row : rows()) {
                String metric = row.get(METRIC);
                assertTrue(metric.isEmpty() || text.contains("\n# TYPE " + metric), metric + " of " + row.get(SETTING));
            }
        }
    }
}
