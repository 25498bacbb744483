package dev.parley.server;

import dev.parley.endpoints.Application;
import dev.parley.endpoints.HealthServlet;
import dev.parley.endpoints.MetricsServlet;
import dev.parley.endpoints.SecurityHeadersFilter;
import dev.parley.endpoints.push.Push;
import dev.parley.endpoints.settings.Settings;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.jspecify.annotations.Nullable;

/** Grizzly's HTTP server with one transport on one or more addresses. Started once, closed once, by one thread each. */
final class HttpFrontend {
    private static final Logger LOG = System.getLogger(HttpFrontend.class.getName());
    /** One read, in bytes; Grizzly reads more where it has used a larger buffer before. */
    private static final int READ_BUFFER = 16 * 1024;
    /** What a request may go on for when the server ends. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(1);

    private final HttpServer http = new HttpServer();
    private final NetworkListener listener;
    private final AcceptedConnections accepted = new AcceptedConnections();
    private final List<InetAddress> hosts;
    private final int port;
    private volatile List<InetSocketAddress> addresses = List.of();

    /**
     * Prepares a server; nothing is listened on yet.
     *
     * @throws IOException if the host is unknown or the key store cannot be used
     */
    HttpFrontend(Settings.Server settings) throws IOException {
        hosts = ListenAddresses.of(settings.host());
        port = settings.port();
        listener = new NetworkListener("parley", hosts.get(0).getHostAddress(), port);
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        listener.getTransport().setReadBufferSize(READ_BUFFER);
        listener.getTransport().getConnectionMonitoringConfig().addProbes(accepted);
        listener.setMaxHttpHeaderSize(HttpFilters.LIMITS.maxHeadBytes());
        listener.setMaxRequestHeaders(HttpFilters.LIMITS.maxHeaders());
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1); // it would count for upgraded connections, too
        Optional<SSLContext> tls = Tls.context(settings);
        if (tls.isPresent()) {
            listener.setSecure(true);
            listener.setSSLEngineConfig(new SSLEngineConfigurator(tls.get(), false, false, false)
                    .setEnabledProtocols(Tls.PROTOCOLS.toArray(String[]::new)));
        }
        http.addListener(listener);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if an address cannot be listened on; what was started is to be ended by {@link #close}
     */
    void start(HttpFilters filters, WebSocketFilter webSockets, PageHandler pages, Application application)
            throws IOException {
        listener.registerAddOn((ignored, chain) -> {
            int tls = chain.indexOfType(SSLBaseFilter.class);
            if (tls >= 0) {
                chain.set(tls, new TlsFilter(listener.getSslEngineConfig()));
            }
            chain.add(chain.indexOfType(TransportFilter.class) + 1, filters.drain());
            chain.add(chain.indexOfType(HttpCodecFilter.class), filters.deadlines());
            chain.add(chain.indexOfType(HttpCodecFilter.class), filters.heads());
            chain.add(chain.indexOfType(HttpServerFilter.class), webSockets);
        });
        http.getServerConfiguration().addHttpHandler(pages, "/");
        application
                .push()
                .ifPresent(push -> http.getServerConfiguration().addHttpHandler(new PushHandler(push), Push.PATH));
        http.getServerConfiguration().setDefaultErrorPageGenerator(HttpFrontend::errorPage);
        WebappContext servlets = servlets(application);
        servlets.deploy(http);
        servlets.setServerInfo(""); // a Server header would only tell strangers what to try
        try {
            http.start();
        } catch (IOException e) {
            throw cannotListen(hosts.get(0), e);
        }
        List<InetSocketAddress> bound = new ArrayList<>();
        bound.add(new InetSocketAddress(hosts.get(0), listener.getPort()));
        addresses = List.copyOf(bound);
        for (InetAddress host : hosts.subList(1, hosts.size())) {
            if (listenAlso(host)) {
                bound.add(new InetSocketAddress(host, listener.getPort()));
            }
        }
        addresses = List.copyOf(bound);
    }

    /** Listens with the same port; returns {@code false} if that was found by chance and is not free here. */
    private boolean listenAlso(InetAddress host) throws IOException {
        try {
            listener.getTransport().bind(new InetSocketAddress(host, listener.getPort()));
            return true;
        } catch (IOException e) {
            if (port != 0) {
                throw cannotListen(host, e);
            }
            LOG.log(Level.INFO, () -> "not listening on " + host.getHostAddress() + ": " + e.getMessage());
            return false;
        }
    }

    private IOException cannotListen(InetAddress host, IOException cause) {
        String address = host.getHostAddress();
        String shown = (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        return new IOException("cannot listen on " + shown + ": " + cause.getMessage(), cause);
    }

    /** In place of Grizzly's own pages, which name Grizzly and show stack traces. */
    private static String errorPage(
            Request request, int status, String reason, @Nullable String description, @Nullable Throwable exception) {
        request.getResponse().setContentType("text/plain; charset=utf-8");
        return HttpStatus.getHttpStatus(status).getReasonPhrase() + "\n";
    }

    private static WebappContext servlets(Application application) {
        WebappContext context = new WebappContext("parley");
        context.addFilter("security-headers", new SecurityHeadersFilter())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), "/*");
        context.addServlet("health", new HealthServlet(application)).addMapping("/health");
        if (MetricsServlet.isFor(application)) {
            context.addServlet("metrics", new MetricsServlet(application)).addMapping(MetricsServlet.PATH);
        }
        return context;
    }

    /** Returns what is listened on; empty before {@link #start}. */
    List<InetSocketAddress> addresses() {
        return addresses;
    }

    boolean isSecure() {
        return listener.isSecure();
    }

    /** Stops listening, ends every connection and thread; requests under way have a moment to end. */
    void close() {
        ExecutorService workers = listener.getTransport().getWorkerThreadPool();
        try {
            listener.shutdownNow();
            // A request that comes after the end of the servlets would only make Grizzly look for them, loudly.
            if (workers != null && !workers.awaitTermination(LONGEST_REQUEST.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "a request was under way at the end");
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the transport did not stop as it should", e);
        } catch (InterruptedException e) { // the caller is in a hurry
            Thread.currentThread().interrupt();
        }
        accepted.close();
        http.shutdownNow();
    }
}
