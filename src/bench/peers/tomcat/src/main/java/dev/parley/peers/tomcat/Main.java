package dev.parley.peers.tomcat;

import dev.parley.peers.plain.Room;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat on a free port of the loopback address, until the process is ended. */
public final class Main {
    private Main() {}

    /** Serves {@code /room/{name}}, or the WAR that is given, on the port behind it. */
    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("peer-tomcat").toString());
        tomcat.setPort(args.length < 2 ? 0 : Integer.parseInt(args[1]));
        var connector = tomcat.getConnector();
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxConnections", "30000");
        connector.setProperty("acceptCount", "4096");
        Context context = args.length == 0 ? room(tomcat) : war(tomcat, Path.of(args[0]));
        tomcat.start();
        if (context.getState() != LifecycleState.STARTED) {
            throw new LifecycleException("the application is " + context.getState() + "; the log above says why");
        }
        System.out.println("listening on http://127.0.0.1:" + connector.getLocalPort() + "/");
        tomcat.getServer().await();
    }

    private static Context room(Tomcat tomcat) {
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), null);
        context.addApplicationListener(Plain.class.getName());
        Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet"); // the filter needs one
        context.addServletMappingDecoded("/", "default");
        return context;
    }

    private static Context war(Tomcat tomcat, Path war) {
        Context context = tomcat.addWebapp("", war.toAbsolutePath().toString());
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanClassPath(false);
        context.setJarScanner(scanner);
        context.addServletContainerInitializer(new WsSci(), null);
        return context;
    }

    /** Adds the endpoint. */
    public static final class Plain implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            Object container = event.getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                ((ServerContainer) container).addEndpoint(Room.class);
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
