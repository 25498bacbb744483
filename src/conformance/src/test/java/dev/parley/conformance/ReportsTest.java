package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.report.Format;
import dev.parley.conformance.report.Reports;
import dev.parley.conformance.report.RunInfo;
import dev.parley.conformance.report.RunReader;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Outcome;
import dev.parley.conformance.verdict.Transcript;
import dev.parley.conformance.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Every format, after each result: a process may be killed at any time. */
class ReportsTest {
    private static final String NASTY = "</script><b>\"\\ \u0000 \ud83d\ude00 | # & ]]>\nnext";

    @TempDir
    Path directory;

    @Test
    void areValidAfterEachResult() throws Exception {
        List<CaseResult> results = results();
        RunInfo info = new RunInfo("a \"server\" <x>", "ws://localhost/", Instant.EPOCH, results.size(), "test");
        Reports reports = new Reports(directory, EnumSet.allOf(Format.class), info);
        requireValid(0, 0);
        int failures = 0;
        for (int i = 0; i < results.size(); i++) {
            reports.add(results.get(i));
            failures += results.get(i).outcome().verdict() == Verdict.FAIL ? 1 : 0;
            requireValid(i + 1, failures);
        }
        assertTrue(read(Format.JSON).contains("\"complete\":false"), "not complete before the end");
        reports.close();
        requireValid(results.size(), failures);
        assertTrue(read(Format.JSON).contains("\"complete\":true"), "complete at the end");
    }

    @Test
    void canBeReadBack() throws Exception {
        List<CaseResult> results = results();
        RunInfo info = new RunInfo("one", "ws://localhost/", Instant.EPOCH, results.size(), "test");
        try (Reports reports = new Reports(directory, EnumSet.of(Format.JSON), info)) {
            for (CaseResult result : results) {
                reports.add(result);
            }
        }
        RunReader run = RunReader.read(directory);
        assertEquals("one", run.server());
        assertEquals(results.stream().map(CaseResult::id).toList(), run.ids());
        for (CaseResult result : results) {
            assertEquals(Optional.of(result.outcome().verdict().label()), run.verdict(result.id()));
            assertEquals(result.outcome().reason(), run.reason(result.id()));
        }
    }

    private void requireValid(int count, int failures) throws Exception {
        Object json = Json.parse(read(Format.JSON));
        assertEquals(count, Json.list(json, "results").size(), "results in JSON");
        assertEquals((double) failures, Json.map(Json.map(json).get("summary")).get("fail"));
        Object autobahn = Json.parse(read(Format.AUTOBAHN));
        assertEquals(count, Json.map(Json.map(autobahn).get("a \"server\" <x>")).size(), "results for Autobahn");
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(directory.resolve(Format.JUNIT.fileName()))))
                .getDocumentElement();
        assertEquals(count, suite.getElementsByTagName("testcase").getLength(), "test cases in XML");
        assertEquals(count == 0 ? "" : Integer.toString(failures), suite.getAttribute("failures"));
        String html = read(Format.HTML);
        assertEquals(count, html.split("<script>add\\(", -1).length - 1, "results in HTML");
        assertTrue(html.endsWith("</html>\n"), "HTML has its end");
        assertEquals(
                count,
                read(Format.TAP)
                        .lines()
                        .filter(line -> line.matches("(not )?ok \\d+ - .*"))
                        .count());
        assertTrue(count == 0 || read(Format.MARKDOWN).contains(count + " cases: "), "the sum in Markdown");
    }

    private String read(Format format) throws Exception {
        return Files.readString(directory.resolve(format.fileName()));
    }

    private static List<CaseResult> results() {
        List<ConformanceCase> cases = new ArrayList<>(AllCases.catalogue().all());
        Transcript transcript = new Transcript();
        transcript.add(new Transcript.Entry(12, 1, Transcript.Direction.SENT, NASTY, new byte[] {0, -1, '<'}, 70));
        List<CaseResult> results = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Outcome outcome = switch (i % 6) {
                case 0 -> Outcome.pass(cases.get(i).level());
                case 1 -> Judgement.fail(NASTY, "silence").outcome(cases.get(i).level());
                case 2 -> Judgement.limited(NASTY).outcome(cases.get(i).level());
                case 3 -> Judgement.unsupported(NASTY).outcome(cases.get(i).level());
                case 4 -> Judgement.error(NASTY).outcome(cases.get(i).level());
                default -> new Outcome(Verdict.ALLOWED, cases.get(i).level(), NASTY, "", "");
            };
            results.add(new CaseResult(cases.get(i), outcome, transcript, 1_234_567, i % 2 == 0 ? 1002 : -1, 1, false));
        }
        return results;
    }
}
