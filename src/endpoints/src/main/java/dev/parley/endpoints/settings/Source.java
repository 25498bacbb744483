package dev.parley.endpoints.settings;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where settings come from: names and values as texts. Immutable. */
public final class Source {
    private static final String PREFIX = "parley.";
    private static final String ENVIRONMENT_PREFIX = "PARLEY_";
    private static final Pattern SEPARATOR = Pattern.compile("[.-]");
    /** System properties of Parley's programs that are no settings. */
    private static final Set<String> SWITCHES = Set.of("parley.exitWithParent");

    /** Whether others on the machine can read what is given there. */
    enum Exposure {
        /** The process list shows it. */
        PUBLIC,
        /** Only who may read the process or the file. */
        PRIVATE
    }

    private final String name;
    private final Map<String, String> values;
    private final UnaryOperator<String> naming;
    private final Exposure exposure;

    private Source(String name, Map<String, String> values, UnaryOperator<String> naming, Exposure exposure) {
        this.name = name;
        this.values = Map.copyOf(values);
        this.naming = naming;
        this.exposure = exposure;
    }

    /** Takes the variables that begin with {@code PARLEY_}, such as {@code PARLEY_ECHO_MAX_MESSAGE_SIZE}. */
    public static Source environment(Map<String, String> variables) {
        return new Source(
                "environment variable",
                withPrefix(variables, ENVIRONMENT_PREFIX),
                key -> SEPARATOR.matcher(key).replaceAll("_").toUpperCase(Locale.ROOT),
                Exposure.PRIVATE);
    }

    /** Takes the properties that begin with {@code parley.}; it copies them, so later changes are not seen. */
    public static Source systemProperties(Properties properties) {
        Map<String, String> values = withPrefix(texts(properties), PREFIX);
        values.keySet().removeAll(SWITCHES);
        return new Source("system property", values, UnaryOperator.identity(), Exposure.PUBLIC);
    }

    /** Takes the parameters of a servlet context that begin with {@code parley.}; the others belong to someone else. */
    public static Source contextParameters(Map<String, String> parameters) {
        return new Source(
                "context parameter", withPrefix(parameters, PREFIX), UnaryOperator.identity(), Exposure.PRIVATE);
    }

    /**
     * Reads a properties file, in which every key must be a setting.
     *
     * @param name of the file, for messages
     * @param reader is read to its end and not closed
     * @throws IOException if it cannot be read
     * @throws SettingsException if it is not a properties file
     */
    public static Source properties(String name, Reader reader) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("file " + name + " is not a properties file: " + e.getMessage());
        }
        return new Source("file " + name + ", key", texts(properties), UnaryOperator.identity(), Exposure.PRIVATE);
    }

    /**
     * Takes values that the program itself found, for example in its command line.
     *
     * @param name kind of source, for messages
     * @param values by name, as they are called there
     * @param naming makes the name of a key such as {@code parley.server.port}
     */
    public static Source of(String name, Map<String, String> values, UnaryOperator<String> naming) {
        return new Source(name, values, naming, Exposure.PRIVATE);
    }

    /** Returns the value for a key such as {@code parley.server.port}, or {@code null}. */
    @Nullable
    String value(String key) {
        return values.get(naming.apply(key));
    }

    /** Returns the names here that stand for none of {@code keys}, sorted. */
    Set<String> unknown(Set<String> keys) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        keys.stream().map(naming).forEach(unknown::remove);
        return unknown;
    }

    /** Returns what {@code key} is called here, with the kind of source before it. */
    String describe(String key) {
        return name + " " + nameOf(key);
    }

    /** Returns the kind of source, as messages call it. */
    String kind() {
        return name;
    }

    /** Returns what {@code key} is called here. */
    String nameOf(String key) {
        return naming.apply(key);
    }

    Exposure exposure() {
        return exposure;
    }

    private static Map<String, String> withPrefix(Map<String, String> all, String prefix) {
        Map<String, String> chosen = new LinkedHashMap<>(all);
        chosen.keySet().removeIf(name -> !name.startsWith(prefix));
        return chosen;
    }

    private static Map<String, String> texts(Properties properties) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            texts.put(name, Objects.requireNonNull(properties.getProperty(name)));
        }
        return texts;
    }
}
