package dev.parley.containers.client;

import dev.parley.containers.deploy.ParleyWar;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** Has Tyrus' client, its API and {@link TyrusClient}, and nothing of the class path of the tests. */
final class JakartaClassLoader extends URLClassLoader {
    private JakartaClassLoader(URL... urls) {
        super(urls, ClassLoader.getPlatformClassLoader());
    }

    /** Makes one. */
    static JakartaClassLoader create() throws IOException {
        Path jar = ParleyWar.directory().resolve("tyrus-client.jar");
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is missing; the module's pom copies it");
        }
        URL own = TyrusClient.class.getProtectionDomain().getCodeSource().getLocation();
        return new JakartaClassLoader(jar.toUri().toURL(), own);
    }

    /** Returns the client, which is used with this loader as the thread's own: it looks for its container there. */
    @SuppressWarnings("unchecked") // nothing but the JDK's types goes in or out
    BiFunction<URI, List<String>, List<String>> client() throws ReflectiveOperationException {
        Object client = loadClass(TyrusClient.class.getName()).getConstructor().newInstance();
        BiFunction<URI, List<String>, List<String>> function = (BiFunction<URI, List<String>, List<String>>) client;
        return (endpoint, messages) -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(this);
            try {
                return function.apply(endpoint, messages);
            } finally {
                thread.setContextClassLoader(before);
            }
        };
    }
}
