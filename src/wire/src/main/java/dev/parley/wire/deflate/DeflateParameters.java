package dev.parley.wire.deflate;

import dev.parley.wire.handshake.Extension;
import dev.parley.wire.handshake.Extension.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one offer or answer, their grammar judged but not their meaning (7.1). Immutable.
 *
 * @param fault of the grammar; the rest says nothing if it is there
 */
record DeflateParameters(Optional<DeflateFault> fault, Map<String, Optional<String>> values) {
    static final String EXTENSION = "permessage-deflate";
    static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

    /** Whether {@code client_max_window_bits} may stand without value. */
    enum In {
        OFFER,
        ANSWER
    }

    static DeflateParameters of(Extension extension, In where) {
        Map<String, Optional<String>> values = new HashMap<>();
        for (Parameter parameter : extension.parameters()) {
            Optional<DeflateFault> fault = judge(parameter, where);
            if (fault.isPresent()) {
                return new DeflateParameters(fault, Map.of());
            }
            if (values.put(parameter.name(), parameter.value()) != null) {
                return new DeflateParameters(Optional.of(DeflateFault.REPEATED_PARAMETER), Map.of());
            }
        }
        return new DeflateParameters(Optional.empty(), Map.copyOf(values));
    }

    /** The form on the wire of what an agreement or wish holds beyond the default. */
    static Extension toExtension(List<Optional<Parameter>> parameters) {
        List<Parameter> present = new ArrayList<>();
        parameters.forEach(parameter -> parameter.ifPresent(present::add));
        return new Extension(EXTENSION, present);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of a window parameter, or 15, which is what its absence and the lack of a value mean. */
    int bits(String name) {
        return values.getOrDefault(name, Optional.empty())
                .map(Integer::parseInt)
                .orElse(DeflateDirection.MAX_WINDOW_BITS);
    }

    /** What these parameters say of the server's messages. */
    DeflateDirection server() {
        return new DeflateDirection(takeover(SERVER_NO_CONTEXT_TAKEOVER), bits(SERVER_MAX_WINDOW_BITS));
    }

    /** What these parameters say of the client's messages. */
    DeflateDirection client() {
        return new DeflateDirection(takeover(CLIENT_NO_CONTEXT_TAKEOVER), bits(CLIENT_MAX_WINDOW_BITS));
    }

    private ContextTakeover takeover(String forbidding) {
        return has(forbidding) ? ContextTakeover.FORBIDDEN : ContextTakeover.ALLOWED;
    }

    private static Optional<DeflateFault> judge(Parameter parameter, In where) {
        boolean valid;
        switch (parameter.name()) {
            case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER ->
                valid = parameter.value().isEmpty(); // 7.1.1
            case SERVER_MAX_WINDOW_BITS -> valid = isWindow(parameter); // 7.1.2.1
            case CLIENT_MAX_WINDOW_BITS ->
                valid = // 7.1.2.2
                        parameter.value().isEmpty() ? where == In.OFFER : isWindow(parameter);
            default -> {
                return Optional.of(DeflateFault.UNDEFINED_PARAMETER);
            }
        }
        return valid ? Optional.empty() : Optional.of(DeflateFault.INVALID_VALUE);
    }

    /** 7.1.2: a decimal number from 8 to 15 without leading zeros. */
    private static boolean isWindow(Parameter parameter) {
        return parameter.value().filter(text -> text.matches("[89]|1[0-5]")).isPresent();
    }
}
