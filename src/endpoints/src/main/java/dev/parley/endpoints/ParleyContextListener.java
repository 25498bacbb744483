package dev.parley.endpoints;

import dev.parley.endpoints.push.Push;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;

/** Starts Parley with a web application and ends it with it. Found by scanning; {@code web.xml} needs nothing. */
@WebListener
public class ParleyContextListener implements ServletContextListener {
    private static final Logger LOG = System.getLogger(ParleyContextListener.class.getName());
    private static final boolean BEFORE_DECLARED = false; // the container's own upgrade filter comes after

    /** Called by the container. */
    public ParleyContextListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Application application = ContextHub.of(context).application();
        context.addListener(new AdmissionListener(application));
        FilterRegistration.Dynamic filter = context.addFilter("parley-handshake", new HandshakeFilter());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST), BEFORE_DECLARED, "/echo", "/heartbeat", "/chat/*", "/hub");
        ServletRegistration.Dynamic health = context.addServlet("parley-health", new HealthServlet(application));
        if (!health.addMapping("/health").isEmpty()) {
            LOG.log(Level.INFO, "/health belongs to another servlet of this application; ours is not mapped");
        }
        application.push().ifPresent(push -> {
            ServletRegistration.Dynamic publish = context.addServlet("parley-publish", new PublishServlet(push));
            publish.setAsyncSupported(true);
            if (!publish.addMapping(Push.PATH).isEmpty()) {
                LOG.log(Level.WARNING, "another servlet of this application has " + Push.PATH);
            }
        });
        if (MetricsServlet.isFor(application)) {
            ServletRegistration.Dynamic metrics = context.addServlet("parley-metrics", new MetricsServlet(application));
            if (!metrics.addMapping(MetricsServlet.PATH).isEmpty()) {
                LOG.log(Level.INFO, "/metrics belongs to another servlet of this application; ours is not mapped");
            }
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        end(event.getServletContext());
    }

    /** Ends the application of a context; the second time it does nothing. */
    static void end(ServletContext context) {
        if (context.getAttribute(Application.ATTRIBUTE) instanceof Application application) {
            application.close();
        }
    }
}
