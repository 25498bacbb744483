package dev.parley.wire.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The server's side of the opening handshake (4.2). All methods are pure and safe for any thread.
 *
 * <pre>{@code
 * RequestOutcome outcome = ServerHandshake.read(buffer, 0, received, HandshakeLimits.DEFAULT);
 * if (outcome instanceof RequestOutcome.Accepted accepted) {
 *     send(UpgradeResponse.to(accepted.request()).toBytes());
 *     startFrames(buffer, accepted.end(), received);
 * } else if (outcome instanceof RequestOutcome.Refused refused) {
 *     send(refused.toBytes());
 *     close();
 * } // else read on
 * }</pre>
 */
public final class ServerHandshake {
    private ServerHandshake() {}

    /**
     * Reads the client's opening handshake (4.2.1) from {@code buffer[from, to)}, which begins with its first byte. Takes
     * time in proportion to {@code to - from}, and allocates only once the request is whole; a request that is wrong is
     * refused at its first wrong byte where the grammar shows it there. How the request was cut into reads makes no
     * difference to the outcome.
     *
     * @param buffer borrowed for the call; not changed
     * @throws IndexOutOfBoundsException if {@code [from, to)} is not within {@code buffer}
     */
    public static RequestOutcome read(byte[] buffer, int from, int to, HandshakeLimits limits) {
        Objects.checkFromToIndex(from, to, buffer.length);
        HeadScanner scanner = new HeadScanner(limits);
        int end = scanner.scan(buffer, from, to, limits.maxHeadBytes());
        if (end == HeadScanner.MORE) {
            return new RequestOutcome.Incomplete();
        }
        if (end == HeadScanner.FAULTY) {
            return RequestRules.refuse(scanner.fault());
        }
        return RequestRules.judge(Head.parse(buffer, from, end));
    }

    /**
     * Judges a request that an HTTP server has already cut into its parts, by the rules by which {@link #read} judges the
     * bytes of one. How large it may be, and whether its lines were well formed, is for that server to judge.
     *
     * @param target as in the request line: percent-encoded, with the query
     * @param version such as "HTTP/1.1"
     * @param fields name and value of each header line in the order received; lines of one name are not joined
     * @return accepted, with 0 for {@link RequestOutcome.Accepted#end}, or refused; never incomplete
     */
    public static RequestOutcome judge(
            String method, String target, String version, List<Map.Entry<String, String>> fields) {
        List<Headers.Header> headers = new ArrayList<>(fields.size());
        for (Map.Entry<String, String> field : fields) {
            String value = Grammar.trim(field.getValue());
            if (!Grammar.isToken(field.getKey())) {
                return RequestRules.refuse(HandshakeFault.MALFORMED_HEADER_NAME);
            }
            if (!Grammar.isFieldValue(value)) {
                return RequestRules.refuse(HandshakeFault.CONTROL_CHARACTER);
            }
            headers.add(new Headers.Header(field.getKey(), value));
        }
        return RequestRules.judge(new Head(method + " " + target + " " + version, Headers.of(headers), 0));
    }
}
