package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** A connection to be, with the session that it stands on. */
abstract class ConnectionFixture {
    final Bench bench = new Bench();
    final FakeSession session = new FakeSession("s1");
    final RecordingListener listener = new RecordingListener();

    static Outbound.Text text(String text) {
        return Outbound.Text.of(text);
    }

    void assertGone() {
        assertEquals(List.of("ended", "gone"), listener.log());
        assertEquals(0, bench.registry().size());
        assertEquals(0, bench.registry().size("192.0.2.1"));
    }

    /** Returns the payload of the ping that is all that was sent. */
    ByteBuffer pingSent() {
        List<String> sent = session.drain();
        assertEquals(1, sent.size());
        return ByteBuffer.wrap(HexFormat.of().parseHex(sent.get(0).substring("ping ".length())));
    }
}
