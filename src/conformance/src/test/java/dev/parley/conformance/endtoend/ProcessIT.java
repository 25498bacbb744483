package dev.parley.conformance.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.Json;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.ReferenceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar in a process of its own, as a user starts it. */
class ProcessIT {
    private static final Path JAR = Path.of("target", "parley-conformance.jar").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    Path files;

    @Test
    void givesItsVerdictAsExitCode() throws Exception {
        try (ReferenceServer good = ReferenceServer.start();
                ReferenceServer bad = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE)) {
            run(good.uri().toString(), "--cases", "3").with(0).saying("7 cases: 7 pass");
            run(bad.uri().toString(), "--cases", "3").with(1).saying("fail 3.7");
        }
        run("ws://localhost:1/echo").with(2).complaining("ws://localhost:1/echo");
        run("ws://localhost:1/echo", "--colour").with(3).complaining("--colour");
    }

    /** A server that sends without end costs neither memory nor the end of the run. */
    @ParameterizedTest
    @EnumSource
    void standsAFloodWithAQuarterOfAGibibyte(FloodServer.Flood flood) throws Exception {
        try (FloodServer server = new FloodServer(flood)) {
            Said said = run(
                            server.uri().toString(),
                            "--cases",
                            "1.1.1,1.2.6,2.1,2.10,5.3,7.1.1,handshake.key.missing,deflate.message.single")
                    .with(1);
            assertEquals("", said.err());
            assertTrue(said.out().contains(" cases: "), said::toString);
            assertFalse(said.out().contains("OutOfMemory"), said::toString);
            assertFalse(said.out().contains("reserved bits"), () -> "bytes were lost: " + said);
        }
    }

    @Test
    void leavesWholeReportsWhenKilled() throws Exception {
        Path reports = files.resolve("report");
        try (ReferenceServer server = ReferenceServer.start()) {
            String[] arguments = {server.uri().toString(), "--parallel", "1", "--report-dir", reports.toString()};
            Process process = start(Map.of(), files.resolve("out"), files.resolve("err"), command(arguments));
            Path json = reports.resolve("report.json");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (!(Files.exists(json) && Files.readString(json).contains("\"id\":\"2.5\""))) {
                assertTrue(process.isAlive() && System.nanoTime() < end, () -> "still running, with results");
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor(); // SIGKILL
        }
        Object json = Json.parse(Files.readString(reports.resolve("report.json")));
        int count = Json.list(json, "results").size();
        assertEquals(false, Json.map(json).get("complete"));
        assertTrue(count > 0 && count < 300, () -> count + " results");
        Object autobahn = Json.parse(Files.readString(reports.resolve("index.json")));
        int others = Json.map(Json.map(autobahn).values().iterator().next()).size();
        int tests = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(reports.resolve("junit.xml").toFile())
                .getElementsByTagName("testcase")
                .getLength();
        String html = Files.readString(reports.resolve("index.html"));
        int rows = html.split("<script>add\\(", -1).length - 1;
        for (int written : new int[] {others, tests, rows}) { // killed between two files, at most
            assertTrue(Math.abs(written - count) <= 1, () -> written + " and " + count);
        }
        assertTrue(html.endsWith("</html>\n")
                && Files.readString(reports.resolve("summary.md")).contains(" not run"));
        Said.by("diff", reports.toString(), reports.toString()).with(0).saying("0 of " + count);
    }

    @Test
    void paintsOnATerminalUnlessToldNotTo() throws Exception {
        Path script = Path.of("/usr/bin/script");
        Assumptions.assumeTrue(Files.isExecutable(script), "no terminal without script (bsdutils)");
        try (ReferenceServer bad = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE)) {
            String line = String.join(" ", command(bad.uri().toString(), "--cases", "3"));
            String[] onTerminal = {script.toString(), "-qec", line, "/dev/null"};
            String red = "\u001b[31mfail\u001b[0m 3.7";
            String seen = await(Map.of("NO_COLOR", ""), onTerminal)
                    .with(1)
                    .saying(red)
                    .out();
            assertTrue(seen.contains("7/7  1 fail  0 s left"), "progress on a terminal: " + seen);
            assertFalse(await(Map.of("NO_COLOR", "1"), onTerminal).with(1).out().contains("[31m"));
        }
    }

    @Test
    void completesOptionsInBash() throws Exception {
        Path bash = Path.of("/bin/bash");
        Assumptions.assumeTrue(Files.isExecutable(bash), "no bash to complete in");
        Path completion = Files.writeString(
                files.resolve("completion.bash"),
                run("generate-completion").with(0).out());
        String ask = "source " + completion + "; COMP_WORDS=(parley-conformance run --repo); COMP_CWORD=2;"
                + " COMP_LINE='parley-conformance run --repo'; COMP_POINT=${#COMP_LINE};"
                + " _complete_parley-conformance parley-conformance --repo run; echo \"${COMPREPLY[@]}\"";
        assertEquals(
                "--report-dir\n",
                await(Map.of(), bash.toString(), "-c", ask).with(0).out());
    }

    private Said run(String... arguments) throws Exception {
        return await(Map.of(), command(arguments));
    }

    private String[] command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-Xmx256m", "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private Said await(Map<String, String> environment, String... command) throws Exception {
        Path out = Files.createTempFile(files, "out", "");
        Path err = Files.createTempFile(files, "err", "");
        Process process = start(environment, out, err, command);
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        Said said = new Said(
                String.join(" ", command),
                process.exitValue(),
                Files.readString(out, UTF_8),
                Files.readString(err, UTF_8));
        assertTrue(ended, () -> "not ended: " + said);
        return said;
    }

    private Process start(Map<String, String> environment, Path out, Path err, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(files.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
