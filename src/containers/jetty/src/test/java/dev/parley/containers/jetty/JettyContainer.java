package dev.parley.containers.jetty;

import dev.parley.containers.deploy.Container;
import dev.parley.containers.deploy.EmbeddedContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.ClassMatcher;

/** Jetty, as a WAR meets it: the classes of the tests are hidden from it. */
public final class JettyContainer extends EmbeddedContainer {
    private static final String[] HIDDEN = {
        "com.nimbusds.",
        "dev.parley.",
        "jakarta.json.",
        "org.eclipse.parsson.",
        "org.jboss.",
        "org.junit.",
        "org.jspecify."
    };

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private final Map<String, ContextHandler> deployed = new ConcurrentHashMap<>();
    private Path temporary = Path.of("");

    @Override
    protected void startServer(Path directory) throws Exception {
        temporary = Files.createDirectories(directory.resolve("jetty"));
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        server.addConnector(connector);
        server.setHandler(contexts);
        server.start();
    }

    @Override
    protected void stopServer() throws Exception {
        server.stop();
        server.destroy();
    }

    @Override
    protected int deploy(String path, Path war) throws Exception {
        ContextHandler context = webApplication(war);
        context.setContextPath(path);
        context.setTempDirectory(Files.createTempDirectory(temporary, "context").toFile());
        contexts.addHandler(context);
        try {
            context.start();
        } catch (Exception e) { // boundary: a half-started context must not stay
            contexts.removeHandler(context);
            throw e;
        }
        deployed.put(path, context);
        return connector.getLocalPort();
    }

    /** By reflection: the class has another package for each level of Jakarta EE, and nothing else differs. */
    private static ContextHandler webApplication(Path war) throws ReflectiveOperationException {
        String level = Container.current() == Container.JETTY_EE10 ? "ee10" : "ee11";
        Class<?> type = Class.forName("org.eclipse.jetty." + level + ".webapp.WebAppContext");
        Object context = type.getConstructor().newInstance();
        type.getMethod("setWar", String.class).invoke(context, war.toString());
        type.getMethod("setThrowUnavailableOnStartupException", boolean.class).invoke(context, true);
        ((ClassMatcher) type.getMethod("getHiddenClassMatcher").invoke(context)).add(HIDDEN);
        return (ContextHandler) context;
    }

    @Override
    protected void undeploy(String path) throws Exception {
        ContextHandler context = context(path);
        context.stop();
        contexts.removeHandler(context);
        context.destroy();
        deployed.remove(path);
    }

    @Override
    public Object lifeOf(String path) {
        return context(path).getClassLoader();
    }

    @Override
    public String leaks() {
        return ""; // Jetty keeps no account of them
    }

    private ContextHandler context(String path) {
        ContextHandler context = deployed.get(path);
        if (context == null) {
            throw new IllegalStateException("no context at " + path);
        }
        return context;
    }
}
