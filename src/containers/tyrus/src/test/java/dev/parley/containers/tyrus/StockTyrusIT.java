package dev.parley.containers.tyrus;

import dev.parley.conformance.junit.ConformanceTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the guard of the embedded server is for: the conformance suite against Tyrus without it. */
class StockTyrusIT {
    private static StockTyrus server;

    @BeforeAll
    static void start() throws Exception {
        server = new StockTyrus();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Slow readers hold the threads of this server, so that nobody else is answered: what comes after them is chance. */
    @TestFactory
    Stream<DynamicTest> conforms() throws IOException {
        return ConformanceTests.against(server.uri())
                .exclude("9", "robustness.reader")
                .baseline(Path.of("baseline-stock-tyrus.txt"))
                .reports(Path.of("target", "conformance-stock"), "stock-tyrus")
                .tests();
    }
}
