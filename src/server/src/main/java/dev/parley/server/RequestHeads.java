package dev.parley.server;

import dev.parley.endpoints.SecurityHeaders;
import dev.parley.wire.handshake.HandshakeFault;
import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.Headers;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * Lets wire judge the bytes of a request's head before Grizzly's codec sees them, which forgives much and answers what it
 * does not forgive by cutting the connection. A head goes on once it is whole. What no request may have is refused here,
 * whatever it asks for; the verdict on the request as an opening handshake is kept for those who know whether it is one.
 *
 * <p>Only heads at the beginning of a connection and behind requests without a body are seen; where a request has a body
 * or another comes with it, all that follows goes on as it is, and there is no verdict. Safe for any thread.
 */
final class RequestHeads extends BaseFilter {
    /** Heads that a proxy and we might read differently, or no one can read. */
    private static final Set<HandshakeFault> OF_ANY_REQUEST = EnumSet.of(
            HandshakeFault.BARE_LINE_FEED,
            HandshakeFault.BARE_CARRIAGE_RETURN,
            HandshakeFault.CONTROL_CHARACTER,
            HandshakeFault.LINE_FOLDING,
            HandshakeFault.SPACE_BEFORE_COLON,
            HandshakeFault.MALFORMED_HEADER_NAME,
            HandshakeFault.START_LINE_TOO_LONG,
            HandshakeFault.HEAD_TOO_LARGE,
            HandshakeFault.TOO_MANY_HEADERS,
            HandshakeFault.MALFORMED_REQUEST_LINE,
            HandshakeFault.MALFORMED_CONTENT_LENGTH,
            HandshakeFault.MISSING_HOST,
            HandshakeFault.MALFORMED_HOST);

    /** Those found in the request line, before anyone looks for a body. */
    private static final Set<HandshakeFault> BEFORE_BODY = EnumSet.of(
            HandshakeFault.UNSUPPORTED_HTTP_VERSION,
            HandshakeFault.METHOD_NOT_GET,
            HandshakeFault.MALFORMED_RESOURCE_NAME,
            HandshakeFault.BODY,
            HandshakeFault.TRANSFER_ENCODING);

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final ByteBuffer HEAD = ByteBuffer.wrap("HEAD ".getBytes(StandardCharsets.US_ASCII));
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int LINE_END = 2; // bytes
    private static final String HTTPS = "https:";
    private static final int BAD_REQUEST = 400;

    private final Attribute<Head> heads =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(RequestHeads.class.getName());
    private final HandshakeLimits limits;
    private final HttpDeadlines deadlines;

    /** The state of one connection; confined to the thread that reads it. */
    private static final class Head {
        private ByteBuffer begun = NOTHING; // of a head that is not whole
        private boolean over; // heads cannot be told any more
        private Optional<RequestOutcome> verdict = Optional.empty(); // on the last head
    }

    RequestHeads(HandshakeLimits limits, HttpDeadlines deadlines) {
        this.limits = limits;
        this.deadlines = deadlines;
    }

    /** Returns the verdict on the request that is being dealt with, as an opening handshake (4.2.1). */
    Optional<RequestOutcome> verdict(Connection<?> connection) {
        Head head = heads.get(connection);
        return head == null ? Optional.empty() : head.verdict;
    }

    /** The connection speaks HTTP no more. */
    void upgraded(Connection<?> connection) {
        head(connection).over = true;
    }

