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
import org.junit.jupiter.params.provider.CsvSource;
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

    /** RFC 8446 6.1: without close_notify an end cannot be told from one that somebody else has made. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, 88 82 00000000 03e8",
        "TLSv1.3, 88 82 00000000 03e8",
        "TLSv1.3, 83 80 00000000",
        "TLSv1.3, 88 82 00000000 03e8 ff ff ff ff"
    })
    void saysCloseNotifyBehindItsCloseFrame(String protocol, String last) throws Exception {
        try (TlsRecords recorded = new TlsRecords(server.port());
                RawClient client = RawClient.over(layered(recorded, protocol))) {
            client.send(RawClient.handshake("/echo", "")).head();
            client.send(last);
            assertEquals(0x88, client.frame().b0());
            assertEquals(RawClient.END, client.frame());
            assertEndsWithAlert(recorded, protocol);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void saysCloseNotifyBehindRefusal(String protocol) throws Exception {
        try (TlsRecords recorded = new TlsRecords(server.port());
                RawClient client = RawClient.over(layered(recorded, protocol))) {
            client.send(RawClient.handshake("/nowhere", ""));
            assertTrue(client.rest().startsWith("HTTP/1.1 404 "));
            assertEndsWithAlert(recorded, protocol);
        }
    }

    /** In TLS 1.3 each direction ends for itself (RFC 8446 6.1). */
    @Test
    void answersCloseFrameWithCloseNotifyBehindIt() throws Exception {
        try (TlsRecords recorded = new TlsRecords(server.port());
                SSLSocket socket = layered(recorded, "TLSv1.3");
                RawClient client = RawClient.over(socket)) {
            client.send(RawClient.handshake("/echo", "")).head();
            client.send("81 81 00000000 41 88 82 00000000 03e8");
            socket.shutdownOutput();
            assertEquals(new RawClient.Frame(0x81, "41"), client.frame());
            assertEquals(new RawClient.Frame(0x88, "03e8"), client.frame());
            assertEquals(RawClient.END, client.frame());
            assertEndsWithAlert(recorded, "TLSv1.3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void endsUponCloseNotifyAlone(String protocol) throws Exception {
        try (TlsRecords recorded = new TlsRecords(server.port());
                SSLSocket socket = layered(recorded, protocol);
                RawClient client = RawClient.over(socket)) {
            client.send(RawClient.handshake("/echo", "")).head();
            socket.shutdownOutput();
            assertEquals(RawClient.END, client.frame());
        }
    }

    @Test
    void endsConnectionWithoutTlsHandshake() throws Exception {
        try (ParleyServer impatient =
                        ParleyServer.start(TestSettings.of("server.tls-dev=true", "server.http-timeout=500ms"));
                RawClient silent = RawClient.connect(impatient.port());
                RawClient begun = RawClient.connect(impatient.port())) {
            begun.send("16 03 01 02 00"); // of a ClientHello
            assertEquals("", silent.rest());
            assertEquals("", begun.rest());
        }
    }

    @Test
    void echoesMessagesOfManyRecordsInBothDirections() throws Exception {
        byte[] message = new byte[3_000_000];
        new java.util.Random(1).nextBytes(message);
        try (RawClient client = RawClient.connect(socket("TLSv1.3"), server.port())) {
            client.send(RawClient.handshake("/echo", "")).head();
            for (int i = 0; i < 3; i++) {
                client.send("82 ff %016x 00000000".formatted(message.length)).send(message);
                assertEquals(
                        java.util.HexFormat.of().formatHex(message),
                        client.frame().payload());
            }
        }
    }

    private static SSLSocket layered(TlsRecords recorded, String protocol) throws Exception {
        SSLSocket socket =
                (SSLSocket) trusting().getSocketFactory().createSocket(recorded, "localhost", server.port(), true);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    private static void assertEndsWithAlert(TlsRecords recorded, String protocol) {
        List<TlsRecords.TlsRecord> records = recorded.records();
        TlsRecords.TlsRecord last = records.get(records.size() - 1);
        int alert = 2 + 1 + 16 + 16; // level and description, type, padding as the JDK adds it, tag
        boolean isAlert =
                protocol.equals("TLSv1.3") ? last.equals(new TlsRecords.TlsRecord(23, alert)) : last.type() == 21;
        assertTrue(isAlert, records.toString());
    }

    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new OnlyForLocalhost()}, null);
        return context;
    }

    private static SSLSocket socket(String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket();
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
