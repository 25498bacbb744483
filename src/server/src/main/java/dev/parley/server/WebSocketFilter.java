package dev.parley.server;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.PingBrake;
import dev.parley.endpoints.SecurityHeaders;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.Refusal;
import dev.parley.wire.Limits;
import dev.parley.wire.MessageExtension;
import dev.parley.wire.Role;
import dev.parley.wire.deflate.DeflateNegotiation;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import dev.parley.wire.handshake.RequestOutcome;
import jakarta.websocket.server.HandshakeRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.core.Utils;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeStatus;

/**
 * Takes opening handshakes out of the HTTP that comes by, asks the {@link Application} and then Tyrus about each, and
 * hands the bytes of upgraded connections to their {@link UpgradedConnection}. It stands between Grizzly's HTTP codec
 * and its pages. Safe for any thread.
 *
 * <p>What Tyrus does with a handshake it does on the calling thread, up to the endpoint's {@code @OnOpen}, so the
 * binding that {@link Application#admit} makes is undone when {@link #upgrade} returns, in whatever way.
 */
final class WebSocketFilter extends BaseFilter {
    private static final Logger LOG = System.getLogger(WebSocketFilter.class.getName());
    /** Frames of one message; what they hold is bounded already, so this is against endless empty ones. */
    private static final int MAX_FRAGMENTS = 1_000_000;

    private static final int LEAST_LIMIT = 125; // wire has none lower
    private static final int NOT_FOUND = 404;
    private static final HttpStatus UPGRADE_REQUIRED =
            HttpStatus.newHttpStatus(426, "Upgrade Required"); // not in Grizzly
    private static final int INTERNAL_SERVER_ERROR = 500;

    private final Attribute<UpgradedConnection> upgraded =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(WebSocketFilter.class.getName());
    private final WebSocketEngine engine;
    private final Application application;
    private final EndpointPaths paths;
    private final UpgradedConnections connections;
    private final HttpDeadlines deadlines;
    private final RequestHeads heads;

    WebSocketFilter(
            EmbeddedContainer container, Application application, UpgradedConnections connections, HttpFilters http) {
        this.engine = container.getWebSocketEngine();
        this.paths = container.paths();
        this.application = application;
        this.connections = connections;
        this.deadlines = http.deadlines();
        this.heads = http.heads();
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) {
        HttpContent content = ctx.getMessage();
        UpgradedConnection connection = upgraded.get(ctx.getConnection());
        if (connection != null) {
            return connection.read(ctx, content.getContent());
        }
        if (!(content.getHttpHeader() instanceof HttpRequestPacket request)) {
            return ctx.getInvokeAction();
        }
        String path = request.getRequestURI();
        if (request.getResponse().isCommitted()) { // Grizzly has refused it, and these are its leftovers
            return ctx.getStopAction();
        }
        deadlines.requested(ctx.getConnection());
        if (paths.contain(path)) {
            return beginUpgrade(ctx, request);
        }
        if (isWebSocket(request)
                || !StaticPages.isHarmless(path)) { // Grizzly would answer 500 to a path that it cannot decode
            return answer(ctx, request.getResponse(), NOT_FOUND, "nothing at this path");
        }
        return ctx.getInvokeAction();
    }

    /**
     * Offers of other protocols, such as h2c, are declined. Grizzly would read the body of such a request to the end of the
     * connection, and end that behind the answer, without a word to the client.
     */
    @Override
    public NextAction handleEvent(FilterChainContext ctx, FilterChainEvent event) {
        if (event instanceof HttpEvents.IncomingHttpUpgradeEvent offer
                && offer.getHttpHeader() instanceof HttpRequestPacket request
                && !paths.contain(request.getRequestURI())
                && !isWebSocket(request)) {
            request.setIgnoreContentModifiers(false);
            request.getUpgradeDC().recycle();
        }
        return ctx.getInvokeAction();
    }

    private static boolean isWebSocket(HttpRequestPacket request) {
        return "websocket".equalsIgnoreCase(request.getUpgrade());
    }

    private NextAction beginUpgrade(FilterChainContext ctx, HttpRequestPacket request) {
        OpeningHandshake handshake = new OpeningHandshake(request);
        RequestOutcome outcome = heads.verdict(ctx.getConnection()).orElseGet(handshake::judge);
        if (outcome instanceof RequestOutcome.Refused refused) {
            HttpResponsePacket response = request.getResponse();
            refused.headers().all().forEach(header -> setHeader(response, header.name(), header.value()));
            return answer(ctx, response, refused.status(), refused.reason());
        }
        try {
            return upgrade(ctx, request, handshake, compression(request, outcome));
        } finally {
            Application.release();
        }
    }

    @Override
    public NextAction handleClose(FilterChainContext ctx) {
        UpgradedConnection connection = upgraded.get(ctx.getConnection());
        if (connection == null) {
            return ctx.getInvokeAction();
        }
        connection.disconnected();
        return ctx.getStopAction();
    }

    /** Returns what is agreed on of the compression that the client offers, if the endpoint wants any (RFC 7692 5.1). */
    private Optional<DeflateNegotiation.Accepted> compression(HttpRequestPacket request, RequestOutcome outcome) {
        boolean wanted = paths.compress(request.getRequestURI())
                && application.settings().echo().compression()
                && connections.mayCompress();
        return wanted && outcome instanceof RequestOutcome.Accepted accepted
                ? DeflateNegotiation.accept(accepted.request().extensions(), DeflateSettings.DEFAULT)
                : Optional.empty();
    }

