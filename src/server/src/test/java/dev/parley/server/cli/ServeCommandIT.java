package dev.parley.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.parley.server.cli.ServerProcess.Ended;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real jar in a process of its own. */
final class ServeCommandIT {
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    @TempDir
    private @Nullable Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void closesConnectionsAndEndsInTimeUponSignal(String signal) throws Exception {
        assumeFalse(
                signal.equals("INT") && ignoresInterrupts(),
                "a shell started this build in the background, where children inherit that SIGINT is ignored");
        try (ServerProcess server = ServerProcess.start(Map.of(), "--port", "0")) {
            int port = server.port();
            assertTrue(server.line().matches("first echo \\d+ ms after the start of the process"));
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<Integer>> codes = new ArrayList<>();
            for (String path : List.of("echo", "heartbeat", "chat/lobby", "echo", "chat/lobby")) {
                codes.add(closeCode(client, URI.create("ws://localhost:" + port + "/" + path)));
            }
            long start = System.nanoTime();
            server.signal(signal);
            Ended ended = server.awaitEnd();
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            for (CompletableFuture<Integer> code : codes) {
                assertEquals(1001, code.get(5, TimeUnit.SECONDS));
            }
            assertEquals(signal.equals("INT") ? 130 : 143, ended.status());
            assertEquals(List.of(), ended.errors());
            assertTrue(taken.compareTo(LONGEST_END) < 0, taken.toString());
        }
    }

    @Test
    void endsWithTheProcessThatStartedIt() throws Exception {
        try (ServerProcess shell = ServerProcess.startUnderShell("--port", "0")) {
            int port = shell.port();
            ProcessHandle server = shell.child();
            try {
                CompletableFuture<Integer> code =
                        closeCode(HttpClient.newHttpClient(), URI.create("ws://localhost:" + port + "/echo"));
                shell.signal("KILL");
                assertEquals(1001, code.get(20, TimeUnit.SECONDS));
                server.onExit().get(20, TimeUnit.SECONDS);
            } finally {
                server.destroyForcibly();
            }
        }
    }

    /** What Linux says of this process; elsewhere nobody can tell, and nothing is skipped. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 1 << 1) != 0);
    }

    private static CompletableFuture<Integer> closeCode(HttpClient client, URI uri) throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        client.newWebSocketBuilder()
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        code.complete(status);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket socket, Throwable error) {
                        code.completeExceptionally(error);
                    }
                })
                .get(20, TimeUnit.SECONDS);
        return code;
    }

    @Test
    void saysThatPortIsBusy() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(busy.getLocalPort());
            String expected = "parley-server: cannot listen on 127.0.0.1:" + port + ": Address already in use";
            assertEquals(new Ended(1, List.of(expected)), run(Map.of(), "--port", port));
        }
    }

    record Mistake(int status, String message, Map<String, String> environment, List<String> options) {
        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Mistake> mistakes() {
        Map<String, String> none = Map.of();
        return Stream.of(
                new Mistake(2, "Unknown option: '--prot=1'; see --help", none, List.of("--prot=1")),
                new Mistake(
                        2,
                        "--port is a number from 0 to 65535, not 70000; see --help",
                        none,
                        List.of("--port", "70000")),
                new Mistake(
                        2,
                        "Invalid value for option '--port': 'http' is not an int; see --help",
                        none,
                        List.of("--port", "http")),
                new Mistake(
                        1,
                        "cannot listen on no.such.invalid: the name is unknown",
                        none,
                        List.of("--host", "no.such.invalid")),
                new Mistake(
                        1,
                        "cannot read missing.properties: it does not exist",
                        none,
                        List.of("--config", "missing.properties")),
                new Mistake(1, "key store missing.p12 does not exist", none, List.of("--tls-keystore", "missing.p12")),
                new Mistake(
                        1,
                        "cannot read missing.txt: it does not exist",
                        none,
                        List.of("--tls-keystore", "missing.p12", "--tls-password-file", "missing.txt")),
                new Mistake(
                        1,
                        "option --tls-dev = \"true\" cannot be used together with option --tls-keystore = \"x.p12\"",
                        none,
                        List.of("--tls-dev", "--tls-keystore", "x.p12")),
                new Mistake(
                        1,
                        "environment variable PARLEY_ECHO_COMPRESION is no setting of Parley;"
                                + " did you mean PARLEY_ECHO_COMPRESSION?",
                        Map.of("PARLEY_ECHO_COMPRESION", "true"),
                        List.of()),
                new Mistake(
                        1,
                        "environment variable PARLEY_HEARTBEAT_INTERVAL = \"1\" is not allowed;"
                                + " allowed is a duration from 100ms to 1h, such as 100ms, 20s or 2m",
                        Map.of("PARLEY_HEARTBEAT_INTERVAL", "1"),
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysInOneLineWhatIsWrong(Mistake mistake) throws Exception {
        Ended expected = new Ended(mistake.status(), List.of("parley-server: " + mistake.message()));
        assertEquals(expected, run(mistake.environment(), mistake.options().toArray(String[]::new)));
    }

    @Test
    void saysThatKeyStoreIsNone() throws Exception {
        Path file =
                Files.writeString(java.util.Objects.requireNonNull(directory).resolve("bad.p12"), "not a key store");
        Ended ended = run(Map.of(), "--tls-keystore", file.toString());
        assertEquals(1, ended.status());
        assertEquals(1, ended.errors().size(), ended.errors().toString());
        assertTrue(ended.errors().get(0).startsWith("parley-server: key store " + file + " cannot be read: "));
    }

    @Test
    void readsConfigurationFile() throws Exception {
        Path file = Files.writeString(
                java.util.Objects.requireNonNull(directory).resolve("p.properties"),
                "parley.server.port=0\nparley.server.host=127.0.0.1\n");
        try (ServerProcess server = ServerProcess.start(Map.of(), "--config", file.toString())) {
            assertTrue(server.port() > 0);
        }
    }

    private static Ended run(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(environment, options)) {
            return server.awaitEnd();
        }
    }
}
