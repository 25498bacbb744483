package dev.parley.endpoints;

import dev.parley.endpoints.api.Hub;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an application ends before the container's own WebSocket support does. Listeners are told of the end
 * in reverse order, and Tomcat's, registered by its initializer, comes after those found by scanning: it would close
 * the sessions itself, one after the other, each as slowly as its peer reads. An application's initializers run after
 * the container's; so what is registered here is told first.
 */
public final class ParleyInitializer implements ServletContainerInitializer {
    /** Called by the container. */
    public ParleyInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        context.setAttribute(
                Hub.ATTRIBUTE, new ContextHub(context)); // before any listener of the application asks for it
        context.addListener(new End());
    }

    private static final class End implements ServletContextListener {
        @Override
        public void contextDestroyed(ServletContextEvent event) {
            ParleyContextListener.end(event.getServletContext());
        }
    }
}
