package dev.parley.wire.handshake;

import java.util.List;
import java.util.Optional;

/**
 * An element of a Sec-WebSocket-Extensions header (9.1): an extension offered by a client or agreed to by a server, with
 * its parameters. Names and values compare exactly. Immutable.
 *
 * @param name a token, registered with IANA (11.4)
 * @param parameters in order; a name may occur twice, which is for the extension to judge
 */
public record Extension(String name, List<Parameter> parameters) {
    /** Checks the name and copies the list. */
    public Extension {
        requireToken(name);
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter of an extension.
     *
     * @param name a token
     * @param value a token, with quotes and escapes removed; empty if the parameter has no value
     */
    public record Parameter(String name, Optional<String> value) {
        /** Checks that both are tokens. */
        public Parameter {
            requireToken(name);
            value.ifPresent(Extension::requireToken);
        }

        /** A parameter without a value. */
        public static Parameter of(String name) {
            return new Parameter(name, Optional.empty());
        }

        /** A parameter with a value. */
        public static Parameter of(String name, String value) {
            return new Parameter(name, Optional.of(value));
        }

        /** The form on the wire. */
        @Override
        public String toString() {
            return value.map(token -> name + "=" + token).orElse(name);
        }
    }

    /** An extension with these parameters. */
    public static Extension of(String name, Parameter... parameters) {
        return new Extension(name, List.of(parameters));
    }

    /**
     * The extensions in all Sec-WebSocket-Extensions fields of one head, in order (9.1: several fields are the same as
     * one that joins them).
     *
     * @param values the values of the fields; none gives an empty list
     * @return empty if a field breaks the grammar or there are fields but no extension; 9.1: then the handshake fails
     */
    public static Optional<List<Extension>> parse(List<String> values) {
        return ExtensionParser.parse(values);
    }

    /** The form on the wire, every value as a token. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        parameters.forEach(parameter -> text.append("; ").append(parameter));
        return text.toString();
    }

    private static void requireToken(String text) {
        if (!Grammar.isToken(text)) {
            throw new IllegalArgumentException("not a token: " + text);
        }
    }
}
