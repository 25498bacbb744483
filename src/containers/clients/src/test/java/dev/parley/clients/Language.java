package dev.parley.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A language and library of {@code docs/clients.md}, other than the browser, and how its programs are started. */
enum Language {
    /** {@code ws} on Node. */
    NODE("node") {
        @Override
        List<String> command(Path programs, String endpoint) throws IOException, InterruptedException {
            Path node = Program.required("node", "install Node 18 or later");
            installWs(programs.resolve("node"));
            return List.of(node.toString(), "node/" + endpoint + ".mjs");
        }
    },

    /** {@code websocket-client} on Python. */
    PYTHON_WEBSOCKET_CLIENT("python-websocket-client") {
        @Override
        List<String> command(Path programs, String endpoint) {
            Path python = Program.pythonWith("websocket", "apt-get install python3-websocket");
            return List.of(python.toString(), directory() + "/" + endpoint + ".py");
        }
    },

    /** {@code websockets} on Python. */
    PYTHON_WEBSOCKETS("python-websockets") {
        @Override
        List<String> command(Path programs, String endpoint) {
            Path python = Program.pythonWith("websockets", "apt-get install python3-websockets");
            return List.of(python.toString(), directory() + "/" + endpoint + ".py");
        }
    },

    /** The JDK's {@code HttpClient}. */
    JAVA_HTTPCLIENT("java-httpclient") {
        @Override
        List<String> command(Path programs, String endpoint) {
            return javaCommand(endpoint);
        }
    },

    /** The Jakarta WebSocket client, Tyrus. */
    JAVA_JAKARTA("java-jakarta") {
        @Override
        List<String> command(Path programs, String endpoint) {
            return javaCommand(endpoint);
        }
    };

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(2);

    private final String directory;

    Language(String directory) {
        this.directory = directory;
    }

    /** Returns the directory of its programs in the names of the blocks. */
    String directory() {
        return directory;
    }

    abstract List<String> command(Path programs, String endpoint) throws IOException, InterruptedException;

    /**
     * Runs the program for an endpoint and returns the lines that it printed.
     *
     * @param programs directory with the programs of the page, and {@code lib} with the jars it names
     */
    List<String> run(Path programs, String endpoint, Target.Running server, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(command(programs, endpoint));
        command.addAll(List.of(arguments));
        Map<String, String> environment = Map.of("PARLEY_URL", server.ws());
        return Execution.of(LIMIT, programs, environment, command.toArray(String[]::new))
                .lines();
    }

    List<String> javaCommand(String endpoint) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String source = endpoint.substring(0, 1).toUpperCase(Locale.ROOT) + endpoint.substring(1) + ".java";
        return List.of(java, "-cp", "lib/*", directory + "/" + source);
    }

    /** Installs what the lock file says, once for a directory; without a registry the test is skipped, or fails in CI. */
    static synchronized void installWs(Path directory) throws IOException, InterruptedException {
        if (Files.isDirectory(directory.resolve("node_modules/ws"))) {
            return;
        }
        Path npm = Program.required("npm", "it comes with Node");
        for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.copy(
                    Checkout.of("src/containers/clients/src/test/node").resolve(file),
                    directory.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Execution install = Execution.of(
                INSTALL_LIMIT,
                directory,
                Map.of(),
                npm.toString(),
                "ci",
                "--no-audit",
                "--no-fund",
                "--loglevel=error");
        if (install.status() != 0) {
            String notice = "npm could not install ws: " + install.err();
            Assertions.assertFalse(Boolean.getBoolean("clients.required"), notice);
            System.getLogger(Language.class.getName()).log(System.Logger.Level.WARNING, "SKIPPED: " + notice);
            Assumptions.abort(notice);
        }
    }
}
