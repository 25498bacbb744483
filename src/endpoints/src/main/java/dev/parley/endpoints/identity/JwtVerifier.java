package dev.parley.endpoints.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsException;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.TokenVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JSON Web Tokens (RFC 7519) signed with HS256, RS256 or ES256. A key serves the one algorithm that its type is
 * for, whatever a token says of itself, so that no public key is ever taken for a secret. Safe for any thread.
 */
public final class JwtVerifier implements TokenVerifier {
    /** Longest token in characters. */
    static final int MAX_LENGTH = 8192;

    private static final Map<JWSAlgorithm, Class<? extends JWK>> ALGORITHMS = Map.of(
            JWSAlgorithm.HS256, OctetSequenceKey.class,
            JWSAlgorithm.RS256, RSAKey.class,
            JWSAlgorithm.ES256, ECKey.class);

    private final Settings.Auth settings;
    private final VerificationKeys keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** Checks claims by the clock of the server. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        Claims(Settings.Auth settings, InstantSource clock) {
            super(
                    settings.jwtAudience().isPresent()
                            ? Set.of(settings.jwtAudience().get())
                            : null,
                    exactly(settings.jwtIssuer()),
                    Set.of("exp", settings.jwtNameClaim()),
                    Set.of());
            this.clock = clock;
            setMaxClockSkew(Math.toIntExact(settings.jwtClockSkew().toSeconds()));
        }

        private static JWTClaimsSet exactly(Optional<String> issuer) {
            JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
            issuer.ifPresent(claims::issuer);
            return claims.build();
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    JwtVerifier(Settings.Auth settings, VerificationKeys keys, InstantSource clock) {
        this.settings = settings;
        this.keys = keys;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector((header, context) -> candidates(header));
        processor.setJWTClaimsSetVerifier(new Claims(settings, clock));
    }

    /**
     * Makes the verifier of an application whose settings name keys. Those in a file are read now, those of a URL by {@link
     * #sweep}.
     *
     * @param nanoTime monotonic time
     * @throws SettingsException if the file of keys is of no use
     */
    public static JwtVerifier of(Settings.Auth settings, InstantSource clock, LongSupplier nanoTime) {
        List<JWK> fixed = new ArrayList<>();
        settings.jwtSecret()
                .ifPresent(secret ->
                        fixed.add(new OctetSequenceKey.Builder(secret.getBytes(StandardCharsets.UTF_8)).build()));
        Optional<KeySource> source = settings.jwtKeys().map(KeySource::of);
        VerificationKeys keys = new VerificationKeys(fixed, source, settings.jwtReload(), nanoTime);
        if (source.isPresent() && source.get() instanceof KeySource.File file) {
            try {
                keys.load(file);
            } catch (IOException e) {
                throw new SettingsException("parley.auth.jwt-keys: " + file + " cannot be used: " + e.getMessage());
            }
        }
        return new JwtVerifier(settings, keys, clock);
    }

    /** Reads the keys anew when it is time to; to be called every second or so. {@code executor} does what may block. */
    public void sweep(Executor executor) {
        keys.sweep(executor);
    }

    @Override
    public Verdict verify(String token) {
        if (token.length() > MAX_LENGTH) {
            return bad("a token has at most " + MAX_LENGTH + " characters");
        }
        try {
            JWT parsed = JWTParser.parse(token);
            if (!(parsed instanceof SignedJWT signed)) {
                return bad("the token is not signed");
            }
            JWSAlgorithm algorithm = signed.getHeader().getAlgorithm();
            if (!ALGORITHMS.containsKey(algorithm)) {
                return bad("a token is signed with HS256, RS256 or ES256, not with " + algorithm);
            } else if (keys.all().stream().noneMatch(key -> isFor(key, signed.getHeader()))) {
                return keys.ask(Optional.ofNullable(signed.getHeader().getKeyID()))
                        ? new Refused(Why.LATER, "the key of the token is being asked for")
                        : bad("no key that is known is the token's");
            }
            return identity(processor.process(signed, null));
        } catch (ExpiredJWTException e) {
            return new Refused(Why.EXPIRED, "the token has expired");
        } catch (BadJOSEException | JOSEException e) {
            return bad(String.valueOf(e.getMessage()));
        } catch (ParseException | RuntimeException e) { // boundary to the library: the text is a stranger's
            return bad("that is no JWT");
        }
    }

    /** Returns the keys that may have signed a token. */
    private List<Key> candidates(JWSHeader header) {
        List<Key> found = new ArrayList<>();
        for (JWK key : keys.all()) {
            if (isFor(key, header)) {
                material(key).ifPresent(found::add);
            }
        }
        return found;
    }

    private static boolean isFor(JWK key, JWSHeader header) {
        Class<? extends JWK> type = ALGORITHMS.get(header.getAlgorithm());
        boolean named = key.getKeyID() == null
                || header.getKeyID() == null
                || key.getKeyID().equals(header.getKeyID());
        return type != null
                && type.isInstance(key)
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm()))
                && named;
    }

    private static Optional<Key> material(JWK key) {
        try {
            if (key instanceof RSAKey rsa) {
                return Optional.of(rsa.toRSAPublicKey());
            } else if (key instanceof ECKey ec) {
                return Optional.of(ec.toECPublicKey());
            }
            return Optional.of(((OctetSequenceKey) key).toSecretKey());
        } catch (JOSEException e) { // a key that the JDK does not take verifies nothing
            return Optional.empty();
        }
    }

    private Verdict identity(JWTClaimsSet claims) throws ParseException {
        String name = claims.getStringClaim(settings.jwtNameClaim());
        if (name == null || !Identity.isName(name)) {
            return bad("\"" + settings.jwtNameClaim() + "\" of the token is no name: 1 to " + Identity.MAX_NAME
                    + " characters, no control characters, not beginning with ~");
        }
        Duration skew = settings.jwtClockSkew();
        return new Verified(new Identity(
                name,
                roles(claims.getClaim(settings.jwtRolesClaim())),
                Optional.of(claims.getExpirationTime().toInstant().plus(skew))));
    }

    private static Set<String> roles(@Nullable Object claim) {
        if (claim instanceof String text) {
            return Arrays.stream(text.split("\\s+", -1))
                    .filter(role -> !role.isEmpty())
                    .collect(Collectors.toSet());
        } else if (claim instanceof List<?> list) {
            return list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .collect(Collectors.toSet());
        }
        return Set.of();
    }

    private static Refused bad(String reason) {
        return new Refused(Why.BAD, reason);
    }
}
