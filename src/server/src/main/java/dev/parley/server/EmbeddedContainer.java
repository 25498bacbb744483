package dev.parley.server;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * Tyrus without the HTTP server that it would open by itself on every address of the machine. Endpoints are deployed by
 * {@link #deploy} before the first connection; from then on it is safe for any thread.
 */
final class EmbeddedContainer extends TyrusServerContainer {
    private static final String CONTEXT_PATH = "/";

    /** In bytes; the guard passes on whole frames alone. */
    private static final int INCOMING_BUFFER = 2 * FrameGuard.PIECE;

    private final WebSocketEngine engine;
    private EndpointPaths paths = EndpointPaths.of(List.of());

    /**
     * Makes a container without endpoints.
     *
     * @param longestMessage longest message in bytes or characters for endpoints that set no limit themselves
     */
    EmbeddedContainer(int longestMessage) {
        super((Set<Class<?>>) null);
        engine = TyrusWebSocketEngine.builder(this)
                .incomingBufferSize(INCOMING_BUFFER)
                .build();
        setDefaultMaxTextMessageBufferSize(longestMessage);
        setDefaultMaxBinaryMessageBufferSize(longestMessage);
        // 0 would cost a scheduled task for every frame; liveness is the business of our own heartbeat.
        setDefaultMaxSessionIdleTimeout(-1);
    }

    /**
     * Deploys annotated endpoints; call it once.
     *
     * @throws IllegalArgumentException if a class has no {@code @ServerEndpoint}
     */
    void deploy(List<Class<?>> endpoints) throws DeploymentException, IOException {
        paths = EndpointPaths.of(endpoints);
        for (Class<?> endpoint : endpoints) {
            addEndpoint(endpoint);
        }
        start(CONTEXT_PATH, 0);
        doneDeployment();
    }

    /** Returns the paths of the endpoints deployed. */
    EndpointPaths paths() {
        return paths;
    }

    @Override
    public void register(Class<?> endpointClass) throws DeploymentException {
        engine.register(endpointClass, CONTEXT_PATH);
    }

    @Override
    public void register(ServerEndpointConfig config) throws DeploymentException {
        engine.register(config, CONTEXT_PATH);
    }

    @Override
    public WebSocketEngine getWebSocketEngine() {
        return engine;
    }

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }
}
