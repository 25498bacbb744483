package dev.parley.peers.jetty;

import dev.parley.peers.plain.Room;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ClassMatcher;

/** Jetty on a free port of the loopback address, until the process is ended. */
public final class Main {
    private Main() {}

    /** Serves {@code /room/{name}}, or the WAR that is given, on the port behind it. */
    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(args.length < 2 ? 0 : Integer.parseInt(args[1]));
        connector.setAcceptQueueSize(4096);
        server.addConnector(connector);
        server.setHandler(args.length == 0 ? room() : war(Path.of(args[0])));
        server.start();
        System.out.println("listening on http://127.0.0.1:" + connector.getLocalPort() + "/");
        server.join();
    }

    private static Handler room() {
        ServletContextHandler context = new ServletContextHandler("/");
        JakartaWebSocketServletContainerInitializer.configure(
                context, (servletContext, container) -> container.addEndpoint(Room.class));
        return context;
    }

    private static Handler war(Path war) {
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setWar(war.toAbsolutePath().toString());
        context.setThrowUnavailableOnStartupException(true);
        context.getHiddenClassMatcher().add(new ClassMatcher("dev.parley.", "org.jspecify.").getPatterns());
        return context;
    }
}
