package dev.parley.endpoints;

import dev.parley.endpoints.handshake.Refusal;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Answers what is no good handshake on the paths of the endpoints: 403 or 503 with a reason for one that is refused,
 * 426 for a request that is none. (The Jakarta API itself could only say 403.)
 */
final class HandshakeFilter implements Filter {
    /** Name of the request's attribute that holds the {@link Refusal}. */
    static final String REFUSAL = "dev.parley.refusal";

    private static final int UPGRADE_REQUIRED = 426;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            if (request.getAttribute(REFUSAL) instanceof Refusal refusal) {
                refuse(answer, refusal);
                return;
            }
            if (!isHandshake(http) && !"CONNECT".equals(http.getMethod())) { // RFC 8441 section 5
                answer.setHeader("Upgrade", "websocket");
                answer.setHeader("Connection", "Upgrade");
                answer(answer, UPGRADE_REQUIRED, "this is a WebSocket endpoint");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** Returns whether the request asks for a WebSocket (RFC 6455 section 4.1, RFC 8441 section 5). */
    static boolean isHandshake(HttpServletRequest request) {
        return HeaderValues.joined(request, "Upgrade")
                        .filter(HandshakeFilter::namesWebSocket)
                        .isPresent()
                || ("CONNECT".equals(request.getMethod()) && request.getHeader("Sec-WebSocket-Version") != null);
    }

    private static boolean namesWebSocket(String upgrade) { // a list of protocols, RFC 9110 section 7.8
        return Arrays.stream(upgrade.split(",", -1))
                .anyMatch(name -> name.strip().equalsIgnoreCase("websocket"));
    }

    private static void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
        if (!refusal.retryAfter().isZero()) {
            response.setHeader("Retry-After", Long.toString(refusal.retryAfter().toSeconds()));
        }
        answer(response, refusal.status(), refusal.reason());
    }

    private static void answer(HttpServletResponse response, int status, String reason) throws IOException {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
