package dev.parley.server;

import dev.parley.endpoints.handshake.ConnectionControl;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.RemoteAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.Parameters;
import org.glassfish.grizzly.utils.Charsets;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.Utils;
import org.glassfish.tyrus.spi.UpgradeRequest;

/** Reads an opening handshake (RFC 6455 section 4.2.1) out of Grizzly's request, for the application and for Tyrus. */
final class OpeningHandshake {
    private final HttpRequestPacket request;

    OpeningHandshake(HttpRequestPacket request) {
        this.request = request;
    }

    /** Returns what is wrong with the request in itself, before anyone else looks at it; empty if nothing is. */
    Optional<String> defect() {
        if (request.getMethod() != Method.GET) { // 4.1: the method MUST be GET
            return Optional.of("the method of an opening handshake is GET");
        }
        if (request.getContentLength() > 0 || request.containsHeader(Header.TransferEncoding)) {
            return Optional.of("an opening handshake has no body"); // a proxy in between might see requests in it
        }
        try {
            new URI(request.getRequestURI());
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of("the path holds a character that must be percent-encoded");
        }
    }

    /** Returns what the application decides upon. */
    Handshake forApplication(ConnectionControl control, List<String> trustedProxies) {
        return new Handshake(
                request.getRequestURI(),
                Optional.ofNullable(request.getHeader(Header.Host)).orElse(""),
                request.isSecure(),
                Optional.ofNullable(request.getHeader("Origin")),
                RemoteAddress.of(
                        request.getRemoteAddress(),
                        Optional.ofNullable(request.getHeader("X-Forwarded-For")),
                        trustedProxies),
                Optional.of(control));
    }

    /** Returns what Tyrus answers; only if there is no {@link #defect}. */
    UpgradeRequest forTyrus() {
        RequestContext context = RequestContext.Builder.create()
                .requestURI(URI.create(request.getRequestURI()))
                .queryString(request.getQueryString())
                .parameterMap(queryParameters())
                .secure(request.isSecure())
                .remoteAddr(request.getRemoteAddress())
                .serverAddr(request.getLocalAddress())
                .serverPort(request.getLocalPort())
                .tyrusProperties(Map.of())
                .build();
        for (String name : request.getHeaders().names()) {
            List<String> values = context.getHeaders().computeIfAbsent(name, ignored -> new ArrayList<>());
            for (String value : request.getHeaders().values(name)) {
                values.addAll(Utils.parseHeaderValue(value.trim()));
            }
        }
        return context;
    }

    private Map<String, String[]> queryParameters() {
        Parameters parameters = new Parameters();
        parameters.setQuery(request.getQueryStringDC());
        parameters.setQueryStringEncoding(Charsets.UTF8_CHARSET);
        Map<String, String[]> map = new HashMap<>();
        for (String name : parameters.getParameterNames()) {
            map.put(name, parameters.getParameterValues(name));
        }
        return map;
    }
}
