package dev.parley.wire;

/** Who validates the UTF-8 of a text message that is not ASCII. */
enum TextCheck {
    /** The decoder, before it delivers: {@link FrameSink#onData} gets valid text only. */
    IN_DECODER,
    /** The sink, which does it at less cost while it decodes the text to chars. */
    IN_SINK
}
