package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The 517 cases of the Autobahn test suite against the embedded server, by the jar, and the index that scripts read. */
class AutobahnCompatIT {
    @RegisterExtension
    static final Targets TARGETS = new Targets();

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Pattern ENTRY = Pattern.compile("\"(\\d+(?:\\.\\d+)+)\":\\{\"behavior\":\"(OK|NON-STRICT|"
            + "INFORMATIONAL|UNIMPLEMENTED|FAILED)\",\"behaviorClose\":\"[A-Z-]+\",\"duration\":\\d+,"
            + "\"remoteCloseCode\":(?:null|\\d{4}),\"reportfile\":\"[^\"]+\"\\}");

    @Test
    void playsTheirCasesAndWritesTheIndexThatScriptsRead() throws Exception {
        Path reports = Checkout.scratch("autobahn");
        Execution run = Execution.of(
                LIMIT,
                reports,
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Checkout.of("src/conformance/target/parley-conformance.jar").toString(),
                TARGETS.get(Target.EMBEDDED).ws() + "/echo",
                "--autobahn-compat",
                "--exclude",
                "12,13", // compression in bulk: minutes, by design of theirs; the suite has twenty sharper ones instead
                "--fail-on",
                "any",
                "--name",
                "parley",
                "--format",
                "autobahn,json",
                "--report-dir",
                reports.toString());
        assertEquals(0, run.status(), run::toString);
        assertTrue(run.out().contains("301 cases: 301 pass"), run::toString);
        assertEquals(301, entries(reports.resolve("index.json")));
    }

    private static int entries(Path index) throws IOException {
        List<String> lines = Files.readAllLines(index);
        assertEquals("{\"parley\":{", lines.get(0));
        assertEquals("}}", lines.get(lines.size() - 1));
        int entries = 0;
        for (String line : lines.subList(1, lines.size() - 1)) {
            Matcher entry = ENTRY.matcher(line.replaceAll(",$", ""));
            assertTrue(entry.matches(), line);
            entries++;
        }
        return entries;
    }
}
