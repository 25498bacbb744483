package dev.parley.containers.tomcat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows an application the classes of the container and hides those of the tests, as Tomcat's own class loaders do.
 * Without it a jar that is missing from WEB-INF/lib goes unnoticed.
 */
final class ContainerClassesOnly extends ClassLoader {
    private static final List<String> PACKAGES = List.of(
            "jakarta.annotation.",
            "jakarta.el.",
            "jakarta.security.auth.message.",
            "jakarta.servlet.",
            "jakarta.websocket.",
            "org.apache.catalina.",
            "org.apache.coyote.",
            "org.apache.el.",
            "org.apache.juli.",
            "org.apache.naming.",
            "org.apache.tomcat.",
            "org.postgresql."); // what an operator puts into lib

    private final ClassLoader container;

    ContainerClassesOnly(ClassLoader container) {
        super(ClassLoader.getPlatformClassLoader());
        this.container = container;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (PACKAGES.stream().noneMatch(name::startsWith)) {
            throw new ClassNotFoundException(name + " is not a class of the container");
        }
        return container.loadClass(name);
    }

    @Override
    public @Nullable URL findResource(String name) {
        return visible(name) ? container.getResource(name) : null;
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        return visible(name) ? container.getResources(name) : Collections.emptyEnumeration();
    }

    private static boolean visible(String resource) {
        String name = resource.replace('/', '.').replace("META-INF.services.", "");
        return PACKAGES.stream().anyMatch(name::startsWith);
    }
}
