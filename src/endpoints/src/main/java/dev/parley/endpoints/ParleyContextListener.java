package dev.parley.endpoints;

import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts Parley with a web application and ends it with it. Found by scanning; {@code web.xml} needs nothing. */
@WebListener
public class ParleyContextListener implements ServletContextListener {
    private static final Logger LOG = System.getLogger(ParleyContextListener.class.getName());
    private static final String FILE = "/WEB-INF/classes/parley.properties";
    private static final boolean BEFORE_DECLARED = false; // the container's own upgrade filter comes after

    /** Called by the container. */
    public ParleyContextListener() {}

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Application application = Application.start(settings(context));
        context.setAttribute(Application.ATTRIBUTE, application);
        context.addListener(new AdmissionListener(application));
        FilterRegistration.Dynamic filter = context.addFilter("parley-handshake", new HandshakeFilter());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST), BEFORE_DECLARED, "/echo", "/heartbeat", "/chat/*", "/hub");
        ServletRegistration.Dynamic health = context.addServlet("parley-health", new HealthServlet(application));
        if (!health.addMapping("/health").isEmpty()) {
            LOG.log(Level.INFO, "/health belongs to another servlet of this application; ours is not mapped");
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

    /** Reads the settings; a bad one fails the start of the web application, with the message as its reason. */
    private static Settings settings(ServletContext context) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            parameters.put(name, context.getInitParameter(name));
        }
        List<Source> sources = new ArrayList<>(List.of(
                Source.environment(System.getenv()),
                Source.systemProperties(System.getProperties()),
                Source.contextParameters(parameters)));
        try (InputStream file = context.getResourceAsStream(FILE)) {
            if (file != null) {
                sources.add(Source.properties(FILE, new InputStreamReader(file, StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
        return SettingsReader.read(sources);
    }
}
