package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cli.Main;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.ReferenceServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, as a user meets it: output and exit codes. */
class MainTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void endsWith0WhenAllIsGood() throws Exception {
        try (ReferenceServer server = ReferenceServer.start()) {
            assertEquals(0, run(server, "--cases", "2"), this::output);
            assertTrue(out.toString().contains("11 cases: 11 pass"), this::output);
            assertTrue(Files.exists(directory.resolve("index.html")), "the report is there");
        }
    }

    @Test
    void endsWith1WhenTheServerDoesNotConform() throws Exception {
        try (ReferenceServer server = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE)) {
            assertEquals(1, run(server, "--cases", "3"), this::output);
            assertTrue(out.toString().contains("3.7"), this::output);
            assertTrue(out.toString().contains("RFC 6455 5.2"), this::output);
            assertEquals(0, run(server, "--cases", "3", "--fail-on", "never"), this::output);
        }
    }

    @Test
    void endsWith2WhenNothingListens() throws Exception {
        int port = freePort();
        assertEquals(2, run("ws://localhost:" + port + "/echo"), this::output);
        assertOneLine();
    }

    @Test
    void endsWith2WhenItIsNoWebSocketServer() throws Exception {
        try (ReferenceServer server = ReferenceServer.start(Fault.ANSWERS_200)) {
            assertEquals(2, run(server), this::output);
            assertOneLine();
        }
    }

    @Test
    void endsWith3OnWrongUsage() {
        for (String[] arguments : new String[][] {
            {},
            {"http://localhost/"},
            {"ws://localhost/", "--parallel", "0"},
            {"ws://localhost/", "--cases", "no.such.case"},
            {"ws://localhost/", "--colour"},
            {"ws://localhost/", "--update-baseline"},
            {"show", "no.such.case"}
        }) {
            assertEquals(3, run(arguments), () -> String.join(" ", arguments) + output());
            assertFalse(err.toString().contains("\tat "), this::output);
        }
    }

    @Test
    void countsNewFailuresOnlyAndNamesFixedOnes() throws Exception {
        Path baseline = directory.resolve("baseline.txt");
        try (ReferenceServer server = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE)) {
            assertEquals(1, run(server, "--cases", "3", "--baseline", baseline.toString(), "--update-baseline"));
            assertTrue(Files.readString(baseline).contains("3.7 fail  # expected"), () -> "wrote the reason");
            assertEquals(0, run(server, "--cases", "3", "--baseline", baseline.toString()), this::output);
        }
        try (ReferenceServer server = ReferenceServer.start()) {
            assertEquals(0, run(server, "--cases", "3", "--baseline", baseline.toString()), this::output);
            assertTrue(out.toString().contains("fixed, and still in the baseline: 3.7"), this::output);
        }
    }

    @Test
    void comparesRuns() throws Exception {
        Path before = directory.resolve("before");
        Path after = directory.resolve("after");
        try (ReferenceServer server = ReferenceServer.start()) {
            run(server.uri().toString(), "--cases", "3", "--report-dir", before.toString(), "--name", "good");
        }
        try (ReferenceServer server = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE)) {
            run(server.uri().toString(), "--cases", "3", "--report-dir", after.toString(), "--name", "bad");
        }
        assertEquals(1, run("diff", before.toString(), after.toString()), this::output);
        assertTrue(out.toString().contains("3.7: pass -> fail"), this::output);
        assertEquals(0, run("diff", after.toString(), before.toString()), this::output);
        Path page = directory.resolve("matrix.html");
        assertEquals(0, run("matrix", before.toString(), after.toString(), "--output", page.toString()));
        assertTrue(out.toString().contains("| case | good | bad |"), this::output);
        assertTrue(out.toString().contains("| 3.7 | pass | fail |"), this::output);
        assertTrue(Files.readString(page).contains("server(\"good\""), "the page has both");
    }

    @Test
    void listsAndShowsCases() {
        assertEquals(0, run("list", "--ids", "--cases", "7.9"), this::output);
        assertEquals(9, out.toString().lines().count());
        out.getBuffer().setLength(0);
        assertEquals(0, run("show", "7.9.4"), this::output);
        assertTrue(out.toString().contains("Why: "), this::output);
        assertEquals(517, count("list", "--ids", "--autobahn-compat"));
    }

    @Test
    void writesAShellCompletion() {
        assertEquals(0, run("generate-completion"), this::output);
        assertTrue(out.toString().contains("--timeout-factor"), this::output);
    }

    private long count(String... arguments) {
        out.getBuffer().setLength(0);
        run(arguments);
        return out.toString().lines().count();
    }

    private int run(ReferenceServer server, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, server.uri().toString());
        all.add("--report-dir");
        all.add(directory.toString());
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private void assertOneLine() {
        assertEquals(1, err.toString().lines().count(), this::output);
        assertTrue(err.toString().startsWith("parley-conformance: "), this::output);
    }

    private String output() {
        return "out: " + out + "\nerr: " + err;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
