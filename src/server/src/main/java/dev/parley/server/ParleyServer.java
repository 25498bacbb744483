package dev.parley.server;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.settings.Settings;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedded server: Parley's endpoints and pages on Tyrus and Grizzly. Start it with {@link #start} or {@link
 * #builder}; end it with {@link #close}. Safe for any thread.
 */
public final class ParleyServer implements AutoCloseable {
    private final Application application;
    private final EmbeddedContainer container;
    private final UpgradedConnections connections;
    private final HttpFrontend http;
    private boolean closed; // guarded by this

    private ParleyServer(
            Application application, EmbeddedContainer container, UpgradedConnections connections, HttpFrontend http) {
        this.application = application;
        this.container = container;
        this.connections = connections;
        this.http = http;
    }

    /**
     * Starts a server with Parley's own endpoints and pages.
     *
     * @param settings where to listen, and every limit
     * @throws IOException if the address cannot be listened on, or the key store cannot be used; the message is for the
     *     operator
     */
    public static ParleyServer start(Settings settings) throws IOException {
        return builder(settings).start();
    }

    /** Returns a builder of a server with these settings. */
    public static Builder builder(Settings settings) {
        return new Builder(settings);
    }

    /** Returns the port that it listens on, 1 to 65535, also where the settings said 0. */
    public int port() {
        return http.addresses().get(0).getPort();
    }

    /** Returns the addresses that it listens on, at least one. */
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }

    /** Returns the address of the start page, such as {@code http://localhost:8080/}. */
    public URI uri() {
        Settings.Server server = application.settings().server();
        boolean everywhere = http.addresses().get(0).getAddress().isAnyLocalAddress();
        String host = everywhere ? "localhost" : server.host();
        String scheme = http.isSecure() ? "https" : "http";
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/");
    }

    /** Returns the application that the endpoints belong to. */
    public Application application() {
        return application;
    }

    /**
     * Closes every connection with 1001, waits at most a few seconds for them, stops listening, and ends every thread;
     * the second call does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        application.close();
        try {
            connections.awaitNone();
        } catch (InterruptedException e) { // the caller is in a hurry
            Thread.currentThread().interrupt();
        }
        http.close();
        container.stop();
        connections.close();
    }

    /** What a server is made of; each method returns the builder itself. Confine it to one thread. */
    public static final class Builder {
        private final Settings settings;
        private final List<Class<?>> endpoints = new ArrayList<>(Application.endpoints());
        private ClassLoader pages = ParleyServer.class.getClassLoader();

        private Builder(Settings settings) {
            this.settings = settings;
        }

        /** Takes the pages from {@code META-INF/resources/} of this loader instead of the server's own. */
        public Builder pages(ClassLoader loader) {
            pages = loader;
            return this;
        }

        /** Deploys this class, which has {@code @ServerEndpoint}, beside Parley's own. */
        public Builder endpoint(Class<?> endpoint) {
            endpoints.add(endpoint);
            return this;
        }

        /**
         * Starts the server; it accepts connections when this returns.
         *
         * @throws IOException if the address cannot be listened on, or the key store cannot be used
         * @throws IllegalArgumentException if an endpoint cannot be deployed
         */
        public ParleyServer start() throws IOException {
            HttpFrontend http = new HttpFrontend(settings.server());
            EmbeddedContainer container = new EmbeddedContainer(settings.longestMessage());
            try {
                container.deploy(endpoints);
            } catch (DeploymentException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            Application application = Application.start(settings);
            UpgradedConnections connections = new UpgradedConnections(
                    settings.outbox().writeTimeout(), settings.server().maxCompressed());
            ParleyServer server = new ParleyServer(application, container, connections, http);
            try {
                HttpFilters filters = HttpFilters.of(settings.server().httpTimeout());
                http.start(
                        filters,
                        new WebSocketFilter(container, application, connections, filters),
                        new PageHandler(new StaticPages(pages)),
                        application);
                filters.deadlines().start(connections.deadlines());
                return server;
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
        }
    }
}
