package dev.parley.endpoints.identity;

import static dev.parley.endpoints.identity.Tokens.EC;
import static dev.parley.endpoints.identity.Tokens.NOW;
import static dev.parley.endpoints.identity.Tokens.RSA;
import static dev.parley.endpoints.identity.Tokens.SECRET;
import static dev.parley.endpoints.identity.Tokens.claims;
import static dev.parley.endpoints.identity.Tokens.header;
import static dev.parley.endpoints.identity.Tokens.made;
import static dev.parley.endpoints.identity.Tokens.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsException;
import dev.parley.endpoints.settings.SettingsReader;
import dev.parley.endpoints.settings.Source;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.TokenVerifier.Refused;
import dev.parley.hub.spi.TokenVerifier.Verdict;
import dev.parley.hub.spi.TokenVerifier.Verified;
import dev.parley.hub.spi.TokenVerifier.Why;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token must be, and what attackers make of one. */
class JwtVerifierTest {
    private static final String TEXT = "a secret of more than thirty-two bytes";

    @TempDir
    private Path directory;

    private static Settings.Auth settings(Map<String, String> auth) {
        Map<String, String> parameters = new HashMap<>();
        auth.forEach((key, value) -> parameters.put("parley.auth." + key, value));
        return SettingsReader.read(List.of(Source.contextParameters(parameters)))
                .auth();
    }

    private static JwtVerifier verifier(Map<String, String> auth, Instant now) {
        return JwtVerifier.of(settings(auth), InstantSource.fixed(now), () -> 0);
    }

    /** A verifier that knows the public keys of RSA and EC, and the secret, and wants issuer and audience. */
    private JwtVerifier strict(Instant now) throws IOException {
        Path file = Files.writeString(
                directory.resolve("keys.json"), Tokens.jwks(RSA.toPublicJWK(), EC.toPublicJWK(), SECRET));
        return verifier(
                Map.of(
                        "jwt-keys", file.toString(),
                        "jwt-issuer", "https://login.example.org",
                        "jwt-audience", "parley"),
                now);
    }

    private static Verified taken(Verdict verdict) {
        return Assertions.assertInstanceOf(Verified.class, verdict);
    }

    private static void assertRefused(Why why, Verdict verdict) {
        assertEquals(why, Assertions.assertInstanceOf(Refused.class, verdict).why(), verdict::toString);
    }

