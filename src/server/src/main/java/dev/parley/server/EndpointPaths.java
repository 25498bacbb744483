package dev.parley.server;

import jakarta.websocket.server.ServerEndpoint;
import java.util.ArrayList;
import java.util.List;

/** Tells which paths belong to WebSocket endpoints (Jakarta WebSocket 3.1.1: level 1 URI templates). Immutable. */
final class EndpointPaths {
    private final List<String[]> templates;

    private EndpointPaths(List<String[]> templates) {
        this.templates = List.copyOf(templates);
    }

    /**
     * Takes the paths from the annotations.
     *
     * @throws IllegalArgumentException if a class has no {@link ServerEndpoint}
     */
    static EndpointPaths of(List<Class<?>> endpoints) {
        List<String[]> templates = new ArrayList<>();
        for (Class<?> endpoint : endpoints) {
            ServerEndpoint annotation = endpoint.getAnnotation(ServerEndpoint.class);
            if (annotation == null) {
                throw new IllegalArgumentException(endpoint.getName() + " has no @ServerEndpoint");
            }
            templates.add(annotation.value().split("/", -1));
        }
        return new EndpointPaths(templates);
    }

    /** Returns whether an endpoint listens on {@code path}, which is as it came in the request line, without a query. */
    boolean contain(String path) {
        String[] segments = path.split("/", -1);
        return templates.stream().anyMatch(template -> matches(template, segments));
    }

    private static boolean matches(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            boolean variable = template[i].startsWith("{") && template[i].endsWith("}");
            if (variable ? segments[i].isEmpty() : !template[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }
}
