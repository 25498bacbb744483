package dev.parley.server;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.settings.Settings;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;

/**
 * The embedded server: Parley's endpoints and pages on Tyrus and Grizzly. Start it with {@link #start} or {@link
 * #builder}; end it with {@link #close}. Safe for any thread.
 */
public final class ParleyServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ParleyServer.class.getName());
    private static final int GRACE_SECONDS = 1;

    private final Application application;
    private final EmbeddedContainer container;
    private final HttpServer http;
    private final NetworkListener listener;
    private final String host;
    private boolean closed;

    private ParleyServer(
            Application application, EmbeddedContainer container, HttpServer http, NetworkListener listener) {
        this.application = application;
        this.container = container;
        this.http = http;
        this.listener = listener;
        this.host = listener.getHost();
    }

    /**
     * Starts a server with Parley's own endpoints and pages.
     *
     * @param settings where to listen, and every limit
     * @throws IOException if the address cannot be listened on
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
        return listener.getPort();
    }

    /** Returns the address of the start page, such as {@code http://localhost:8080/}. */
    public URI uri() {
        String scheme = listener.isSecure() ? "https" : "http";
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + name + ":" + port() + "/");
    }

    /** Returns the application that the endpoints belong to. */
    public Application application() {
        return application;
    }

    /** Closes every connection with 1001, stops listening, and ends every thread; the second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        application.close();
        try {
            http.shutdown(GRACE_SECONDS, TimeUnit.SECONDS).get(GRACE_SECONDS + 1L, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "shutdown did not end in time", e);
        }
        http.shutdownNow();
        container.stop();
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
         * @throws IOException if the address cannot be listened on
         * @throws IllegalArgumentException if an endpoint cannot be deployed
         */
        public ParleyServer start() throws IOException {
            EndpointPaths paths = EndpointPaths.of(endpoints);
            EmbeddedContainer container = new EmbeddedContainer(settings.echo().maxMessageSize());
            try {
                container.deploy(endpoints);
            } catch (DeploymentException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            Application application = Application.start(settings);
            HttpServer http = new HttpServer();
            NetworkListener listener = listener(container, application, paths);
            http.addListener(listener);
            http.getServerConfiguration().addHttpHandler(new PageHandler(new StaticPages(pages), paths), "/");
            ParleyServer server = new ParleyServer(application, container, http, listener);
            try {
                http.start();
            } catch (IOException | UncheckedIOException e) {
                server.close();
                throw e;
            }
            return server;
        }

        private NetworkListener listener(EmbeddedContainer container, Application application, EndpointPaths paths) {
            NetworkListener listener = new NetworkListener(
                    "parley", settings.server().host(), settings.server().port());
            listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
            listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
            listener.registerAddOn((ignored, chain) -> {
                int index = chain.indexOfType(org.glassfish.grizzly.http.server.HttpServerFilter.class);
                chain.add(index, new HandshakeFilter(container, application, paths));
            });
            return listener;
        }
    }
}
