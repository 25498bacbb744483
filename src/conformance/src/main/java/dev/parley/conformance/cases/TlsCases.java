package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.chopped;
import static dev.parley.conformance.script.Steps.expect;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import java.util.stream.Stream;

/** WebSocket over TLS (4.1, 10.6). */
final class TlsCases {
    private TlsCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(quality("tls.record.per-byte", "RFC 8446 5.1", "A frame may be spread over a record per byte")
                .why("Where TLS records end means nothing to the frames in them.")
                .needing(Need.TLS)
                .connected(chopped(1, text("Hello")), expect(echo("Hello"))));
    }
}
