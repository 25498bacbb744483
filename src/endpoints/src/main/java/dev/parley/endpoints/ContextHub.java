package dev.parley.endpoints;

import dev.parley.endpoints.api.Channel;
import dev.parley.endpoints.api.ChannelPolicy;
import dev.parley.endpoints.api.Hub;
import dev.parley.endpoints.api.StateChannel;
import dev.parley.endpoints.api.UserConnection;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.hub.spi.RemoteMethod;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hub of a web application. Whoever uses it first starts Parley: the listeners of the application itself may come
 * before ours. Safe for any thread.
 */
final class ContextHub implements Hub {
    private static final String FILE = "/WEB-INF/classes/parley.properties";

    private final ServletContext context;

    ContextHub(ServletContext context) {
        this.context = context;
    }

    /** Returns that of a context, which is made if our initializer has not run. */
    static ContextHub of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof ContextHub known) {
            return known;
        }
        ContextHub hub = new ContextHub(context);
        context.setAttribute(ATTRIBUTE, hub);
        return hub;
    }

    /** Returns the application, started. */
    synchronized Application application() {
        if (context.getAttribute(Application.ATTRIBUTE) instanceof Application running) {
            return running;
        }
        Application application = Application.start(settings(context));
        context.setAttribute(Application.ATTRIBUTE, application);
        return application;
    }

    private Hub local() {
        return application().local();
    }

    @Override
    public Channel channel(String name) {
        return local().channel(name);
    }

    @Override
    public StateChannel state(String name) {
        return local().state(name);
    }

    @Override
    public List<UserConnection> connections(String user) {
        return local().connections(user);
    }

    @Override
    public Registration policy(String pattern, ChannelPolicy policy) {
        return local().policy(pattern, policy);
    }

    @Override
    public Registration method(String name, RemoteMethod method) {
        return local().method(name, method);
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
