package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
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

    /** Grizzly forgets a connection that it accepted and has not registered yet; its client would wait for ever. */
    @RepeatedTest(10) // of many threads
    void leavesNoClientWaiting() throws Exception {
        ParleyServer server = ParleyServer.start(TestSettings.of());
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<@Nullable Void>> answers = new ArrayList<>();
        CountDownLatch first = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            answers.add(clients.submit(() -> askWhileThere(server.port(), first)));
        }
        first.await();
        server.close();
        for (Future<@Nullable Void> answer : answers) {
            answer.get();
        }
        clients.shutdown();
    }

    private static @Nullable Void askWhileThere(int port, CountDownLatch first) throws IOException {
        while (true) {
            try (RawClient client = RawClient.connect(port)) {
                client.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                client.rest();
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) { // refused or reset: it is gone
                return null;
            }
            first.countDown();
        }
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
