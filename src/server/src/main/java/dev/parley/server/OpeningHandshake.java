package dev.parley.server;

import dev.parley.endpoints.handshake.ConnectionControl;
import dev.parley.endpoints.handshake.Handshake;
import dev.parley.endpoints.handshake.RemoteAddress;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import jakarta.websocket.server.HandshakeRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.MimeHeaders;
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

    /** Judges the request in itself (4.2.1), before anyone else looks at it. */
    RequestOutcome judge() {
        String query = request.getQueryString();
        String target = request.getRequestURI() + (query == null ? "" : "?" + query);
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        MimeHeaders headers = request.getHeaders();
        for (int i = 0; i < headers.size(); i++) {
            fields.add(
                    Map.entry(headers.getName(i).toString(), headers.getValue(i).toString()));
        }
        return ServerHandshake.judge(
                request.getMethod().getMethodString(), target, request.getProtocolString(), fields);
    }

    /** Returns what the application decides upon. */
    Handshake forApplication(ConnectionControl control, List<String> trustedProxies) {
        return new Handshake(
                request.getRequestURI(),
                Optional.ofNullable(request.getQueryString()).orElse(""),
                Optional.ofNullable(request.getHeader(Header.Host)).orElse(""),
                request.isSecure(),
                Optional.ofNullable(request.getHeader("Origin")),
                RemoteAddress.of(request.getRemoteAddress(), joined("X-Forwarded-For"), trustedProxies),
                RemoteAddress.isLocal(
                        request.getRemoteAddress(), Stream.of(joined("Forwarded"), joined("X-Forwarded-For"))),
                Optional.of(control));
    }

    /** Returns all lines of a field, which count as one list (RFC 9110 section 5.3); empty if there is none. */
    private Optional<String> joined(String name) {
        List<String> lines = new ArrayList<>();
        request.getHeaders().values(name).forEach(lines::add);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
    }

    /** Returns what Tyrus answers; only if the request was accepted by {@link #judge}. */
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
        context.getHeaders().remove(HandshakeRequest.SEC_WEBSOCKET_EXTENSIONS); // they are the guard's, not Tyrus's
        // Tyrus wants them alone; another protocol or option beside them has been seen by the judge
        context.getHeaders().put(UpgradeRequest.UPGRADE, List.of(UpgradeRequest.WEBSOCKET));
        context.getHeaders().put(UpgradeRequest.CONNECTION, List.of(UpgradeRequest.UPGRADE));
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
