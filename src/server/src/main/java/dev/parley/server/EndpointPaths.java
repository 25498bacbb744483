package dev.parley.server;

import dev.parley.endpoints.HandshakeConfigurator;
import jakarta.websocket.server.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells which paths belong to WebSocket endpoints (Jakarta WebSocket 3.1.1: level 1 URI templates), and which of those
 * compress. Immutable.
 */
final class EndpointPaths {
    private final List<Template> templates;

    /**
     * The path of an endpoint.
     *
     * @param compresses whether the endpoint has {@link HandshakeConfigurator.Compressing}
     */
    private record Template(List<String> segments, boolean compresses) {}

    private EndpointPaths(List<Template> templates) {
        this.templates = List.copyOf(templates);
    }

    /**
     * Takes the paths from the annotations.
     *
     * @throws IllegalArgumentException if a class has no {@link ServerEndpoint}
     */
    static EndpointPaths of(List<Class<?>> endpoints) {
        List<Template> templates = new ArrayList<>();
        for (Class<?> endpoint : endpoints) {
            ServerEndpoint annotation = endpoint.getAnnotation(ServerEndpoint.class);
            if (annotation == null) {
                throw new IllegalArgumentException(endpoint.getName() + " has no @ServerEndpoint");
            }
            boolean compresses = HandshakeConfigurator.Compressing.class.isAssignableFrom(annotation.configurator());
            templates.add(new Template(List.of(annotation.value().split("/", -1)), compresses));
        }
        return new EndpointPaths(templates);
    }

    /** Returns whether an endpoint listens on {@code path}, which is as it came in the request line, without a query. */
    boolean contain(String path) {
        return on(path).findAny().isPresent();
    }

    /** Returns whether the endpoint that listens on {@code path} compresses. */
    boolean compress(String path) {
        return on(path).anyMatch(Template::compresses);
    }

    private Stream<Template> on(String path) {
        List<String> segments = List.of(path.split("/", -1));
        return templates.stream().filter(template -> matches(template.segments(), segments));
    }

    private static boolean matches(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            boolean variable = expected.startsWith("{") && expected.endsWith("}");
            if (variable ? segments.get(i).isEmpty() : !expected.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }
}
