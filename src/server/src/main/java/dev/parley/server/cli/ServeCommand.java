package dev.parley.server.cli;

import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsException;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.server.ParleyServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code parley-server}: starts the embedded server and waits until the process is told to end. */
@Command(
        name = "parley-server",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        description = "Serves the endpoints and pages of Parley until it is told to end (Ctrl-C, SIGTERM).",
        footer = {
            "",
            "Options come before the environment (PARLEY_SERVER_PORT), system properties",
            "(-Dparley.server.port) and the file of --config; docs/operations.md lists all settings.",
            "Exit status: 0 ended, 1 could not start, 2 wrong command line."
        })
final class ServeCommand implements Callable<Integer> {
    static final int FAILURE = 1;
    private static final int MAX_PORT = 65_535;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", description = "Port, 8080 by default; 0 takes a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Name or address to listen on, localhost by default; 0.0.0.0 for all.")
    private @Nullable String host;

    @Option(names = "--tls-keystore", paramLabel = "FILE", description = "PKCS12 file, for https and wss.")
    private @Nullable String tlsKeystore;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password of the key store; or PARLEY_SERVER_TLS_PASSWORD.")
    private @Nullable Path tlsPasswordFile;

    @Option(names = "--tls-dev", description = "https and wss with a self-signed certificate made at start.")
    private boolean tlsDev;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    private @Nullable Path config;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = Objects.requireNonNull(spec, "set by picocli").commandLine();
        if (port != null && (port < 0 || port > MAX_PORT)) {
            throw new ParameterException(command, "--port is a number from 0 to " + MAX_PORT + ", not " + port);
        }
        PrintWriter out = command.getOut();
        try {
            Settings settings = settings();
            ParleyServer server = ParleyServer.start(settings);
            EndOfProcess.closes(server, command.getErr());
            announce(server, out);
            out.println(FirstEcho.measure(server));
            out.flush();
        } catch (IOException | SettingsException e) {
            command.getErr().println("parley-server: " + e.getMessage());
            return FAILURE;
        }
        new CountDownLatch(1).await(); // the process ends by a signal
        return CommandLine.ExitCode.OK;
    }

    private Settings settings() throws IOException {
        List<Source> sources = new ArrayList<>();
        sources.add(Source.of("option", options(), key -> key.replace("parley.server.", "--")));
        sources.add(Source.environment(System.getenv()));
        sources.add(Source.systemProperties(System.getProperties()));
        if (config != null) {
            try (Reader reader = Files.newBufferedReader(config)) {
                sources.add(Source.properties(config.toString(), reader));
            } catch (IOException e) {
                throw cannotRead(config, e);
            }
        }
        return SettingsReader.read(sources);
    }

    private Map<String, String> options() throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        putIfGiven(options, "--port", port);
        putIfGiven(options, "--host", host);
        putIfGiven(options, "--tls-keystore", tlsKeystore);
        putIfGiven(options, "--tls-dev", tlsDev ? "true" : null);
        if (tlsPasswordFile != null) {
            try (BufferedReader reader = Files.newBufferedReader(tlsPasswordFile)) {
                putIfGiven(options, "--tls-password", reader.readLine());
            } catch (IOException e) {
                throw cannotRead(tlsPasswordFile, e);
            }
        }
        return options;
    }

    private static void putIfGiven(Map<String, String> options, String name, @Nullable Object value) {
        if (value != null) {
            options.put(name, value.toString());
        }
    }

    private static IOException cannotRead(Path file, Exception cause) {
        String why = cause instanceof NoSuchFileException ? "it does not exist" : String.valueOf(cause.getMessage());
        return new IOException("cannot read " + file + ": " + why, cause);
    }

    private static void announce(ParleyServer server, PrintWriter out) {
        URI uri = server.uri();
        String webSocket = uri.toString().replaceFirst("^http", "ws");
        for (String page : List.of("echo.html", "chat.html", "heartbeat.html", "health")) {
            out.println("page       " + uri + page);
        }
        for (String endpoint : List.of("echo", "heartbeat", "chat/{room}", "hub")) {
            out.println("WebSocket  " + webSocket + endpoint);
        }
        server.addresses().forEach(address -> out.println("bound to   " + text(address)));
        out.println("listening on " + uri);
        out.flush();
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
