package dev.parley.containers.tyrus;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.WebSocketEngine;

/**
 * Tyrus on Grizzly as it comes, with nothing of Parley in front: what its own container does, but on the loopback address.
 * For one thread.
 */
public final class StockTyrus extends TyrusServerContainer implements AutoCloseable {
    private static final String CONTEXT_PATH = "/";

    private final WebSocketEngine engine = TyrusWebSocketEngine.builder(this).build();
    private final HttpServer http = new HttpServer();
    private final NetworkListener listener = new NetworkListener("stock", "127.0.0.1", 0);

    /** Sends back what it gets. */
    @ServerEndpoint("/echo")
    public static final class Echo {
        /** Answers a text. */
        @OnMessage
        public String text(String text) {
            return text;
        }

        /** Answers a binary message. */
        @OnMessage
        public ByteBuffer bytes(ByteBuffer bytes) {
            return bytes;
        }
    }

    /** Starts it with its echo. */
    public StockTyrus() throws DeploymentException, IOException {
        super((Set<Class<?>>) null);
        addEndpoint(Echo.class);
        start(CONTEXT_PATH, 0);
        doneDeployment();
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1); // as its own container has it
        listener.registerAddOn(new WebSocketAddOn(this, CONTEXT_PATH));
        http.addListener(listener);
        http.start();
    }

    /** Returns where it echoes. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + listener.getPort() + "/echo");
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

    @Override
    public void close() {
        stop();
        http.shutdownNow();
    }
}
