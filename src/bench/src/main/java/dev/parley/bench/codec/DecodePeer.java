package dev.parley.bench.codec;

import java.io.IOException;

/** One codec, receiving as a server. Copies the bytes of each read into a buffer of its own: the socket's part. */
interface DecodePeer {
    /** Decodes a stream of whole messages, cut into reads of {@code readSize} bytes, and notes every message. */
    void decode(byte[] stream, int readSize, Tally tally) throws IOException;
}
