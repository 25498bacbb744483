package dev.parley.bench.codec;

import java.io.IOException;

/** Checks before any timing that a peer delivers what is on the wire. */
final class Smoke {
    private Smoke() {}

    static void check(String peer, Work work, DecodePeer decoder) throws IOException {
        byte[] stream = work.stream();
        for (int round = 0; round < 2; round++) {
            Tally tally = new Tally();
            decoder.decode(stream, work.readSize(), tally);
            if (tally.messages() != work.messages()) {
                throw new IllegalStateException(peer + " delivered " + tally + " of " + work.messages() + " messages");
            }
        }
    }
}
