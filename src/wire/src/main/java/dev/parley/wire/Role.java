package dev.parley.wire;

/** The two sides of a connection, which differ in who masks (5.1). Immutable. */
public enum Role {
    /** Opened the connection; masks every frame that it sends and receives unmasked ones. */
    CLIENT,
    /** Accepted the connection; never masks and receives masked frames only. */
    SERVER;

    /** The other side. */
    public Role peer() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
