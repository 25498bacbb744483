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
    /**
     * Slow readers, and some of the newest cases, hold the threads of this server, so that nobody else is answered: what
     * comes after them is chance.
     */
    private static final String[] HOLDING = {
        "9",
        "robustness.reader",
        "robustness.together.walks",
        "robustness.together.walks-deflate",
        "robustness.together.halves",
        "robustness.together.requests",
        "robustness.walk.bad",
        "robustness.walk.closed",
        "robustness.segments.borders",
        "robustness.segments.bad",
        "deflate.walk.bad",
        "utf8.every.character",
        "utf8.every.lead",
        "utf8.every.changed",
        "opcodes.every.two",
        "opcodes.every.content",
        "fragmentation.every.ping-awaited",
        "closing.before.large",
        "closing.before.unread",
        "closing.every.bad-unread",
        "closing.every.echoed",
        "handshake.version.every",
        "handshake.upgrade.every-list",
        "handshake.connection.every-lines",
        "handshake.host.good",
        "handshake.target.every-absolute",
        "handshake.extensions.every-empty",
        "negotiation.every-declined"
    };

    private static StockTyrus server;

    @BeforeAll
    static void start() throws Exception {
        server = new StockTyrus();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> conforms() throws IOException {
        return ConformanceTests.against(server.uri())
                .exclude(HOLDING)
                .baseline(Path.of("baseline-stock-tyrus.txt"))
                .reports(Path.of("target", "conformance-stock"), "stock-tyrus")
                .tests();
    }
}
