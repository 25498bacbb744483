package dev.parley.server;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerFilter;
import org.glassfish.tyrus.spi.ServerContainer;

/**
 * Tyrus's filter with the {@link Application}'s word on every opening handshake before it. What Tyrus does with a
 * handshake, it does on the calling thread, so the binding that {@link Application#admit} makes is undone when its
 * filter returns, in whatever way.
 */
final class HandshakeFilter extends BaseFilter {
    private static final Attribute<Boolean> UPGRADED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HandshakeFilter.class.getName() + ".upgraded");
    private static final int SWITCHING_PROTOCOLS = 101;

    private final GrizzlyServerFilter tyrus;
    private final Application application;
    private final EndpointPaths paths;

    HandshakeFilter(ServerContainer container, Application application, EndpointPaths paths) {
        this.tyrus = new GrizzlyServerFilter(container, "/");
        this.application = application;
        this.paths = paths;
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) throws IOException {
        if (UPGRADED.isSet(ctx.getConnection())) {
            return tyrus.handleRead(ctx);
        }
        HttpContent content = ctx.getMessage();
        if (!(content.getHttpHeader() instanceof HttpRequestPacket request)
                || !"websocket".equalsIgnoreCase(request.getUpgrade())
                || !paths.contain(request.getRequestURI())) {
            return ctx.getInvokeAction();
        }
        return upgrade(ctx, request);
    }

    @Override
    public NextAction handleClose(FilterChainContext ctx) throws IOException {
        return tyrus.handleClose(ctx);
    }

    private NextAction upgrade(FilterChainContext ctx, HttpRequestPacket request) throws IOException {
        try {
            Optional<Refusal> refusal = application.admit(handshake(request));
            if (refusal.isPresent()) {
                return refuse(ctx, request.getResponse(), refusal.get());
            }
            NextAction action = tyrus.handleRead(ctx);
            if (request.getResponse().getStatus() == SWITCHING_PROTOCOLS) {
                UPGRADED.set(ctx.getConnection(), true);
            }
            return action;
        } finally {
            Application.release();
        }
    }

    private static Handshake handshake(HttpRequestPacket request) {
        return new Handshake(
                request.getRequestURI(),
                Optional.ofNullable(request.getHeader(Header.Host)).orElse(""),
                request.isSecure(),
                Optional.ofNullable(request.getHeader("Origin")),
                request.getRemoteAddress(),
                Optional.empty());
    }

    private static NextAction refuse(FilterChainContext ctx, HttpResponsePacket response, Refusal refusal) {
        response.setProtocol(Protocol.HTTP_1_1);
        response.setStatus(refusal.status());
        response.setHeader(Header.ContentType, "text/plain; charset=utf-8");
        response.setHeader(Header.Connection, "close");
        if (!refusal.retryAfter().isZero()) {
            long seconds = Math.max(1, refusal.retryAfter().toSeconds());
            response.setHeader("Retry-After", Long.toString(seconds));
        }
        SecurityHeaders.ALL.forEach(response::setHeader);
        byte[] body = (refusal.reason() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        Connection<?> connection = ctx.getConnection();
        ctx.write(HttpContent.builder(response)
                .content(Buffers.wrap(ctx.getMemoryManager(), body))
                .last(true)
                .build());
        connection.closeSilently();
        return ctx.getStopAction();
    }
}