    private Head head(Connection<?> connection) {
        Head head = heads.get(connection);
        if (head == null) {
            head = new Head();
            heads.set(connection, head);
        }
        return head;
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) {
        Head head = head(ctx.getConnection());
        if (head.over) {
            head.verdict = Optional.empty();
            return ctx.getInvokeAction();
        }
        Buffer message = ctx.getMessage();
        ByteBuffer bytes = joined(head.begun, message.toByteBuffer());
        skipEmptyLines(bytes);
        RequestOutcome outcome =
                ServerHandshake.read(bytes.array(), bytes.arrayOffset() + bytes.position(), end(bytes), limits);
        if (outcome instanceof RequestOutcome.Incomplete) {
            head.begun = copy(bytes);
            return ctx.getStopAction();
        }
        head.begun = NOTHING;
        Optional<HandshakeFault> fault =
                outcome instanceof RequestOutcome.Refused refused ? refused.fault() : Optional.empty();
        if (fault.filter(OF_ANY_REQUEST::contains).isPresent()) {
            return refuse(ctx, (RequestOutcome.Refused) outcome, asksForHead(bytes));
        }
        if (asksForTls(bytes) && SSLUtils.getSSLEngine(ctx.getConnection()) == null) { // RFC 9110 7.4
            return refuse(
                    ctx,
                    RequestOutcome.Refused.with(BAD_REQUEST, Headers.NONE, "an https resource is not served in clear"),
                    asksForHead(bytes));
        }
        head.verdict = Optional.of(outcome);
        head.over = fault.filter(BEFORE_BODY::contains).isPresent() || endOfHead(bytes) < end(bytes);
        speakOldVersion(bytes);
        ctx.setMessage(Buffers.wrap(ctx.getMemoryManager(), bytes));
        return ctx.getInvokeAction();
    }

    /** Whether the answer may have no body (RFC 9110 9.3.2). */
    private static boolean asksForHead(ByteBuffer bytes) {
        return bytes.slice(bytes.position(), Math.min(HEAD.capacity(), bytes.remaining()))
                .equals(HEAD);
    }

    /** Whether the target is in absolute form, with https. */
    private static boolean asksForTls(ByteBuffer bytes) {
        int at = bytes.position();
        while (bytes.get(at) != ' ' && bytes.get(at) != '\r') {
            at++;
        }
        byte[] scheme = new byte[HTTPS.length()];
        bytes.get(at + 1, scheme, 0, Math.min(scheme.length, bytes.limit() - at - 1));
        return new String(scheme, StandardCharsets.US_ASCII).equalsIgnoreCase(HTTPS);
    }

    private NextAction refuse(FilterChainContext ctx, RequestOutcome.Refused refused, boolean headOnly) {
        Headers headers = refused.headers().with("Date", FastHttpDateFormat.getCurrentDate()); // RFC 9110 6.6.1
        for (Map.Entry<String, String> header : SecurityHeaders.ALL.entrySet()) {
            headers = headers.with(header.getKey(), header.getValue());
        }
        byte[] answer =
                new RequestOutcome.Refused(refused.status(), headers, refused.reason(), refused.fault()).toBytes();
        int length = headOnly ? endOfHead(ByteBuffer.wrap(answer)) : answer.length;
        ctx.write(null, Buffers.wrap(ctx.getMemoryManager(), answer, 0, length), new EmptyCompletionHandler<>());
        deadlines.end(ctx.getConnection());
        return ctx.getStopAction();
    }

    /** Returns all bytes in a buffer with an array, {@code come} itself where that is one. */
    private static ByteBuffer joined(ByteBuffer begun, ByteBuffer come) {
        if (!begun.hasRemaining() && come.hasArray()) {
            return come;
        }
        return ByteBuffer.allocate(begun.remaining() + come.remaining())
                .put(begun)
                .put(come)
                .flip();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** RFC 9112 2.2: empty lines before a request are to be ignored. */
    private static void skipEmptyLines(ByteBuffer bytes) {
        while (bytes.remaining() >= LINE_END
                && bytes.get(bytes.position()) == '\r'
                && bytes.get(bytes.position() + 1) == '\n') {
            bytes.position(bytes.position() + LINE_END);
        }
    }

    /** RFC 9112 2.3: a later minor version is to be taken for the highest that is known. */
    private static void speakOldVersion(ByteBuffer bytes) {
        int at = bytes.position();
        while (bytes.get(at) != '\r') {
            at++;
        }
        if (bytes.get(at - 1) > '1' && bytes.get(at - 2) == '.' && bytes.get(at - 3) == '1') {
            bytes.put(at - 1, (byte) '1');
        }
    }

    private static int end(ByteBuffer bytes) {
        return bytes.arrayOffset() + bytes.limit();
    }

    /** Returns the index in the array after a head that is whole. */
    private static int endOfHead(ByteBuffer bytes) {
        byte[] array = bytes.array();
        int at = bytes.arrayOffset() + bytes.position();
        while (!java.util.Arrays.equals(array, at, at + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
            at++;
        }
        return at + END_OF_HEAD.length;
    }
}
