package dev.parley.bench.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every peer delivers the same messages from the same bytes; a comparison without that would be worth nothing. */
class PeersTest {
    @ParameterizedTest
    @ValueSource(strings = {"txt-16", "txt-1024", "utf-16", "utf-16384", "bin-16", "bin-1024", "txt-16@1460"})
    void deliverTheSamePayload(String name) throws IOException {
        Work work = Work.parse(name);
        Tally expected = tally(Peers.PARLEY, work);
        assertEquals(work.messages(), expected.messages());
        for (String peer : Peers.PAYLOAD) {
            if (work.readSize() == Integer.MAX_VALUE) {
                assertEquals(expected.toString(), tally(peer, work).toString(), peer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"txt-16", "txt-1024", "utf-16", "utf-1024", "utf-16384"})
    void deliverTheSameStrings(String name) throws IOException {
        Work work = Work.parse(name);
        Tally expected = tally(Peers.PARLEY_STRING, work);
        assertEquals(work.messages(), expected.messages());
        for (String peer : Peers.STRING) {
            assertEquals(expected.toString(), tally(peer, work).toString(), peer);
        }
    }

    private static Tally tally(String peer, Work work) throws IOException {
        Tally tally = new Tally();
        Peers.decoder(peer, work).decode(work.stream(), work.readSize(), tally);
        return tally;
    }
}
