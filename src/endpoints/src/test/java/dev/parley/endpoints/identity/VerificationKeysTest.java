package dev.parley.endpoints.identity;

import static dev.parley.endpoints.identity.Tokens.EC;
import static dev.parley.endpoints.identity.Tokens.RSA;
import static dev.parley.endpoints.identity.Tokens.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWK;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys come and go without a restart. */
class VerificationKeysTest {
    private static final Optional<String> R1 = Optional.of("r1");
    private static final Optional<String> E1 = Optional.of("e1");

    @TempDir
    private Path directory;

    private long nanos = Long.MAX_VALUE - 1; // monotonic time may run over

    private VerificationKeys keys(KeySource source) {
        return new VerificationKeys(List.of(), Optional.of(source), Duration.ofMinutes(1), () -> nanos);
    }

    private void sweepAfter(VerificationKeys keys, long seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        keys.sweep(Runnable::run);
    }

    private static List<String> names(VerificationKeys keys) {
        return keys.all().stream().map(JWK::getKeyID).toList();
    }

    @Test
    void areReadAnewFromAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), Tokens.jwks(RSA.toPublicJWK()));
        KeySource.File source = new KeySource.File(file);
        VerificationKeys keys = keys(source);
        keys.load(source);
        Files.writeString(file, Tokens.jwks(EC.toPublicJWK(), SECRET));
        sweepAfter(keys, 59);
        assertEquals(List.of("r1"), names(keys));
        sweepAfter(keys, 1);
        assertEquals(List.of("e1", "s1"), names(keys));
    }

    @Test
    void countUntilOthersCanBeRead() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), Tokens.jwks(RSA.toPublicJWK()));
        KeySource.File source = new KeySource.File(file);
        VerificationKeys keys = keys(source);
        keys.load(source);
        for (String broken : List.of("{", "{\"keys\":[]}")) {
            Files.writeString(file, broken);
            sweepAfter(keys, 60);
            assertEquals(List.of("r1"), names(keys));
        }
        Files.delete(file);
        sweepAfter(keys, 60);
        assertEquals(List.of("r1"), names(keys));
        Files.writeString(file, Tokens.jwks(EC.toPublicJWK()));
        sweepAfter(keys, 60);
        assertEquals(List.of("e1"), names(keys));
    }

    @Test
    void areRefusedInWordsWhenTheyAreOfAnotherCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        String encoded = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        Path file = Files.writeString(
                directory.resolve("keys"), "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n");
        KeySource.File source = new KeySource.File(file);
        IOException refusal = assertThrows(IOException.class, () -> keys(source).load(source));
        assertEquals("a PUBLIC KEY that is neither RSA nor EC on P-256", refusal.getMessage());
    }

    @Test
    void areReadAgainWhateverHappensBefore() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), Tokens.jwks(RSA.toPublicJWK()));
        VerificationKeys keys = keys(new KeySource.File(file));
        nanos += Duration.ofSeconds(60).toNanos();
        assertThrows(
                RejectedExecutionException.class,
                () -> keys.sweep(task -> {
                    throw new RejectedExecutionException("full");
                }));
        sweepAfter(keys, 60);
        assertEquals(List.of("r1"), names(keys));
    }

    @Test
    void areReadSoonWhenATokenNamesOneThatIsNew() throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), Tokens.jwks(RSA.toPublicJWK()));
        KeySource.File source = new KeySource.File(file);
        VerificationKeys keys = keys(source);
        keys.load(source);
        assertFalse(keys.ask(E1), "they have just been read");
        nanos += VerificationKeys.LEAST.toNanos();
        assertFalse(keys.ask(R1), "it is there");
        assertFalse(keys.ask(Optional.empty()), "without a name all have been tried");
        Files.writeString(file, Tokens.jwks(EC.toPublicJWK()));
        assertTrue(keys.ask(E1));
        sweepAfter(keys, 0);
        assertEquals(List.of("e1"), names(keys));
        assertFalse(keys.ask(R1), "a stranger cannot make the server ask more often");
    }

    @Test
    void areReadFromAUrlWhichMayBeAwayAtTheStart() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String[] body = {""};
        server.createContext("/jwks", exchange -> {
            byte[] bytes = body[0].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(bytes.length == 0 ? 503 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            VerificationKeys keys = keys(new KeySource.Url(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks")));
            sweepAfter(keys, 0);
            assertEquals(List.of(), names(keys));
            assertTrue(keys.ask(Optional.empty()), "nothing has been read yet");
            body[0] = Tokens.jwks(RSA.toPublicJWK(), SECRET);
            sweepAfter(keys, 5);
            assertEquals(List.of("r1"), names(keys), "what everybody can read is no secret");
            body[0] = Tokens.jwks(EC.toPublicJWK());
            sweepAfter(keys, 60);
            assertEquals(List.of("e1"), names(keys));
            body[0] = "x".repeat(KeySource.MAX_BYTES + 1);
            sweepAfter(keys, 60);
            assertEquals(List.of("e1"), names(keys));
        } finally {
            server.stop(0);
        }
    }
}
