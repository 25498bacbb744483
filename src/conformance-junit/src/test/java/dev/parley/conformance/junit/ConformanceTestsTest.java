package dev.parley.conformance.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.ReferenceServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Both ways to use the suite in JUnit, on a server that is right and on one that is wrong. */
class ConformanceTestsTest {
    private static ReferenceServer server;

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
}
