package dev.parley.server;

import dev.parley.endpoints.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes the server's side of TLS out of a key store. */
final class Tls {
    /** RFC 8996 forbids what is older. */
    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private Tls() {}

    /**
     * Returns the context that the settings ask for; empty: no TLS.
     *
     * @throws IOException if the key store cannot be used; the message is for the operator
     */
    static Optional<SSLContext> context(Settings.Server settings) throws IOException {
        if (settings.tlsDev()) {
            return Optional.of(DevelopmentCertificate.context(settings.host()));
        }
        if (settings.tlsKeystore().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(context(
                settings.tlsKeystore().get(), settings.tlsPassword().orElse("").toCharArray()));
    }

    /** Reads a PKCS12 file. */
    static SSLContext context(Path file, char[] password) throws IOException {
        String name = "key store " + file;
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            if (java.util.Collections.list(keys.aliases()).stream().noneMatch(alias -> isKey(keys, alias))) {
                throw new IOException(name + " holds no private key");
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IOException(name + " does not exist", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(name + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) { // so KeyStore.load says it
                throw new IOException(name + " cannot be read with this password", e);
            }
            throw e.getMessage() != null && e.getMessage().startsWith(name)
                    ? e
                    : new IOException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isKey(KeyStore keys, String alias) {
        try {
            return keys.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store was loaded", e);
        }
    }
}
