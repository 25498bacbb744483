package dev.parley.wire.handshake;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The client's side of one opening handshake (4.1): the request, and the judge of its answer. Immutable and safe for any
 * thread; each {@code with} gives another handshake.
 *
 * <pre>{@code
 * byte[] nonce = new byte[AcceptKey.NONCE_BYTES];
 * secureRandom.nextBytes(nonce);
 * ClientHandshake handshake = ClientHandshake.to(WebSocketUri.parse("ws://example.com/chat"), nonce)
 *         .withSubprotocols(List.of("chat"));
 * send(handshake.toBytes());
 * ResponseOutcome outcome = handshake.read(buffer, 0, received, HandshakeLimits.DEFAULT);
 * }</pre>
 *
 * <p>4.1 also binds what is not in the bytes: one connection at a time to one address, TLS before the request if the URI
 * is secure, and nothing sent before the answer. That is for the transport to keep.
 */
public final class ClientHandshake {
    private final WebSocketUri uri;
    private final String key;
    private final List<String> subprotocols;
    private final List<Extension> extensions;
    private final Headers headers;

    private ClientHandshake(
            WebSocketUri uri, String key, List<String> subprotocols, List<Extension> extensions, Headers headers) {
        this.uri = uri;
        this.key = key;
        this.subprotocols = subprotocols;
        this.extensions = extensions;
        this.headers = headers;
    }

    /**
     * A handshake that offers neither subprotocols nor extensions.
     *
     * @param nonce {@value AcceptKey#NONCE_BYTES} bytes, chosen at random for this connection (4.1 item 7); not kept
     */
    public static ClientHandshake to(WebSocketUri uri, byte[] nonce) {
        return new ClientHandshake(uri, AcceptKey.fromNonce(nonce), List.of(), List.of(), Headers.NONE);
    }

    /**
     * Offers subprotocols, most preferred first.
     *
     * @throws IllegalArgumentException if one is no token or named twice (4.1 item 10)
     */
    public ClientHandshake withSubprotocols(List<String> names) {
        if (!names.stream().allMatch(Grammar::isToken) || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("subprotocols must be tokens, each named once: " + names);
        }
        return new ClientHandshake(uri, key, List.copyOf(names), extensions, headers);
    }

    /** Offers extensions, most preferred first. */
    public ClientHandshake withExtensions(List<Extension> offers) {
        return new ClientHandshake(uri, key, subprotocols, List.copyOf(offers), headers);
    }

    /** Names the origin on whose behalf the client acts, as browsers do (4.1 item 8). */
    public ClientHandshake withOrigin(String origin) {
        return new ClientHandshake(uri, key, subprotocols, extensions, headers.with(Names.ORIGIN, origin));
    }

    /**
     * Adds a header, such as Authorization or Cookie (4.1 item 12).
     *
     * @throws IllegalArgumentException if the handshake writes this header itself or it cannot stand in one line
     */
    public ClientHandshake withHeader(String name, String value) {
        Names.requireForeign(name);
        return new ClientHandshake(uri, key, subprotocols, extensions, headers.with(name, value));
    }

    /** The subprotocols offered. */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /** The extensions offered. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** The whole request. Nothing may be sent after it before the answer is there (4.1). */
    public byte[] toBytes() {
        HeadWriter head = new HeadWriter("GET " + uri.resourceName() + " HTTP/1.1")
                .header(Names.HOST, uri.hostHeader())
                .header(Names.UPGRADE, Names.WEBSOCKET)
                .header(Names.CONNECTION, Names.UPGRADE_OPTION)
                .header(Names.KEY, key)
                .header(Names.VERSION, Names.VERSION_13);
        if (!subprotocols.isEmpty()) {
            head.header(Names.PROTOCOL, String.join(", ", subprotocols));
        }
        return head.extensions(extensions).headers(headers).toBytes();
    }

    /**
     * Reads the server's answer (4.2.2) from {@code buffer[from, to)}, which begins with the first byte received. Interim
     * responses (RFC 9110 15.2) before it are skipped. Takes time in proportion to {@code to - from}; how the answer was
     * cut into reads makes no difference to the outcome.
     *
     * @param buffer borrowed for the call; not changed
     * @throws IndexOutOfBoundsException if {@code [from, to)} is not within {@code buffer}
     */
    public ResponseOutcome read(byte[] buffer, int from, int to, HandshakeLimits limits) {
        Objects.checkFromToIndex(from, to, buffer.length);
        int at = from;
        while (true) {
            HeadScanner scanner = new HeadScanner(limits);
            int end = scanner.scan(buffer, at, to, limits.maxHeadBytes() - (at - from));
            if (end == HeadScanner.MORE) {
                return new ResponseOutcome.Incomplete();
            }
            if (end == HeadScanner.FAULTY) {
                return new ResponseOutcome.Failed(scanner.fault());
            }
            Optional<StatusLine> line = StatusLine.parse(Head.startLine(buffer, at, end));
            if (line.isEmpty()) {
                return new ResponseOutcome.Failed(HandshakeFault.MALFORMED_STATUS_LINE);
            }
            if (!line.get().isInterim()) {
                return judge(line.get(), Head.parse(buffer, at, end));
            }
            at = end;
        }
    }

    private ResponseOutcome judge(StatusLine line, Head head) {
        if (line.status() != StatusLine.SWITCHING_PROTOCOLS) {
            return new ResponseOutcome.Declined(line.status(), head.headers(), head.end());
        }
        if (!line.version().isUpgradable()) {
            return new ResponseOutcome.Failed(HandshakeFault.UNSUPPORTED_HTTP_VERSION);
        }
        ResponseRules rules = new ResponseRules(head.headers());
        Optional<HandshakeFault> fault = rules.switching(key).or(() -> rules.choice(subprotocols, extensions));
        return fault.<ResponseOutcome>map(ResponseOutcome.Failed::new)
                .orElseGet(() -> new ResponseOutcome.Established(
                        rules.subprotocol(), rules.extensions(), head.headers(), head.end()));
    }
}
