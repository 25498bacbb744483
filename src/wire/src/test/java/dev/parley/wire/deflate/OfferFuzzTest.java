package dev.parley.wire.deflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.wire.deflate.DeflateNegotiation.Accepted;
import dev.parley.wire.handshake.Extension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whatever stands in Sec-WebSocket-Extensions: what is read can be written and read again, and both sides agree on it. */
class OfferFuzzTest {
    private static final List<Extension> OFFERS = List.of(DeflateNegotiation.offer(DeflateSettings.DEFAULT));

    @FuzzTest(maxDuration = "60s")
    void anyHeaderIsReadOneWay(byte[] bytes) {
        List<String> fields = List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1));
        Optional<List<Extension>> parsed = Extension.parse(fields);
        if (parsed.isEmpty()) {
            return;
        }
        List<Extension> offers = parsed.get();
        List<String> written = offers.stream().map(Extension::toString).toList();
        assertEquals(parsed, Extension.parse(List.of(String.join(",", written))));
        assertNotNull(DeflateNegotiation.judge(OFFERS, offers)); // as an answer
        Optional<Accepted> accepted = DeflateNegotiation.accept(offers, DeflateSettings.DEFAULT);
        if (accepted.isPresent()) {
            List<Extension> valid = offers.stream()
                    .filter(offer -> DeflateNegotiation.accept(List.of(offer), DeflateSettings.DEFAULT)
                            .isPresent())
                    .toList();
            DeflateAnswer.Agreed agreed = assertInstanceOf(
                    DeflateAnswer.Agreed.class,
                    DeflateNegotiation.judge(valid, List.of(accepted.get().answer())));
            assertEquals(accepted.get().agreement(), agreed.agreement());
        }
    }
}
