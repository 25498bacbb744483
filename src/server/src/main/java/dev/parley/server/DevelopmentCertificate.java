package dev.parley.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for development, made by the JDK's own {@code keytool} in a directory that only this user
 * may read and that is deleted at once; the certificate lives in memory, for some days at most.
 */
final class DevelopmentCertificate {
    private static final String PASSWORD_VARIABLE = "KEYTOOL_PASSWORD";
    private static final int PASSWORD_BYTES = 24;
    private static final long PATIENCE_SECONDS = 30;

    private DevelopmentCertificate() {}

    /**
     * Makes a certificate for {@code localhost}, its addresses, and {@code host}.
     *
     * @throws IOException if it cannot be made; the message is for the operator
     */
    static SSLContext context(String host) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path directory = Files.createTempDirectory("parley-tls-dev"); // readable by its owner only
        Path file = directory.resolve("certificate.p12");
        try {
            run(command(host, file), password);
            return Tls.context(file, password.toCharArray());
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static List<String> command(String host, Path file) {
        Path keytool = Path.of(System.getProperty("java.home", ""), "bin", "keytool");
        boolean address = host.contains(":") || host.matches("[0-9.]+");
        boolean known = List.of("localhost", "127.0.0.1", "::1").contains(host);
        String names = "san=dns:localhost,ip:127.0.0.1,ip:::1" + (known ? "" : "," + (address ? "ip:" : "dns:") + host);
        return List.of(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "parley",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost, O=Parley development",
                "-ext",
                names,
                "-ext",
                "eku=serverAuth",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass:env",
                PASSWORD_VARIABLE);
    }

    private static void run(List<String> command, String password) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD_VARIABLE, password);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IOException("the certificate for development needs " + command.get(0) + " of the JDK", e);
        }
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(
                        "keytool made no certificate: " + said.strip().replaceAll("\\s+", " "));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool made a certificate", e);
        } finally {
            process.destroy();
        }
    }
}
