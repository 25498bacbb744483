package dev.parley.wire.deflate;

/** Whether a message may refer back to the messages before it (7.1.1). */
public enum ContextTakeover {
    /** The window lives on from message to message: smaller messages, and memory held between them. */
    ALLOWED,
    /** Every message begins with an empty window: "no context takeover". */
    FORBIDDEN
}
