package dev.parley.conformance.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the value of Sec-WebSocket-Extensions (9.1), on its own so that parley-wire is not its own judge. Stateless. */
public final class ExtensionList {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private ExtensionList() {}

    /** An extension with its parameters. */
    public record Element(String name, List<Parameter> parameters) {
        /** The parameters by name, the empty string for those without value. */
        public Map<String, String> map() {
            Map<String, String> map = new LinkedHashMap<>();
            parameters.forEach(parameter -> map.put(parameter.name, parameter.value.orElse("")));
            return map;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(name);
            parameters.forEach(parameter -> text.append("; ").append(parameter));
            return text.toString();
        }
    }

    /** A parameter, its value unquoted. */
    public record Parameter(String name, Optional<String> value) {
        @Override
        public String toString() {
            return value.map(text -> name + "=" + text).orElse(name);
        }
    }

    /** The elements of all fields in order; empty if the grammar of a sender is broken. */
    public static Optional<List<Element>> parse(List<String> values) {
        return elements(
                values.stream().flatMap(value -> split(value, ',').stream()).toList());
    }

    /** The same as a recipient reads it: members without anything do not count (RFC 9110 5.6.1.2). */
    static Optional<List<Element>> parseLeniently(List<String> values) {
        return elements(values.stream()
                .flatMap(value -> split(value, ',').stream())
                .filter(element -> !element.isEmpty())
                .toList());
    }

    private static Optional<List<Element>> elements(List<String> texts) {
        List<Element> all = new ArrayList<>();
        for (String text : texts) {
            Optional<Element> parsed = element(text);
            if (parsed.isEmpty()) {
                return Optional.empty();
            }
            all.add(parsed.get());
        }
        return Optional.of(all);
    }

    private static Optional<Element> element(String text) {
        List<String> parts = split(text, ';');
        if (!parts.get(0).matches(TOKEN)) {
            return Optional.empty();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals).strip();
            Optional<String> value = equals < 0
                    ? Optional.empty()
                    : Optional.of(unquote(part.substring(equals + 1).strip()));
            if (!name.matches(TOKEN) || !value.orElse("x").matches(TOKEN)) {
                return Optional.empty();
            }
            parameters.add(new Parameter(name, value));
        }
        return Optional.of(new Element(parts.get(0), parameters));
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (c == at && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }
}
