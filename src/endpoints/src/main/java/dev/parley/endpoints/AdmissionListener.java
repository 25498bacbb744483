package dev.parley.endpoints;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.RemoteAddress;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Admits the handshakes of a web application before any filter sees them, the container's own upgrade filter included,
 * whatever the order of filters.
 */
final class AdmissionListener implements ServletRequestListener {
    private final Application application;

    AdmissionListener(Application application) {
        this.application = application;
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletRequest() instanceof HttpServletRequest request && HandshakeFilter.isHandshake(request)) {
            Handshake handshake = handshake(request);
            if (Application.isEndpoint(handshake.path())) {
                application
                        .admit(handshake)
                        .ifPresent(refusal -> request.setAttribute(HandshakeFilter.REFUSAL, refusal));
            }
        }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        Application.release();
    }

    private Handshake handshake(HttpServletRequest request) {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        return new Handshake(
                path.isEmpty() ? "/" : path,
                Optional.ofNullable(request.getQueryString()).orElse(""),
                Optional.ofNullable(request.getHeader("Host")).orElse(""),
                request.isSecure(),
                HeaderValues.joined(request, "Origin"),
                RemoteAddress.of(
                        Optional.ofNullable(request.getRemoteAddr()).orElse(""),
                        HeaderValues.joined(request, "X-Forwarded-For"),
                        application.settings().connections().trustedProxies()),
                HeaderValues.isLocal(request),
                Optional.empty());
    }
}
