package dev.parley.containers.tomcat;

import dev.parley.containers.deploy.EmbeddedContainer;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.catalina.Container;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.JreMemoryLeakPreventionListener;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.ThreadLocalLeakPreventionListener;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat, as a WAR meets it: it sees the container's classes and its own, not those of the tests. */
public final class TomcatContainer extends EmbeddedContainer {
    private final Tomcat tomcat = new Tomcat();

    @Override
    protected void startServer(Path directory) throws Exception {
        tomcat.setBaseDir(Files.createDirectories(directory.resolve("tomcat")).toString());
        tomcat.setPort(0);
        // Both as in the stock server.xml. The second renews threads: one that was made while an application was on the
        // stack keeps its class loader, by the access control context that a thread inherits.
        tomcat.getServer().addLifecycleListener(new JreMemoryLeakPreventionListener());
        tomcat.getServer().addLifecycleListener(new ThreadLocalLeakPreventionListener());
        tomcat.enableNaming(); // as it is in the stock Tomcat
        tomcat.getHost(); // before start, else there is none
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.start();
    }

    @Override
    protected void stopServer() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Not by {@code addWebapp}: that scans the class path of the tests for endpoints, and hides failures. */
    @Override
    protected int deploy(String path, Path war) throws MalformedURLException {
        StandardContext context = new StandardContext();
        context.setName(path);
        context.setPath(path);
        context.setDocBase(war.toString());
        context.setParentClassLoader(new ContainerClassesOnly(getClass().getClassLoader()));
        Path resources = war.resolve("META-INF").resolve("context.xml");
        if (Files.exists(resources)) { // as HostConfig does
            context.setConfigFile(resources.toUri().toURL());
        }
        context.addLifecycleListener(new Tomcat.DefaultWebXmlListener());
        context.addLifecycleListener(event -> withoutJsp(event, context));
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        context.setJarScanner(scanner);
        tomcat.getHost().addChild(context);
        if (context.getState() != LifecycleState.STARTED) {
            LifecycleState state = context.getState();
            tomcat.getHost().removeChild(context);
            throw new IllegalStateException("context is " + state + "; the log above says why");
        }
        return tomcat.getConnector().getLocalPort();
    }

    /** The defaults name a servlet for JSP, which is not on the class path. */
    private static void withoutJsp(LifecycleEvent event, StandardContext context) {
        Container jsp = context.findChild("jsp");
        if (event.getType().equals(Lifecycle.BEFORE_START_EVENT) && jsp != null) {
            context.removeServletMapping("*.jsp");
            context.removeServletMapping("*.jspx");
            context.removeChild(jsp);
        }
    }

    @Override
    protected void undeploy(String path) throws Exception {
        StandardContext context = context(path);
        context.stop();
        tomcat.getHost().removeChild(context);
    }

    @Override
    public Object lifeOf(String path) {
        return context(path).getLoader().getClassLoader();
    }

    @Override
    public String leaks() {
        return String.join(" ", Arrays.asList(((StandardHost) tomcat.getHost()).findReloadedContextMemoryLeaks()));
    }

    private StandardContext context(String path) {
        Container context = tomcat.getHost().findChild(path);
        if (context == null) {
            throw new IllegalStateException("no context at " + path);
        }
        return (StandardContext) context;
    }
}
