package dev.parley.conformance.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.conformance.reference.ReferenceServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs over TLS: whom to trust is decided by the options, and the cases are the same. */
class TlsRunTest {
    @TempDir
    static Path files;

    private static Certificates certificates;
    private static ReferenceServer server;
    private static String address;

    @BeforeAll
    static void start() throws Exception {
        certificates = new Certificates(files.resolve("localhost"), "dns:localhost");
        server = ReferenceServer.start(certificates.listen());
        address = "wss" + server.uri().toString().substring("ws".length());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void trustsNobodyUnknown() {
        run(address).with(2).complaining("unable to find valid certification path");
    }

    @Test
    void takesAnyCertificateWhenInsecure() {
        run(address, "--insecure").with(0).saying("11 pass");
    }

    @Test
    void trustsTheCertificateOfTheFile() {
        run(address, "--cacert", certificates.pem().toString()).with(0).saying("11 pass");
    }

    @Test
    void wantsTheNameOfTheHostInTheCertificate() throws Exception {
        Certificates other = new Certificates(files.resolve("other"), "dns:other.example");
        try (ReferenceServer impostor = ReferenceServer.start(other.listen())) {
            String there = "wss" + impostor.uri().toString().substring("ws".length());
            run(there, "--cacert", other.pem().toString()).with(2).complaining("localhost");
            run(there, "--insecure").with(0);
        }
    }

    @Test
    void saysWhenOneSideSpeaksTlsAndTheOtherDoesNot() throws Exception {
        try (ReferenceServer plain = ReferenceServer.start()) {
            URI uri = plain.uri();
            run("wss" + uri.toString().substring("ws".length()), "--insecure")
                    .with(2)
                    .complaining("TLS");
        }
        run(server.uri().toString()).with(2).complaining("instead of an answer");
    }

    /** All of it but what only takes long, and what is HTTP and the same in clear; the large messages do not end where records and buffers end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--exclude=tag:performance,handshake.*every*,negotiation.*every*",
                "--cases=9.1.1,9.1.2,9.1.3,9.2.1,9.2.2,9.2.3,9.2.4"
            })
    void playsTheSuiteOverTls(String which) {
        String report = files.resolve("report").toString();
        Said said =
                Said.by(address, "--insecure", which, "--report-dir", report).with(0);
        assertEquals(
                0,
                said.out()
                        .lines()
                        .filter(line -> line.startsWith("fail") || line.startsWith("error"))
                        .count(),
                said::toString);
    }

    private static Said run(String uri, String... options) {
        String[] all = new String[options.length + 6];
        all[0] = uri;
        System.arraycopy(options, 0, all, 1, options.length);
        String[] rest = {"--cases", "2", "--report-dir", files.resolve("report").toString(), "--parallel=4"};
        System.arraycopy(rest, 0, all, options.length + 1, rest.length);
        return Said.by(all);
    }
}
