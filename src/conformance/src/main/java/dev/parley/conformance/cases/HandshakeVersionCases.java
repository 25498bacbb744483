package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Handshakes.refused;
import static dev.parley.conformance.script.Handshakes.refusedNaming;
import static dev.parley.conformance.script.OpeningRequest.upgrade;

import dev.parley.conformance.model.ConformanceCase;
import java.util.stream.Stream;

/** The version in the opening handshake (4.2.1, 4.2.2, 4.4). */
final class HandshakeVersionCases {
    private static final String VERSION = "Sec-WebSocket-Version";

    private HandshakeVersionCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("handshake.version.missing", "4.2.1", "A request without a version is refused")
                        .why("A request without version 13 is not an opening handshake.")
                        .handshake(upgrade().without(VERSION), refused(400, 426)),
                must("handshake.version.unknown", "4.4", "A version that nobody knows is refused, naming those known")
                        .why("The client learns from the answer which version to try.")
                        .handshake(upgrade().with(VERSION, "99"), refusedNaming(VERSION, "13", 426, 400)),
                must("handshake.version.list", "11.3.5", "A list of versions is refused")
                        .why("The header names one version; a list is for the server's answer.")
                        .handshake(upgrade().with(VERSION, "13, 8"), refused(400, 426)));
    }
}
