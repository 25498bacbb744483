package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The matrix of {@code docs/conformance.md} counts as many failures of each server as its baseline has. */
class PublishedMatrixIT {
    private static final Pattern FAILURES = Pattern.compile("(\\d+) (?:fail|error)");

    @Test
    void countsWhatTheBaselinesList() throws IOException {
        String page = Files.readString(Checkout.of("docs/conformance.md"));
        List<String> table = page.substring(page.indexOf("<!-- matrix -->"), page.indexOf("<!-- end of matrix -->"))
                .lines()
                .filter(line -> line.startsWith("| "))
                .toList();
        List<String> servers = cells(table.get(0));
        List<String> sums = cells(table.get(table.size() - 1));
        assertTrue(servers.size() >= 12, servers::toString);
        for (int i = 1; i < servers.size(); i++) {
            List<String> listed = listed(servers.get(i));
            long failures = failures(sums.get(i));
            long sure =
                    listed.stream().filter(line -> !line.contains(" flaky ")).count();
            String both = servers.get(i) + ": " + failures + " published, " + sure + " to " + listed.size() + " listed";
            assertTrue(failures >= sure && failures <= listed.size(), both);
        }
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static long failures(String sum) {
        return FAILURES.matcher(sum)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private static List<String> listed(String server) throws IOException {
        try (Stream<Path> modules = Files.list(Checkout.of("src/containers"))) {
            Path file = modules.map(module -> module.resolve("baseline-" + server + ".txt"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no baseline of " + server));
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
