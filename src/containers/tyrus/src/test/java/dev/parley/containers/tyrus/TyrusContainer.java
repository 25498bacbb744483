package dev.parley.containers.tyrus;

import dev.parley.containers.deploy.EmbeddedContainer;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.server.ParleyServer;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.Reader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The embedded server, one for each WAR: it takes the WAR's settings, pages and endpoint classes. Parley's own classes
 * are those of the class path: the server has no class loaders of its own.
 */
public final class TyrusContainer extends EmbeddedContainer {
    private final Map<String, ParleyServer> servers = new ConcurrentHashMap<>();

    @Override
    protected void startServer(Path directory) {}

    @Override
    protected void stopServer() {
        servers.values().forEach(ParleyServer::close);
    }

    @Override
    protected int deploy(String path, Path war) throws Exception {
        Path classes = war.resolve("WEB-INF/classes");
        ParleyServer.Builder builder = ParleyServer.builder(settings(classes.resolve("parley.properties")))
                .pages(pages(war));
        for (Class<?> endpoint : endpoints(classes)) {
            builder.endpoint(endpoint);
        }
        ParleyServer server = builder.start();
        servers.put(path, server);
        return server.port();
    }

    private static Settings settings(Path file) throws IOException {
        List<Source> sources = new ArrayList<>();
        sources.add(Source.of(
                "the suite",
                Map.of("parley.server.host", "127.0.0.1", "parley.server.port", "0"),
                UnaryOperator.identity()));
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                sources.add(Source.properties("parley.properties", reader));
            }
        }
        return SettingsReader.read(sources);
    }

    /** The server looks for pages under META-INF/resources, where the WAR has them at its root. */
    private static ClassLoader pages(Path war) throws IOException {
        Path root = Files.createTempDirectory("pages");
        Files.createSymbolicLink(
                Files.createDirectories(root.resolve("META-INF")).resolve("resources"), war.toAbsolutePath());
        return new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
    }

    private static List<Class<?>> endpoints(Path classes) throws IOException, ClassNotFoundException {
        if (!Files.exists(classes)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(file -> file.toString().endsWith(".class")).toList();
        }
        List<Class<?>> endpoints = new ArrayList<>();
        for (Path file : files) {
            String name =
                    classes.relativize(file).toString().replace(".class", "").replace('/', '.');
            Class<?> type = Class.forName(name);
            if (type.isAnnotationPresent(ServerEndpoint.class)) {
                endpoints.add(type);
            }
        }
        return endpoints;
    }

    @Override
    protected String contextPath(String path) {
        return "/";
    }

    @Override
    protected void undeploy(String path) {
        ParleyServer server = servers.remove(path);
        if (server != null) {
            server.close();
        }
    }

    @Override
    public Object lifeOf(String path) {
        ParleyServer server = servers.get(path);
        if (server == null) {
            throw new IllegalStateException("no server for " + path);
        }
        return server.application();
    }

    @Override
    public String leaks() {
        return ""; // it keeps no account of them
    }
}
