package dev.parley.endpoints.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.settings.Settings;
import dev.parley.hub.Disconnect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dashboards and alerts ask for is there. */
class DashboardTest {
    private static final Pattern METRIC = Pattern.compile("\\b(parley|jvm)_[a-z_]*[a-z]\\b(?!_)");
    private static final Pattern SERIES = Pattern.compile("^([a-z_]+)[{ ].*");

    @ParameterizedTest
    @ValueSource(strings = {"docs/grafana/parley.json", "docs/operations.md"})
    void asksForWhatThereIs(String page) throws IOException {
        Set<String> asked = METRIC.matcher(Files.readString(Path.of("../..", page)))
                .results()
                .map(match -> match.group())
                .filter(name -> !name.equals("jvm_memory")) // the beginning of several
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(asked.size() > 15, () -> "only " + asked);
        asked.removeAll(told());
        assertEquals(Set.of(), asked);
    }

    private static Set<String> told() {
        try (Application application = Application.start(Settings.defaults())) {
            Metrics metrics = application.metrics();
            metrics.connections().opened("/hub", Optional.of(Duration.ofMillis(1)));
            metrics.connections().closed("/hub", "::1", Optional.of(Disconnect.SLOW), Duration.ofMillis(1));
            return metrics.text()
                    .lines()
                    .map(SERIES::matcher)
                    .filter(matcher -> matcher.matches())
                    .flatMap(matcher -> {
                        String name = matcher.group(1);
                        return Stream.of(name, name.replaceFirst("_(count|sum|max)$", ""));
                    })
                    .collect(Collectors.toSet());
        }
    }
}
