package dev.parley.endpoints.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads keys and leaves out those that are of no use here, or too weak to prove anything. Stateless. */
final class KeyReader {
    /** Most keys of one source: a token without the name of its key is tried with each. */
    static final int MAX_KEYS = 32;

    private static final int RSA_BITS = 2048; // RFC 7518 section 3.3
    private static final int SECRET_BITS = 256; // RFC 7518 section 3.2
    private static final String WANTED =
            "RSA of " + RSA_BITS + " bits or more, EC on P-256, secrets of " + SECRET_BITS + " bits or more (in files)";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String PUBLIC_KEY = "PUBLIC KEY";

    private KeyReader() {}

    /**
     * Reads a JWKS or a JWK (RFC 7517), or public keys in PEM (RFC 7468).
     *
     * @throws IOException if the text is neither, or holds no key of use; says what is wanted
     */
    static List<JWK> read(KeySource source) throws IOException {
        String text = source.read();
        List<JWK> all = text.contains("-----BEGIN") ? pem(text) : json(text);
        boolean secrets = source instanceof KeySource.File; // what a URL tells everybody is none
        List<JWK> usable = all.stream().filter(key -> isUsable(key, secrets)).toList();
        if (usable.isEmpty()) {
            throw new IOException("no key of use among " + all.size() + "; wanted are " + WANTED);
        } else if (usable.size() > MAX_KEYS) {
            throw new IOException(usable.size() + " keys; at most " + MAX_KEYS + " are taken");
        }
        return usable;
    }

    private static List<JWK> json(String text) throws IOException {
        try {
            return text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(JWK.parse(text));
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException("neither a JWKS nor a public key in PEM", e);
        }
    }

    private static List<JWK> pem(String text) throws IOException {
        List<JWK> keys = new ArrayList<>();
        for (MatchResult block : PEM.matcher(text).results().toList()) {
            if (!block.group(1).equals(PUBLIC_KEY)) {
                throw new IOException("a " + block.group(1) + "; wanted is a " + PUBLIC_KEY);
            }
            try {
                byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
                keys.add(publicKey(new X509EncodedKeySpec(encoded)));
            } catch (IllegalArgumentException | IllegalStateException | GeneralSecurityException e) {
                throw new IOException("a " + PUBLIC_KEY + " that is neither RSA nor EC on P-256", e);
            }
        }
        return keys;
    }

    private static JWK publicKey(X509EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return new RSAKey.Builder(
                            (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(encoded))
                    .build();
        } catch (GeneralSecurityException e) { // then it is of the other kind, or of none
            ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(encoded);
            return new ECKey.Builder(Curve.P_256, key).build();
        }
    }

    private static boolean isUsable(JWK key, boolean secrets) {
        boolean verifies = (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
        boolean strong = key instanceof RSAKey rsa
                ? rsa.size() >= RSA_BITS
                : key instanceof ECKey ec
                        ? ec.getCurve().equals(Curve.P_256)
                        : key instanceof OctetSequenceKey secret && secrets && secret.size() >= SECRET_BITS;
        return verifies && strong;
    }
}
