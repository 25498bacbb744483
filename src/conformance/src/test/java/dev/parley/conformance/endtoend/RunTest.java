package dev.parley.conformance.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.ReferenceServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs against servers that are good, bad, and none: exit code, what is said, and the files. */
class RunTest {
    private static ReferenceServer good;
    private static ReferenceServer bad;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws IOException {
        good = ReferenceServer.start();
        bad = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE);
    }

    @AfterAll
    static void stop() throws IOException {
        good.close();
        bad.close();
    }

    static Stream<Arguments> runs() {
        return Stream.of(
                Arguments.of("GOOD --cases 2", 0, "11 cases: 11 pass"),
                Arguments.of("run GOOD --cases 2", 0, "11 cases: 11 pass"),
                Arguments.of("GOOD --cases 2.1*", 0, "3 cases: 3 pass"),
                Arguments.of("GOOD --cases 2.?", 0, "9 cases: 9 pass"),
                Arguments.of("GOOD --cases 2,3 --cases 4.1.* --exclude 2.1*,3.*", 0, "13 cases: 13 pass"),
                Arguments.of("GOOD --cases @FILES/list.txt", 0, "4 cases: 4 pass"),
                Arguments.of("GOOD --cases 2 --exclude @FILES/list.txt", 0, "8 cases: 8 pass"),
                Arguments.of("GOOD --cases 2 --parallel 1", 0, "11 cases: 11 pass"),
                Arguments.of("GOOD --cases 2 --timeout-factor 2.5", 0, "11 cases: 11 pass"),
                Arguments.of("GOOD --cases 2.1 --name mine --format markdown", 0, "1 cases: 1 pass"),
                Arguments.of("GOOD --cases 9.1.1,9.2.1 --max-message 65536", 0, "2 cases: 2 pass"),
                Arguments.of("GOOD --cases 2.1 --subprotocol echo --header X-It:1", 0, "1 cases: 1 pass"),
                Arguments.of("BAD --cases 2", 0, "11 cases: 11 pass"),
                Arguments.of("BAD --cases 3", 1, "fail 3.7 [RFC 6455 5.2, MUST]"),
                Arguments.of("BAD --cases 3 --wire", 1, "-> CLOSE"),
                Arguments.of("BAD --cases 3 --fail-on should", 1, "fail 3.7"),
                Arguments.of("BAD --cases 3 --fail-on ANY", 1, "fail 3.7"),
                Arguments.of("BAD --cases 3 --fail-on never", 0, "(does not count)"),
                Arguments.of("BAD --cases 3 --rerun-failed 2", 1, "7 cases: 6 pass, 1 fail"),
                Arguments.of("BAD --cases 3 --baseline FILES/known.txt", 0, "(known)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void endsAsItShould(String command, int status, String said) throws IOException {
        Files.writeString(files.resolve("list.txt"), "# a list\n2.1*  # three of them\n\n3.1\n");
        Files.writeString(files.resolve("known.txt"), "3.7 fail  # known for long\n");
        run(command).with(status).saying(said);
    }

    @Test
    void saysNothingWhenQuietAndAllIsGood() {
        Said said = run("GOOD --cases 2 --quiet").with(0);
        assertEquals("", said.out() + said.err());
        assertEquals(1, run("BAD --cases 3 --quiet").with(1).lines());
        assertFalse(run("BAD --cases 3").with(1).out().contains("\u001b"), "colours are for terminals");
    }

    @Test
    void writesTheReportsThatWereAskedFor() {
        run("GOOD --cases 2 --format json,TAP").with(0);
        for (String file : List.of("report.json", "report.tap")) {
            assertTrue(Files.exists(files.resolve("report").resolve(file)), file);
        }
        assertFalse(Files.exists(files.resolve("report/index.html")), "only those");
        run("GOOD --cases 2").with(0).saying("report: " + files.resolve("report/index.html"));
        for (String file : List.of("index.html", "junit.xml", "summary.md", "index.json")) {
            assertTrue(Files.exists(files.resolve("report").resolve(file)), file);
        }
    }

    @Test
    void cannotRunWhereNothingListens() throws IOException {
        Said.by("ws://localhost:" + freePort() + "/echo").with(2).complaining("Connection refused");
        Said.by("ws://no-such-host.invalid/echo").with(2).complaining("no-such-host.invalid");
    }

    @Test
    void cannotRunWhereNoWebSocketServerIs() throws IOException {
        try (ReferenceServer server = ReferenceServer.start(Fault.ANSWERS_200)) {
            Said.by(server.uri().toString()).with(2).complaining("200");
        }
    }

    @Test
    void cannotRunWhereTheReportCannotBeWritten() throws IOException {
        Path file = Files.writeString(files.resolve("a-file"), "");
        Said.by(
                        good.uri().toString(),
                        "--cases",
                        "2",
                        "--report-dir",
                        file.resolve("sub").toString())
                .with(2)
                .complaining("cannot read or write " + file);
    }

    @Test
    void keepsABaseline() throws IOException {
        String known = " --cases 3 --baseline " + files.resolve("baseline.txt");
        run("BAD" + known + " --update-baseline").with(1);
        Path baseline = files.resolve("baseline.txt");
        assertTrue(Files.readString(baseline).contains("3.7 fail  # expected"), "wrote the reason");
        Files.writeString(baseline, "3.7 fail  # issue 12\n7.9.1 fail  # not run here\n");
        run("BAD" + known).with(0).saying("6 pass, 1 fail").saying("1 known");
        run("BAD" + known + " --update-baseline").with(0);
        assertTrue(Files.readString(baseline).contains("3.7 fail  # issue 12\n"), "keeps reasons");
        assertTrue(Files.readString(baseline).contains("7.9.1 fail  # not run here\n"), "keeps what did not run");
        run("GOOD" + known).with(0).saying("fixed, and still in the baseline: 3.7");
        run("GOOD" + known + " --update-baseline").with(0);
        assertFalse(Files.readString(baseline).contains("3.7 "), "drops what is fixed");
    }

    @Test
    void comparesRuns() throws IOException {
        String before = report("before", "GOOD --name good");
        String after = report("after", "BAD --name bad");
        Said.by("diff", before, after)
                .with(1)
                .saying("3.7: pass -> fail")
                .saying("1 of 18 verdicts differ, 1 for the worse");
        Said.by("diff", after, before).with(0).saying("3.7: fail -> pass");
        String page = files.resolve("matrix.html").toString();
        Said.by("matrix", before, after, after, "--output", page)
                .with(0)
                .saying("| case | good | bad | bad (2) |")
                .saying("| 3.7 | pass | fail | fail |");
        Said.by("matrix", before, after, "--by", "category")
                .with(0)
                .saying("| category | good | bad |\n|---|---|---|\n| 2 (11) | ok | ok |\n| 3 (7) | ok | 1 (1 MUST) |\n")
                .saying("| all (18) | 18 pass | 17 pass, 1 fail (1 MUST) |");
        String html = Files.readString(Path.of(page));
        assertTrue(html.contains("server(\"good\"") && html.contains("server(\"bad (2)\""), "the page has all");
    }

    private String report(String name, String command) {
        String directory = files.resolve(name).toString();
        run(command + " --cases 2,3 --fail-on never --report-dir " + directory).with(0);
        return directory;
    }

    @Test
    void listsAndShowsCases() {
        assertEquals(9, Said.by("list", "--ids", "--cases", "7.9").with(0).lines());
        assertEquals(517, Said.by("list", "--ids", "--autobahn-compat").with(0).lines());
        Said.by("list", "--cases", "7.9.4").with(0).saying("7.9.4").saying("SHOULD");
        Said.by("show", "7.9.4")
                .with(0)
                .saying("Rule: RFC 6455 7.4")
                .saying("Sent: ")
                .saying("Accepted: ")
                .saying("Why: ");
        Said.by("show", "7.9.*").with(0).saying("7.9.1: ").saying("7.9.9: ");
        Said.by("show", "handshake.version.missing").with(0).saying("changed: without Sec-WebSocket-Version");
    }

    @Test
    void explainsItself() {
        for (String command :
                List.of("--help", "run --help", "list --help", "show --help", "diff --help", "matrix --help")) {
            Said.by(command.split(" ", -1)).with(0).saying("Usage: parley-conformance");
        }
        Said.by("--version").with(0).saying("parley-conformance ");
        Said.by("generate-completion").with(0).saying("--timeout-factor");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Said run(String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            words.add(word.replace("GOOD", good.uri().toString())
                    .replace("BAD", bad.uri().toString())
                    .replace("FILES", files.toString()));
        }
        if (!words.contains("--report-dir")) {
            words.addAll(List.of("--report-dir", files.resolve("report").toString()));
        }
        return Said.by(words.toArray(String[]::new));
    }
}
