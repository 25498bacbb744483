package dev.parley.wire.handshake;

/**
 * A rule of the opening handshake that the peer broke. A server refuses with {@link #status()}; a client fails the
 * connection (7.1.7), there being no close code before the connection is established.
 */
public enum HandshakeFault {
    /** RFC 9112 2.2: a line ends with CR LF, not with LF alone. */
    BARE_LINE_FEED("RFC 9112 2.2", 400),
    /** RFC 9112 2.2: CR stands only before LF. */
    BARE_CARRIAGE_RETURN("RFC 9112 2.2", 400),
    /** RFC 9110 5.5: no NUL and no other control character but the tab within a header value. */
    CONTROL_CHARACTER("RFC 9110 5.5", 400),
    /** RFC 9112 5.2: a header is not continued on the next line. */
    LINE_FOLDING("RFC 9112 5.2", 400),
    /** RFC 9112 5.1: nothing stands between a header's name and its colon. */
    SPACE_BEFORE_COLON("RFC 9112 5.1", 400),
    /** RFC 9110 5.1: the name of a header is a token, followed by a colon. */
    MALFORMED_HEADER_NAME("RFC 9110 5.1", 400),
    /** RFC 9110 15.5.15: the first line is longer than {@link HandshakeLimits#maxStartLineBytes()}. */
    START_LINE_TOO_LONG("RFC 9110 15.5.15", 414),
    /** RFC 6585 5: the head is longer than {@link HandshakeLimits#maxHeadBytes()}. */
    HEAD_TOO_LARGE("RFC 6585 5", 431),
    /** RFC 6585 5: there are more headers than {@link HandshakeLimits#maxHeaders()}. */
    TOO_MANY_HEADERS("RFC 6585 5", 431),
    /** 11.3: a header that says one thing about the handshake occurs once. */
    REPEATED_HEADER("11.3", 400),

    /** RFC 9112 3: a request begins with method, target and HTTP version, one space between them. */
    MALFORMED_REQUEST_LINE("RFC 9112 3", 400),
    /** 4.1 and 4.2.1: the HTTP version is 1.1 or a later 1.x. */
    UNSUPPORTED_HTTP_VERSION("4.2.1", 505),
    /** 4.1: the method is GET. */
    METHOD_NOT_GET("4.1", 405),
    /** 3: the target is a resource name, or an absolute http or https URI that holds one, without a fragment. */
    MALFORMED_RESOURCE_NAME("3", 400),
    /** RFC 9112 6.1: the opening handshake has no body, so no transfer coding. */
    TRANSFER_ENCODING("RFC 9112 6.1", 400),
    /** RFC 9110 8.6: a Content-Length is one decimal number. */
    MALFORMED_CONTENT_LENGTH("RFC 9110 8.6", 400),
    /** RFC 9110 15.5.14: the opening handshake has no body. */
    BODY("RFC 9110 15.5.14", 413),
    /** 4.2.1: there is a Host header. */
    MISSING_HOST("4.2.1", 400),
    /** 4.2.1: the Host header names a host and at most a port (RFC 9110 7.2). */
    MALFORMED_HOST("4.2.1", 400),
    /** 4.1: the host in an absolute target is the one in the Host header. */
    HOST_MISMATCH("4.1", 400),
    /** 4.2.1: the Upgrade header has the value "websocket". */
    MISSING_UPGRADE("4.2.1", 426),
    /** 4.1 and 4.2.1: the Connection header has the token "Upgrade". */
    MISSING_CONNECTION_UPGRADE("4.2.1", 400),
    /** 4.2.1: there is a Sec-WebSocket-Key. */
    MISSING_KEY("4.2.1", 400),
    /** 4.2.1: the key is the base64 form of 16 bytes. */
    MALFORMED_KEY("4.2.1", 400),
    /** 4.2.2: the version is one that the server understands, which is 13. */
    UNSUPPORTED_VERSION("4.2.2", 426),
    /** 4.3: the version is one decimal number from 0 to 255 without leading zeros. */
    MALFORMED_VERSION("4.3", 400),
    /** 4.1: subprotocols are tokens, at least one if there is a header. */
    MALFORMED_SUBPROTOCOL("4.1", 400),
    /** 4.1: a subprotocol is named once. */
    REPEATED_SUBPROTOCOL("4.1", 400),
    /** 9.1: the extensions follow their grammar. */
    MALFORMED_EXTENSIONS("9.1", 400),

    /** RFC 9112 4: a response begins with HTTP version, status and reason, one space between them. */
    MALFORMED_STATUS_LINE("RFC 9112 4", 502),
    /** 4.1: the Upgrade header of the answer is "websocket" and nothing else. */
    WRONG_UPGRADE("4.1", 502),
    /** 4.1: the Sec-WebSocket-Accept header is the one that belongs to the key sent. */
    WRONG_ACCEPT("4.1", 502),
    /** 4.1: the server chooses among the extensions offered. */
    UNOFFERED_EXTENSION("4.1", 502),
    /** 4.1: the server chooses one of the subprotocols offered. */
    UNOFFERED_SUBPROTOCOL("4.1", 502);

    private final String section;
    private final int status;

    HandshakeFault(String section, int status) {
        this.section = section;
        this.status = status;
    }

    /** The section that states the rule: of RFC 6455 if it is a bare number, else with the RFC's name before it. */
    public String section() {
        return section;
    }

    /**
     * The HTTP status with which a server refuses such a request, in {@code [400, 505]}. For a fault that only an answer
     * can have it is 502, what a gateway would report.
     */
    public int status() {
        return status;
    }

    /** The fault and the full name of its section, for people. */
    String reason() {
        return name() + ": see " + (section.startsWith("RFC") ? "" : "RFC 6455 ") + section;
    }
}
