package dev.parley.wire;

/** Who validates a text message that comes in one piece and is not ASCII. One that comes in more is for the decoder. */
enum TextCheck {
    /** The decoder, before it delivers: {@link FrameSink#onData} gets valid text only. */
    IN_DECODER,
    /** The sink, while it turns the bytes into chars: a quarter of the time of 16 KiB of multi-byte text less. */
    IN_SINK
}
