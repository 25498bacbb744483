package dev.parley.endpoints.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

/** Keys and tokens for tests; the keys are made once. */
final class Tokens {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final RSAKey RSA = made(() -> new RSAKeyGenerator(2048).keyID("r1").generate());
    static final ECKey EC =
            made(() -> new ECKeyGenerator(Curve.P_256).keyID("e1").generate());
    static final OctetSequenceKey SECRET =
            made(() -> new OctetSequenceKeyGenerator(256).keyID("s1").generate());

    private Tokens() {}

    interface Maker<T> {
        T make() throws JOSEException;
    }

    static <T> T made(Maker<T> maker) {
        try {
            return maker.make();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the claims of a good token of Ada. */
    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("Ada")
                .issuer("https://login.example.org")
                .audience("parley")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    static String signed(JWK key) {
        return signed(key, UnaryOperator.identity());
    }

    static String signed(JWK key, UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(key, header(key), change.apply(claims()).build());
    }

    static JWSHeader.Builder header(JWK key) {
        JWSAlgorithm algorithm = key instanceof RSAKey
                ? JWSAlgorithm.RS256
                : key instanceof ECKey ? JWSAlgorithm.ES256 : JWSAlgorithm.HS256;
        return new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
    }

    static String signed(JWK key, JWSHeader.Builder header, JWTClaimsSet claims) {
        return made(() -> {
            SignedJWT token = new SignedJWT(header.build(), claims);
            if (key instanceof RSAKey rsa) {
                token.sign(new RSASSASigner(rsa));
            } else if (key instanceof ECKey ec) {
                token.sign(new ECDSASigner(ec));
            } else {
                token.sign(new MACSigner((OctetSequenceKey) key));
            }
            return token.serialize();
        });
    }

    /** Makes a JWKS, with the private parts too: a file may hold secrets. */
    static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    static String pem(RSAKey key) {
        return pem(made(key::toRSAPublicKey).getEncoded());
    }

    static String pem(ECKey key) {
        return pem(made(key::toECPublicKey).getEncoded());
    }

    private static String pem(byte[] key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PUBLIC KEY-----\n";
    }
}
