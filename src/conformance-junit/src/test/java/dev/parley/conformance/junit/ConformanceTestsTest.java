package dev.parley.conformance.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.ReferenceServer;
import dev.parley.conformance.report.RunReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Both ways to use the suite in JUnit, on a server that is right and on one that is wrong. */
class ConformanceTestsTest {
    private static ReferenceServer server;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws Exception {
        server = ReferenceServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> conforms() throws Exception {
        return ConformanceTests.against(server.uri()).cases("2").exclude("2.1*").tests();
    }

    @ConformanceTest(cases = "3")
    void refusesReservedBits(CaseRun run) throws Exception {
        assertTrue(run.id().startsWith("3."));
        run.against(server.uri());
    }

    @Test
    void namesEachTestByItsId() throws Exception {
        List<String> names = ConformanceTests.against(server.uri())
                .cases("2.1", "2.10")
                .tests()
                .map(DynamicTest::getDisplayName)
                .toList();
        assertEquals(List.of("2.1", "2.10"), names);
    }

    @Test
    void failsOnAServerThatIsWrongAndShowsTheWire() throws Exception {
        try (ReferenceServer wrong = ReferenceServer.start(Fault.PONGS_TRUNCATED)) {
            DynamicTest test = ConformanceTests.against(wrong.uri())
                    .cases("2.2")
                    .tests()
                    .findFirst()
                    .orElseThrow();
            AssertionError failure = assertThrows(
                    AssertionError.class, () -> test.getExecutable().execute());
            assertTrue(String.valueOf(failure.getMessage()).contains("PING"), failure::getMessage);
        }
    }

    @Test
    void abortsWhatIsUnsupported() throws Exception {
        DynamicTest test = ConformanceTests.against(server.uri())
                .cases("tls.record.per-byte")
                .tests()
                .findFirst()
                .orElseThrow();
        RuntimeException abort =
                assertThrows(RuntimeException.class, () -> test.getExecutable().execute());
        assertEquals("TestAbortedException", abort.getClass().getSimpleName());
    }

    @Test
    void abortsWhatIsKnownAndFailsOnWhatIsKnownNoMore() throws Exception {
        Path baseline = Files.writeString(files.resolve("baseline.txt"), "3.6 fail  # was so\n3.7 fail  # is so\n");
        try (ReferenceServer wrong = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE)) {
            ConformanceTests suite = ConformanceTests.against(wrong.uri()).cases("3.6", "3.7");
            assertEquals(
                    Map.of("3.6", "passed", "3.7", "TestAbortedException", "baseline", "AssertionFailedError"),
                    outcomes(suite.baseline(baseline)));
            assertEquals(Map.of("3.6", "passed", "3.7", "AssertionFailedError"), outcomes(suite));
        }
    }

    @Test
    void writesTheBaselineWhenAskedTo() throws Exception {
        Path baseline = files.resolve("baseline.txt");
        System.setProperty(ConformanceTests.UPDATE_BASELINE, "true");
        try (ReferenceServer wrong = ReferenceServer.start(Fault.IGNORES_RSV_ON_CLOSE)) {
            outcomes(ConformanceTests.against(wrong.uri()).cases("3.6", "3.7").baseline(baseline));
        } finally {
            System.clearProperty(ConformanceTests.UPDATE_BASELINE);
        }
        List<String> lines = Files.readAllLines(baseline);
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(1).startsWith("3.7 fail  # expected"), lines::toString);
    }

    @Test
    void writesReports() throws Exception {
        outcomes(ConformanceTests.against(server.uri()).cases("2").parallel(2).reports(files, "reference"));
        RunReader report = RunReader.read(files);
        assertEquals("reference", report.server());
        assertEquals(11, report.ids().size());
        assertTrue(Files.readString(files.resolve("report.json")).contains("\"complete\":true"));
    }

    @RepeatedTest(20) // of two threads
    void completesReportsBeforeItEnds() throws Exception {
        outcomes(ConformanceTests.against(server.uri()).cases("2.1").reports(files, "reference"));
        assertTrue(Files.readString(files.resolve("report.json")).contains("\"complete\":true"));
    }

    /** What JUnit would make of each test: passed, or the name of what was thrown. */
    private static Map<String, String> outcomes(ConformanceTests suite) throws Exception {
        Map<String, String> outcomes = new LinkedHashMap<>();
        try (Stream<DynamicTest> tests = suite.tests()) {
            for (DynamicTest test : tests.toList()) {
                String outcome = "passed";
                try {
                    test.getExecutable().execute();
                } catch (Throwable e) { // as JUnit does
                    outcome = e.getClass().getSimpleName();
                }
                outcomes.put(test.getDisplayName(), outcome);
            }
        }
        return outcomes;
    }
}
