import org.jspecify.annotations.NullMarked;

/** The WebSocket protocol (RFC 6455, RFC 7692) as pure functions and state machines: the JDK is the only dependency. */
@NullMarked
module dev.parley.wire {
    requires static transitive org.jspecify;

    exports dev.parley.wire;
    exports dev.parley.wire.deflate;
    exports dev.parley.wire.handshake;
}
