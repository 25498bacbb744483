package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** https and wss with the certificate for development. */
final class TlsIT {
    private static ParleyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = ParleyServer.start(TestSettings.of("server.tls-dev=true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void echoesOverTls(String protocol) throws Exception {
        try (SSLSocket socket = socket(protocol);
                RawClient client = RawClient.connect(socket, server.port())) {
            client.send(RawClient.handshake("/echo", "Origin: https://localhost\r\n"));
            assertTrue(client.head().startsWith("HTTP/1.1 101 "));
            assertEquals(protocol, socket.getSession().getProtocol());
            client.send("81 81 00000000 41");
            assertEquals(new RawClient.Frame(0x81, "41"), client.frame());
            client.send("88 82 00000000 03e8");
            assertTrue(client.frame().closes(1000));
            assertEquals(RawClient.END, client.frame());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void refusesOlderProtocols(String protocol) throws Exception {
        java.security.Security.setProperty("jdk.tls.disabledAlgorithms", ""); // of the client in this JVM
        try (SSLSocket socket = socket(protocol)) {
            assertThrows(SSLException.class, () -> {
                try (RawClient client = RawClient.connect(socket, server.port())) {
                    client.send(RawClient.handshake("/echo", ""));
                }
            });
        }
    }

    @Test
    void closesUponUnmaskedFrame() throws Exception {
        try (RawClient client = RawClient.connect(socket("TLSv1.3"), server.port())) {
            client.send(RawClient.handshake("/echo", ""));
            client.head();
            client.send("81 01 41");
            assertTrue(client.frame().closes(1002));
            assertEquals(RawClient.END, client.frame());
        }
    }

    @Test
    void endsConnectionThatSpeaksPlainHttp() throws Exception {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertFalse(client.rest().contains("HTTP/1.1 200"));
        }
        echoesOverTls("TLSv1.3");
    }

    @Test
    void namesItsAddressWithHttps() {
        assertEquals("https://127.0.0.1:" + server.port() + "/", server.uri().toString());
    }

    private static SSLSocket socket(String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new OnlyForLocalhost()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    /** Takes a certificate that names this machine's loopback addresses. */
    private static final class OnlyForLocalhost implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws java.security.cert.CertificateException {
            List<?> names = chain[0].getSubjectAlternativeNames().stream()
                    .map(name -> name.get(1))
                    .toList();
            if (!names.containsAll(
                    List.of("localhost", InetAddress.getLoopbackAddress().getHostAddress()))) {
                throw new java.security.cert.CertificateException("names " + names);
            }
            chain[0].checkValidity();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
