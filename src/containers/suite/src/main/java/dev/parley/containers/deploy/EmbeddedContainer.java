package dev.parley.containers.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;

/**
 * A container inside the JVM of the tests, driven by Arquillian. It listens on a free port of the loopback address and
 * gets each WAR as a directory. Used by one thread at a time.
 */
public abstract class EmbeddedContainer implements DeployableContainer<EmbeddedContainer.NoConfiguration> {
    private static final AtomicReference<EmbeddedContainer> RUNNING = new AtomicReference<>();
    private static final AtomicInteger DEPLOYMENTS = new AtomicInteger();

    /** There is nothing to configure. */
    public static final class NoConfiguration implements ContainerConfiguration {
        @Override
        public void validate() {}
    }

    /** Starts the server, without applications. */
    protected abstract void startServer(Path directory) throws Exception;

    /** Stops the server and waits for its threads. */
    protected abstract void stopServer() throws Exception;

    /**
     * Deploys an application; a failure must be thrown, with its cause.
     *
     * @param path context path, such as {@code /parley-it}
     * @param war directory with the content of the WAR
     * @return the port where it answers
     */
    protected abstract int deploy(String path, Path war) throws Exception;

    /** Takes the application down and waits until it is. */
    protected abstract void undeploy(String path) throws Exception;

    /** Returns what must be garbage once the application is undeployed, such as its class loader. */
    public abstract Object lifeOf(String path);

    /** Returns the context path under which an application that was deployed at {@code path} answers. */
    protected String contextPath(String path) {
        return path;
    }

    /** Returns what the container itself says of applications that were stopped but not freed; empty is good. */
    public abstract String leaks();

    /** Returns the container of this run. */
    public static EmbeddedContainer running() {
        EmbeddedContainer container = RUNNING.get();
        if (container == null) {
            throw new IllegalStateException("no embedded container is running");
        }
        return container;
    }

    @Override
    public final Class<NoConfiguration> getConfigurationClass() {
        return NoConfiguration.class;
    }

    @Override
    public final void setup(NoConfiguration configuration) {}

    @Override
    public final ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 5.0"); // never used: all tests run as clients
    }

    @Override
    public final void start() throws LifecycleException {
        try {
            startServer(ParleyWar.directory());
            RUNNING.set(this);
        } catch (Exception e) { // boundary to Arquillian
            throw new LifecycleException("the container did not start", e);
        }
    }

    @Override
    public final void stop() throws LifecycleException {
        try {
            RUNNING.set(null);
            stopServer();
        } catch (Exception e) { // boundary to Arquillian
            throw new LifecycleException("the container did not stop", e);
        }
    }

    @Override
    public final ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String path = path(archive);
        try {
            HTTPContext http = new HTTPContext("127.0.0.1", deploy(path, explode(archive)));
            http.add(new Servlet("default", contextPath(path)));
            return new ProtocolMetaData().addContext(http);
        } catch (Exception e) { // boundary to Arquillian
            throw new DeploymentException(archive.getName() + " was not deployed", e);
        }
    }

    @Override
    public final void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            undeploy(path(archive));
        } catch (Exception e) { // boundary to Arquillian
            throw new DeploymentException(archive.getName() + " was not undeployed", e);
        }
    }

    @Override
    @Deprecated // as the method that it implements
    public final void deploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("only archives are deployed");
    }

    @Override
    @Deprecated // as the method that it implements
    public final void undeploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("only archives are deployed");
    }

    private static String path(Archive<?> archive) {
        return "/" + archive.getName().replace(".war", "");
    }

    /** Each deployment has a directory of its own: a container may still hold files of the one before. */
    private static Path explode(Archive<?> archive) throws IOException {
        Path parent = Files.createDirectories(
                ParleyWar.directory().resolve("deployments").resolve(String.valueOf(DEPLOYMENTS.incrementAndGet())));
        return archive.as(ExplodedExporter.class)
                .exportExploded(parent.toFile())
                .toPath();
    }
}
