package dev.parley.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.cli.ServerProcess.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real jar with key stores that are good, locked, or without a key. */
final class KeyStoreIT {
    private static final String PASSWORD = "correct horse";

    @TempDir
    private static Path directory = Path.of("");

    private static KeyStore trusted = emptyStore();

    private static KeyStore emptyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new IllegalStateException("every JDK can do so", e);
        }
    }

    @BeforeAll
    static void makeKeyStores() throws Exception {
        Path keys = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home", ""), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.txt").toFile())
                .start();
        assertEquals(0, keytool.waitFor(), () -> "keytool failed, see keytool.txt");
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            made.load(in, PASSWORD.toCharArray());
        }
        trusted.setCertificateEntry("server", made.getCertificate("server"));
        try (OutputStream out = Files.newOutputStream(directory.resolve("no-key.p12"))) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        Files.writeString(directory.resolve("password.txt"), PASSWORD + "\nnot this line\n");
        Files.writeString(directory.resolve("wrong.txt"), "incorrect horse\n");
    }

    record Start(String store, @Nullable String passwordFile, Map<String, String> environment, String problem) {
        String[] options() {
            Stream<String> options = Stream.of(
                    "--port", "0", "--tls-keystore", directory.resolve(store).toString());
            Stream<String> password = passwordFile == null
                    ? Stream.of()
                    : Stream.of(
                            "--tls-password-file",
                            directory.resolve(passwordFile).toString());
            return Stream.concat(options, password).toArray(String[]::new);
        }
    }

    static Stream<Start> good() {
        return Stream.of(
                new Start("server.p12", "password.txt", Map.of(), ""),
                new Start("server.p12", null, Map.of("PARLEY_SERVER_TLS_PASSWORD", PASSWORD), ""));
    }

    @ParameterizedTest
    @MethodSource("good")
    void echoesOverWssToClientThatTrustsItsCertificate(Start start) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (ServerProcess server = ServerProcess.start(start.environment(), start.options())) {
            CompletableFuture<String> echo = new CompletableFuture<>();
            WebSocket.Listener listener = new WebSocket.Listener() {
                @Override
                public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                    echo.complete(text.toString());
                    return null;
                }

                @Override
                public void onError(WebSocket socket, Throwable error) {
                    echo.completeExceptionally(error);
                }
            };
            WebSocket socket = HttpClient.newBuilder()
                    .sslContext(context)
                    .build()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("wss://localhost:" + server.port() + "/echo"), listener)
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertEquals("hello", echo.get(20, TimeUnit.SECONDS));
        }
    }

    static Stream<Start> bad() {
        String locked = "cannot be read with this password";
        return Stream.of(
                new Start("server.p12", "wrong.txt", Map.of(), locked),
                new Start("server.p12", null, Map.of(), locked),
                new Start("server.p12", null, Map.of("PARLEY_SERVER_TLS_PASSWORD", "x"), locked),
                new Start("no-key.p12", "password.txt", Map.of(), "holds no private key"),
                new Start("missing.p12", "password.txt", Map.of(), "does not exist"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void saysInOneLineWhatIsWrongWithTheKeyStore(Start start) throws Exception {
        try (ServerProcess server = ServerProcess.start(start.environment(), start.options())) {
            String line = "parley-server: key store " + directory.resolve(start.store()) + " " + start.problem();
            assertEquals(new Ended(1, List.of(line)), server.awaitEnd());
        }
    }
}
