package dev.parley.wire.handshake;

import java.util.Optional;

/** The first line of a response (RFC 9112 4): version, status of three digits and a reason that may be empty. Immutable. */
record StatusLine(HttpVersion version, int status) {
    static final int SWITCHING_PROTOCOLS = 101;

    private static final int STATUS_DIGITS = 3;
    private static final int LEAST_STATUS = 100;
    private static final int LEAST_FINAL_STATUS = 200;

    static Optional<StatusLine> parse(String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length != 3 || parts[1].length() != STATUS_DIGITS) {
            return Optional.empty();
        }
        Optional<Integer> status = Grammar.number(parts[1], STATUS_DIGITS).filter(number -> number >= LEAST_STATUS);
        return HttpVersion.parse(parts[0]).flatMap(version -> status.map(number -> new StatusLine(version, number)));
    }

    /** The status line of an answer of ours. */
    static String of(int status) {
        return "HTTP/1.1 " + status + " " + phrase(status);
    }

    /** RFC 9110 15.2: an answer that another follows; 101 is the last one for a client that asked for it. */
    boolean isInterim() {
        return status < LEAST_FINAL_STATUS && status != SWITCHING_PROTOCOLS;
    }

    private static String phrase(int status) {
        return switch (status) {
            case SWITCHING_PROTOCOLS -> "Switching Protocols";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> ""; // RFC 9112 4: the phrase may be empty
        };
    }
}
