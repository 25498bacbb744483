package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Start and end of the server in this JVM. */
final class LifecycleIT {
    @Test
    void leavesNoThreadAndClosesConnectionsWithGoingAway() throws Exception {
        Set<String> before = threads();
        ParleyServer server = ParleyServer.start(TestSettings.of());
        int port = server.port();
        try (RawClient echo = RawClient.open(port, "/echo");
                RawClient chat = RawClient.open(port, "/chat/lobby")) {
            assertEquals(0x81, echo.send("81 81 00000000 41").frame().b0());
            server.close();
            assertTrue(echo.frame().closes(1001));
            assertEquals(RawClient.END, echo.frame());
            assertTrue(chat.frame().closes(1001));
        }
        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
        Await.until(() -> before.containsAll(threads()), "threads left: " + left(before));
        server.close(); // the second time does nothing
    }

    @Test
    void leavesNoThreadWhenItCannotListen() throws Exception {
        Set<String> before = threads();
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "server.port=" + busy.getLocalPort();
            IOException e = assertThrows(IOException.class, () -> ParleyServer.start(TestSettings.of(port)));
            assertTrue(String.valueOf(e.getMessage()).startsWith("cannot listen on 127.0.0.1:"), e.getMessage());
        }
        Await.until(() -> before.containsAll(threads()), "threads left: " + left(before));
    }

    @Test
    void startsManyTimesInOneProcess() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (ParleyServer server = ParleyServer.start(TestSettings.of());
                    RawClient client = RawClient.open(server.port(), "/echo")) {
                assertEquals(0x81, client.send("81 81 00000000 41").frame().b0());
            }
        }
    }

    @Test
    void listensOnBothLoopbackAddressesForLocalhost() throws Exception {
        try (ParleyServer server = ParleyServer.start(TestSettings.of("server.host=localhost"))) {
            assertEquals("http://localhost:" + server.port() + "/", server.uri().toString());
            for (var address : server.addresses()) {
                assertTrue(address.getAddress().isLoopbackAddress());
                new Socket(address.getAddress(), server.port()).close();
            }
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String left(Set<String> before) {
        Set<String> now = threads();
        now.removeAll(before);
        return now.toString();
    }
}
