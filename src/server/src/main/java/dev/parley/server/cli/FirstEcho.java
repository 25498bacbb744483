package dev.parley.server.cli;

import dev.parley.endpoints.settings.Settings;
import dev.parley.server.ParleyServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The first echo: the server's own client connects, sends a word and waits for it, which shows that the server serves
 * and how long after the start of the process. The bytes are written by hand, since a client library would have to be
 * loaded first.
 */
final class FirstEcho {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final byte[] TEXT_FRAME = {(byte) 0x81, (byte) 0x84, 0, 0, 0, 0, 'e', 'c', 'h', 'o'}; // key 0
    private static final byte[] ECHO_FRAME = {(byte) 0x81, 4, 'e', 'c', 'h', 'o'};
    private static final byte[] CLOSE_FRAME = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8}; // 1000

    private FirstEcho() {}

    /** Returns a line that says how long it took since the process was started, or why there was no echo. */
    static String measure(ParleyServer server) {
        try {
            echo(server);
        } catch (IOException | GeneralSecurityException e) {
            return "first echo failed: " + e.getMessage();
        }
        Optional<Instant> start = ProcessHandle.current().info().startInstant();
        return start.map(instant -> Duration.between(instant, Instant.now()).toMillis())
                .map(millis -> "first echo " + millis + " ms after the start of the process")
                .orElse("first echo seen");
    }

    private static void echo(ParleyServer server) throws IOException, GeneralSecurityException {
        InetSocketAddress bound = server.addresses().get(0);
        InetAddress host =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        boolean secure = server.uri().getScheme().equals("https");
        try (Socket socket = secure ? trusting().getSocketFactory().createSocket() : new Socket()) {
            socket.connect(new InetSocketAddress(host, bound.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            out.write(request(server).getBytes(StandardCharsets.ISO_8859_1));
            String answer = head(in);
            if (!answer.startsWith("HTTP/1.1 101 ")) {
                throw new IOException("the answer to the handshake was "
                        + answer.lines().findFirst().orElse(""));
            }
            out.write(TEXT_FRAME);
            byte[] echo = new byte[ECHO_FRAME.length];
            in.readFully(echo);
            if (!Arrays.equals(ECHO_FRAME, echo)) {
                throw new IOException("the echo was " + Arrays.toString(echo));
            }
            out.write(CLOSE_FRAME);
        }
    }

    private static String request(ParleyServer server) {
        URI uri = server.uri();
        String own = uri.getScheme() + "://" + uri.getAuthority();
        List<String> allowed = server.application().settings().origins().allowed();
        boolean ownAllowed = allowed.contains(Settings.Origins.SAME) || allowed.contains(Settings.Origins.ANY);
        return "GET /echo HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
                + "Origin: " + (ownAllowed ? own : allowed.get(0)) + "\r\n\r\n";
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** The server's certificate is not checked: it is this process that answers, and nothing secret is said. */
    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, null);
        return context;
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