    private NextAction upgrade(
            FilterChainContext ctx,
            HttpRequestPacket request,
            OpeningHandshake handshake,
            Optional<DeflateNegotiation.Accepted> compression) {
        HttpResponsePacket response = request.getResponse();
        if (!(ctx.getConnection() instanceof TCPNIOConnection transport)) {
            throw new IllegalStateException("not a TCP connection: " + ctx.getConnection());
        }
        Limits limits = limits(application.settings().longestMessage(request.getRequestURI()));
        Optional<MessageExtension> extension = compression.map(
                accepted -> PermessageDeflate.of(Role.SERVER, accepted.agreement(), DeflateSettings.DEFAULT, limits));
        UpgradedConnection connection = new UpgradedConnection(transport, limits, extension, connections);
        List<String> proxies = application.settings().connections().trustedProxies();
        Handshake seen = handshake.forApplication(connection, proxies);
        connection.limitPings(PingBrake.of(application, seen));
        Optional<Refusal> refusal = application.admit(seen);
        if (refusal.isPresent()) {
            return refuse(ctx, response, refusal.get());
        }
        UpgradeResponse tyrusResponse = new TyrusUpgradeResponse();
        UpgradeInfo info;
        try {
            info = engine.upgrade(handshake.forTyrus(), tyrusResponse);
        } catch (RuntimeException e) { // boundary to the endpoint's configurator
            LOG.log(Level.WARNING, "a configurator failed in the handshake", e);
            return answer(ctx, response, INTERNAL_SERVER_ERROR, "the handshake failed");
        }
        copy(tyrusResponse, response);
        if (info.getStatus() != UpgradeStatus.SUCCESS) {
            return answer(ctx, response, tyrusResponse.getStatus(), "not a valid opening handshake");
        }
        compression.ifPresent(accepted -> response.setHeader(
                HandshakeRequest.SEC_WEBSOCKET_EXTENSIONS, accepted.answer().toString()));
        return open(ctx, connection, info);
    }

    private static Limits limits(int longestMessage) {
        int longest = Math.max(LEAST_LIMIT, longestMessage); // the endpoint looks at lower ones itself
        return new Limits(longest, longest, MAX_FRAGMENTS);
    }

    private NextAction open(FilterChainContext ctx, UpgradedConnection connection, UpgradeInfo info) {
        HttpContent content = ctx.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        Buffer pipelined = content.getContent();
        ctx.write(HttpContent.builder(request.getResponse()).build());
        connections.add(connection);
        deadlines.upgraded(ctx.getConnection());
        heads.upgraded(ctx.getConnection());
        upgraded.set(ctx.getConnection(), connection);
        connection.open(info.createConnection(connection, reason -> connection.close()));
        if (!ctx.getConnection().isOpen()) { // it may have ended before handleClose could see the attribute
            connection.disconnected();
        }
        return connection.read(ctx, pipelined);
    }

    private static void copy(UpgradeResponse from, HttpResponsePacket to) {
        to.setProtocol(Protocol.HTTP_1_1);
        to.setStatus(from.getStatus());
        if (from.getReasonPhrase() != null) {
            to.setReasonPhrase(from.getReasonPhrase());
        }
        for (Map.Entry<String, List<String>> header : from.getHeaders().entrySet()) {
            to.setHeader(header.getKey(), Utils.getHeaderFromList(header.getValue()));
        }
    }

    private NextAction refuse(FilterChainContext ctx, HttpResponsePacket response, Refusal refusal) {
        if (!refusal.retryAfter().isZero()) {
            response.setHeader(
                    "Retry-After",
                    Long.toString(Math.max(1, refusal.retryAfter().toSeconds())));
        }
        return answer(ctx, response, refusal.status(), refusal.reason());
    }

    /** Answers without an upgrade and ends the connection, since what follows it cannot be trusted to be HTTP. */
    private NextAction answer(FilterChainContext ctx, HttpResponsePacket response, int status, String reason) {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        response.setProtocol(Protocol.HTTP_1_1);
        response.setStatus(
                status == UPGRADE_REQUIRED.getStatusCode() ? UPGRADE_REQUIRED : HttpStatus.getHttpStatus(status));
        setHeader(response, "Content-Type", "text/plain; charset=utf-8"); // Grizzly forgets what its own setter takes
        response.setHeader(Header.Date, FastHttpDateFormat.getCurrentDate()); // RFC 9110 6.6.1
        boolean offersUpgrade = response.getHeader(Header.Upgrade) != null;
        setHeader(
                response, "Connection", offersUpgrade ? "Upgrade, close" : "close"); // RFC 9110 7.8: names it here too
        SecurityHeaders.ALL.forEach(response::setHeader);
        response.setContentLength(body.length);
        boolean head = response.getRequest().getMethod() == Method.HEAD;
        ctx.write(HttpContent.builder(response)
                .content(head ? Buffers.EMPTY_BUFFER : Buffers.wrap(ctx.getMemoryManager(), body))
                .last(true)
                .build());
        deadlines.end(ctx.getConnection());
        return ctx.getStopAction();
    }

    /** Past Grizzly's own setters, which would take a response with Upgrade for an upgrade. */
    private static void setHeader(HttpResponsePacket response, String name, String value) {
        response.getHeaders().setValue(name).setString(value);
    }
}