    static Stream<JWK> keys() {
        return Stream.of(RSA, EC, SECRET);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void takesWhatIsSignedWithAKeyOfItsOwn(JWK key) throws IOException {
        String token = signed(key, claims -> claims.claim("roles", List.of("editor", "admin", 7)));
        Identity ada = taken(strict(NOW).verify(token)).identity();
        assertEquals("Ada", ada.name());
        assertEquals(Set.of("editor", "admin"), ada.roles());
        assertEquals(Optional.of(NOW.plusSeconds(90)), ada.expires(), "with the skew of the clocks");
    }

    /** A token that must not be taken. */
    record Attack(String name, String token) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Attack of(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return new Attack(name, signed(RSA, change));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Attack> attacks() {
        String good = signed(RSA);
        String payload = good.split("\\.", -1)[1];
        JWK other = made(() -> new RSAKeyGenerator(2048).keyID("r1").generate());
        byte[] publicPem = Tokens.pem(RSA).getBytes(StandardCharsets.UTF_8);
        byte[] publicDer = made(RSA::toRSAPublicKey).getEncoded();
        return Stream.of(
                new Attack("none", new PlainJWT(claims().build()).serialize()),
                new Attack("none, with a signature", base64("{\"alg\":\"none\"}") + "." + payload + ".AAAA"),
                new Attack("none, in capitals", base64("{\"alg\":\"NONE\"}") + "." + payload + "."),
                new Attack("without its signature", good.substring(0, good.lastIndexOf('.') + 1)),
                new Attack(
                        "confusion: HMAC with the PEM of the public key",
                        signed(new OctetSequenceKey.Builder(publicPem)
                                .keyID("r1")
                                .build())),
                new Attack(
                        "confusion: HMAC with the DER of the public key",
                        signed(new OctetSequenceKey.Builder(publicDer).build())),
                new Attack(
                        "confusion: HMAC with the public key, under the name of the secret",
                        signed(new OctetSequenceKey.Builder(publicDer)
                                .keyID("s1")
                                .build())),
                new Attack(
                        "a key of its own in the header",
                        signed(other, header(other).jwk(other.toPublicJWK()), claims().build())),
                new Attack("another key of the same name", signed(other)),
                new Attack(
                        "another payload", good.replace(payload, base64("{\"sub\":\"Mallory\",\"exp\":9999999999}"))),
                new Attack(
                        "an algorithm that is not taken",
                        signed(RSA, new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("r1"), claims().build())),
                new Attack(
                        "an extension that is critical and unknown",
                        signed(RSA, header(RSA).criticalParams(Set.of("x")).customParam("x", 1), claims().build())),
                new Attack(
                        "a token of another type",
                        signed(RSA, header(RSA).type(new JOSEObjectType("logout+jwt")), claims().build())),
                new Attack("a blank signature of ES256", signature(signed(EC), new byte[64])),
                of("another audience", claims -> claims.audience("billing")),
                of("no audience", claims -> claims.audience((String) null)),
                of("another issuer", claims -> claims.issuer("https://login.example.org.evil.com")),
                of("no issuer", claims -> claims.issuer(null)),
                of("no end", claims -> claims.expirationTime(null)),
                of("not yet", claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(31)))),
                of("nobody", claims -> claims.subject(null)),
                of("a stranger's name", claims -> claims.subject("~f4dcb96a9d64")),
                of("a name on two lines", claims -> claims.subject("Ada\nGrace")),
                of("too long", claims -> claims.claim("x", "x".repeat(8192))),
                new Attack("nothing", ""),
                new Attack("no JWT", "good:Ada:60"),
                new Attack("no JSON", base64("[") + "." + base64("]") + ".AAAA"),
                new Attack("dots", "..".repeat(4000)),
                new Attack("nested deeply", base64("{\"alg\":" + "[".repeat(5000)) + "." + payload + ".AAAA"),
                new Attack("encrypted", base64("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..AAAA.AAAA.AAAA"));
    }

    private static String signature(String token, byte[] signature) {
        return token.substring(0, token.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void refuses(Attack attack) throws IOException {
        assertRefused(Why.BAD, strict(NOW).verify(attack.token()));
    }

    @Test
    void allowsForTheDifferenceOfClocks() throws IOException {
        taken(strict(NOW.plusSeconds(89)).verify(signed(RSA)));
        assertRefused(Why.EXPIRED, strict(NOW.plusSeconds(91)).verify(signed(RSA)));
        taken(strict(NOW.minusSeconds(29)).verify(signed(RSA, claims -> claims.notBeforeTime(Date.from(NOW)))));
    }

    @Test
    void doesNotCallAForgedTokenExpired() throws IOException {
        JWK other = made(() -> new RSAKeyGenerator(2048).keyID("r1").generate());
        assertRefused(Why.BAD, strict(NOW.plusSeconds(3600)).verify(signed(other)));
    }

    @Test
    void takesASecretFromTheSettings() {
        JwtVerifier verifier = verifier(Map.of("jwt-secret", TEXT), NOW);
        OctetSequenceKey key = new OctetSequenceKey.Builder(TEXT.getBytes(StandardCharsets.UTF_8)).build();
        taken(verifier.verify(signed(key)));
        taken(verifier.verify(signed(key, header(key).keyID("any"), claims().build())));
        assertRefused(Why.BAD, verifier.verify(signed(SECRET)));
        assertRefused(Why.BAD, verifier.verify(signed(RSA)));
    }

    @Test
    void readsOtherClaims() {
        JwtVerifier verifier =
                verifier(Map.of("jwt-secret", TEXT, "jwt-name-claim", "email", "jwt-roles-claim", "scope"), NOW);
        OctetSequenceKey key = new OctetSequenceKey.Builder(TEXT.getBytes(StandardCharsets.UTF_8)).build();
        Identity ada = taken(verifier.verify(signed(
                        key, claims -> claims.claim("email", "ada@example.org").claim("scope", " read  write "))))
                .identity();
        assertEquals("ada@example.org", ada.name());
        assertEquals(Set.of("read", "write"), ada.roles());
        assertRefused(Why.BAD, verifier.verify(signed(key, claims -> claims.claim("email", List.of("a", "b")))));
    }

    @Test
    void readsPublicKeysInPem() throws IOException {
        Path file = Files.writeString(directory.resolve("keys.pem"), Tokens.pem(RSA) + "\n" + Tokens.pem(EC));
        JwtVerifier verifier = verifier(Map.of("jwt-keys", file.toString()), NOW);
        taken(verifier.verify(signed(RSA)));
        taken(verifier.verify(signed(EC)));
    }

    static Stream<String> useless() {
        return Stream.of(
                "",
                "{}",
                "{\"keys\":[]}",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                Tokens.jwks(new OctetSequenceKey.Builder("short".getBytes(StandardCharsets.UTF_8)).build()),
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + "A".repeat(100) + "\"}",
                Tokens.jwks(new ECKey.Builder(EC).keyUse(KeyUse.ENCRYPTION).build()));
    }

    @ParameterizedTest
    @MethodSource("useless")
    void doesNotStartWithAFileWithoutAKeyOfUse(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), content);
        SettingsException e = Assertions.assertThrows(
                SettingsException.class, () -> verifier(Map.of("jwt-keys", file.toString()), NOW));
        assertTrue(e.getMessage().startsWith("parley.auth.jwt-keys: " + file + " cannot be used: "), e.getMessage());
    }

    @Test
    void doesNotStartWithoutTheFile() {
        Assertions.assertThrows(
                SettingsException.class,
                () -> verifier(Map.of("jwt-keys", directory.resolve("missing").toString()), NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://keys.example.org/", "ftp://localhost/", "https://", "http://localhost.evil.com/x"})
    void takesNoKeysThatCanBeChangedOnTheirWay(String url) {
        Assertions.assertThrows(SettingsException.class, () -> settings(Map.of("jwt-keys", url)));
    }

    @Test
    void takesNoShortSecret() {
        Assertions.assertThrows(SettingsException.class, () -> settings(Map.of("jwt-secret", "x".repeat(31))));
    }
}
