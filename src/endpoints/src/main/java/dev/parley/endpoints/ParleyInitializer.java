package dev.parley.endpoints;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers {@link ParleyContextListener}; {@code web.xml} needs nothing. Not by {@code @WebListener}: listeners are
 * told of the end in reverse order, and Tomcat's own, registered by its initializer, would close the sessions before
 * ours, one after the other, each as slowly as its peer reads. Applications' initializers come after the container's.
 */
public final class ParleyInitializer implements ServletContainerInitializer {
    /** Called by the container. */
    public ParleyInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        context.addListener(ParleyContextListener.class);
    }
}
