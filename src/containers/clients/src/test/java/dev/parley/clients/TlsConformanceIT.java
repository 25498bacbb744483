package dev.parley.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The cases of TLS, and those that open and close connections, against the embedded server over TLS, by the two jars. */
class TlsConformanceIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void embeddedServerConformsOverTls() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                JAVA,
                "-Dparley.exitWithParent=true",
                "-jar",
                Checkout.of("src/server/target/parley-server.jar").toString(),
                "--port",
                "0",
                "--tls-dev");
        Path log = Checkout.scratch("logs").resolve("tls.log");
        ServerProcess server = new ServerProcess(builder, Pattern.compile("listening on https(://\\S+)"), log);
        try (server) {
            String address = "wss" + server.awaitReady(LIMIT).group(1) + "echo";
            Path reports = Checkout.scratch("tls-conformance");
            Execution run = Execution.of(
                    LIMIT,
                    reports,
                    Map.of(),
                    JAVA,
                    "-jar",
                    Checkout.of("src/conformance/target/parley-conformance.jar").toString(),
                    address,
                    "--insecure",
                    "--cases",
                    "1,2,7,tls,closing",
                    "--exclude",
                    "closing.between.compressed", // not offered
                    "--timeout-factor",
                    "2",
                    "--report-dir",
                    reports.toString());
            assertEquals(0, run.status(), run::toString);
            assertTrue(run.out().matches("(?s).* cases: [1-9][0-9]{2} pass.*"), run::toString);
        }
    }
}
