package dev.parley.wire.handshake;

import java.util.Optional;

/** What {@link ServerHandshake#read} makes of the bytes received so far (4.2). Immutable. */
public sealed interface RequestOutcome {
    /** The end of the request has not arrived: read more, and call again with all of it. */
    record Incomplete() implements RequestOutcome {}

    /**
     * The request keeps the rules: answer with {@link UpgradeResponse}, or with {@link Refused#with} if the application
     * does not want it.
     *
     * @param end index of the first byte after the request; what follows are frames of an impatient client, which breaks
     *     4.1 by sending them, but harmlessly
     */
    record Accepted(UpgradeRequest request, int end) implements RequestOutcome {}

    /**
     * The request is refused (4.2.2): send {@link #toBytes()} and close the connection.
     *
     * @param status of HTTP, in {@code [300, 599]}
     * @param headers to send with it, besides the Connection, Content-Type and Content-Length that {@link #toBytes()} adds
     * @param reason one line for the client's developer; holds nothing that the client sent
     * @param fault the rule that was broken; empty if the application refuses
     */
    record Refused(int status, Headers headers, String reason, Optional<HandshakeFault> fault)
            implements RequestOutcome {
        private static final int LEAST_STATUS = 300;
        private static final int MOST_STATUS = 599;
        private static final int METHOD_NOT_ALLOWED = 405;

        /** Checks the status, and that the headers are not those that {@link #toBytes()} writes itself. */
        public Refused {
            if (status < LEAST_STATUS || status > MOST_STATUS) {
                throw new IllegalArgumentException(
                        "status " + status + " is not in [" + LEAST_STATUS + ", " + MOST_STATUS + "]");
            }
            Names.requireNoFraming(headers);
        }

        /** A refusal by the application, such as 403 for an origin (10.2), 404 for a resource or a redirection. */
        public static Refused with(int status, Headers headers, String reason) {
            return new Refused(status, headers, reason, Optional.empty());
        }

        /**
         * The whole response, with the reason as its body (none with 405, whose headers say it all). Adds
         * {@code Connection: close}: a client that broke the grammar must not get a second request past us on this
         * connection.
         */
        public byte[] toBytes() {
            boolean offersUpgrade =
                    headers.first(Names.UPGRADE).isPresent(); // RFC 9110 7.8: names it in Connection too
            // RFC 9110 9.3.2: the answer to HEAD has no body
            String body = status == METHOD_NOT_ALLOWED ? "" : reason + "\n";
            return new HeadWriter(StatusLine.of(status))
                    .header(Names.CONNECTION, offersUpgrade ? Names.UPGRADE_OPTION + ", close" : "close")
                    .header(Names.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .headers(headers)
                    .toBytes(body);
        }
    }
}
