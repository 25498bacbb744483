package dev.parley.conformance.cli;

import dev.parley.conformance.peer.Dialler;
import dev.parley.conformance.script.Target;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The server under test, and how to reach it. */
final class TargetOptions {
    private static final double MAX_FACTOR = 1000;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"; // RFC 9110 5.6.2

    @Parameters(index = "0", arity = "0..1", paramLabel = "URI", description = "ws:// or wss:// address that echoes")
    private @Nullable URI uri;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Option(
            names = "--timeout-factor",
            paramLabel = "F",
            description = "multiplies every deadline; the basic one is 5 s (${DEFAULT-VALUE})")
    private double timeoutFactor = 1;

    @Option(names = "--header", paramLabel = "LINE", description = "a header for every request, as \"Name: value\"")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--subprotocol", paramLabel = "NAME", description = "offered in every request")
    private @Nullable String subprotocol;

    @Option(
            names = "--max-message",
            paramLabel = "BYTES",
            description = "the largest message that the server must take: up to it, a refusal with 1009 is a failure")
    private long maxMessage;

    /** The server; what is wrong with the options is said of {@code command}. */
    Target target(CommandLine command) {
        URI address = uri;
        if (address == null) {
            throw new ParameterException(command, "missing the address of a server, such as ws://localhost:8080/echo");
        }
        require(
                command,
                timeoutFactor > 0 && timeoutFactor <= MAX_FACTOR,
                "--timeout-factor " + timeoutFactor + " is not above 0 and at most " + (int) MAX_FACTOR);
        require(command, maxMessage >= 0, "--max-message " + maxMessage + " is below 0");
        require(
                command,
                subprotocol == null || subprotocol.matches(TOKEN),
                "--subprotocol is not a token, as RFC 9110 5.6.2 has it: " + subprotocol);
        for (String header : headers) {
            require(
                    command,
                    header.matches(TOKEN + ":[^\\p{Cntrl}]*"),
                    "--header is not \"Name: value\" on one line: " + header.replaceAll("\\p{Cntrl}", "?"));
        }
        try {
            return new Target(address, headers, Optional.ofNullable(subprotocol), maxMessage, timeoutFactor);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    /** What connects to {@code target}. */
    Dialler dialler(CommandLine command, Target target) throws IOException {
        return new Dialler(target, tls.trust(command));
    }

    private static void require(CommandLine command, boolean kept, String message) {
        if (!kept) {
            throw new ParameterException(command, message);
        }
    }
}
