package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * Our decoder beside those of others: what they do otherwise, with the section. What it means is in docs/wire.md; on all
 * other {@link Vectors} they agree, in both roles, whole and byte by byte.
 */
class FramePeersTest {
    @Test
    void netty() throws Exception {
        String differences = """
                5.5.1: close reason cut off: taken
                7.4: close 5000: taken
                7.4: close 65535: taken
                """;
        assertEquals(differences, FramePeer.differences(new NettyPeer("")));
    }

    @Test
    void jetty() throws Exception {
        String differences = """
                5.2: 0 in 16 bits: taken
                5.2: 0 in 64 bits: taken
                5.2: 1 in 16 bits: taken
                5.2: 1000 in 64 bits: taken
                5.2: 124 in 16 bits: taken
                5.2: 125 in 16 bits: taken
                5.2: 125 in 64 bits: taken
                5.2: 126 in 64 bits: taken
                5.2: 65535 in 64 bits: taken
                5.2: length 2^63: refused with 1009
                5.2: length 2^64 - 1: refused with 1009
                5.5: opcode 10 of 2^40 bytes: refused with 1009
                5.5: opcode 8 of 2^40 bytes: refused with 1009
                5.5: opcode 9 of 2^40 bytes: refused with 1009
                """;
        assertEquals(differences, FramePeer.differences(new JettyPeer("")));
    }

    @Test
    void tomcat() throws Exception {
        String differences = """
                1.4: a Close between fragments ends the stream: refused with IOException
                1.4: what follows a Close is discarded: refused with 1002
                5.2: 0 in 16 bits: taken
                5.2: 0 in 64 bits: taken
                5.2: 1 in 16 bits: taken
                5.2: 1000 in 64 bits: taken
                5.2: 124 in 16 bits: taken
                5.2: 125 in 16 bits: taken
                5.2: 125 in 64 bits: taken
                5.2: 126 in 64 bits: taken
                5.2: 65535 in 64 bits: taken
                5.5.1: close reason cut off: refused with 1002
                5.5.1: close reason not UTF-8: refused with 1002
                5.5.1: empty close: delivered as [close 03e8]
                7.4: close 1012: delivered as [close 03ea627965]
                7.4: close 1013: delivered as [close 03ea627965]
                7.4: close 1014: delivered as [close 03ea627965]
                """;
        assertEquals(differences, FramePeer.differences(new TomcatPeer("")));
    }

    @Test
    void javaWebSocket() throws Exception {
        String differences = """
                1.4: a Close between fragments ends the stream: delivered as [close 03e8, text 48656c6c6f]
                1.4: what follows a Close is discarded: refused with 1002
                5.1: masked frame: taken
                5.1: unmasked frame: taken
                5.2: 0 in 16 bits: taken
                5.2: 0 in 64 bits: taken
                5.2: 1 in 16 bits: taken
                5.2: 1000 in 64 bits: taken
                5.2: 124 in 16 bits: taken
                5.2: 125 in 16 bits: taken
                5.2: 125 in 64 bits: taken
                5.2: 126 in 64 bits: taken
                5.2: 65535 in 64 bits: taken
                5.2: length 2^63: refused with 1009
                5.2: length 2^64 - 1: refused with 1009
                5.5.1: close reason cut off: refused with NullPointerException
                5.5.1: close reason not UTF-8: refused with NullPointerException
                5.5.1: empty close: delivered as [close 03e8]
                """;
        assertEquals(differences, FramePeer.differences(new JavaWebSocketPeer("")));
    }
}
