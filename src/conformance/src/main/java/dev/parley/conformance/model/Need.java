package dev.parley.conformance.model;

/** What a case needs besides a server that echoes. */
public enum Need {
    /** Nothing else may run at the same time. */
    ALONE,
    /** It waits on purpose: it is begun before the others, lest all wait for it at the end. */
    TIME,
    /** The server takes an offer of permessage-deflate; if not, the case is unsupported. */
    DEFLATE,
    /** The target is a wss:// address; if not, the case is unsupported. */
    TLS,
    /** Runs only when asked for by {@code --autobahn-compat}: it adds time, not insight. */
    COMPAT
}
