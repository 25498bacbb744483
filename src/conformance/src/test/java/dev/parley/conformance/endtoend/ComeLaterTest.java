package dev.parley.conformance.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that takes only so many connections, and says so by 503 and Retry-After. */
class ComeLaterTest {
    @TempDir
    Path files;

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "Sat, 21 Nov 2020 10:00:00 GMT"})
    void waitsAsItIsTold(String retryAfter) throws IOException {
        boolean often = !retryAfter.equals("1");
        try (Throttled server = new Throttled(retryAfter, number -> number < 3 || (often && number % 4 == 1))) {
            Said said = run(server, "2,handshake.key").with(0);
            assertEquals(1, said.err().lines().count(), said::toString);
            assertTrue(said.err().contains("503, Retry-After"), said::toString);
        }
    }

    /** The case reads the answer itself, so that all of it is played again. */
    @Test
    void playsACaseAgainThatCannotDialAgain() throws IOException {
        try (Throttled server = new Throttled("0", number -> number == 1)) {
            run(server, "handshake.arrival.cut-end").with(0).saying("1 cases: 1 pass");
            assertEquals(5, server.connections(), "one for the first look, and two for each time");
        }
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        try (Throttled server = new Throttled("0", number -> true)) {
            Said said = run(server, "2").with(2);
            assertEquals(2, said.err().lines().count(), said::toString);
            assertTrue(said.err().contains("HTTP/1.1 503 Later with Retry-After, 4 times"), said::toString);
            assertTrue(server.connections() < 20, said::toString);
        }
    }

    @Test
    void waitsForNobodyWhoDoesNotAskForIt() throws IOException {
        try (Throttled server = new Throttled("when I like it", number -> number > 0)) {
            Said said = run(server, "2.1").with(1).saying("503 Later");
            assertEquals("", said.err());
        }
    }

    /** One case at a time: with several, which of them meets the refusals is a race, and one may meet all. */
    private Said run(Throttled server, String cases) {
        return Said.by(
                server.uri().toString(),
                "--cases",
                cases,
                "--parallel",
                "1",
                "--report-dir",
                files.resolve("report").toString());
    }

    /** Refuses some connections, by their number, and hands the others on to a server that is good. */
    private static final class Throttled extends FrontServer {
        private final String retryAfter;
        private final IntPredicate refused;

        Throttled(String retryAfter, IntPredicate refused) throws IOException {
            this.retryAfter = retryAfter;
            this.refused = refused;
            start();
        }

        @Override
        void serve(Socket socket, int number) throws IOException {
            if (refused.test(number)) {
                refuse(socket);
            } else {
                pass(socket);
            }
        }

        /** Behind the whole request: bytes that are left unread would reset the connection. */
        private void refuse(Socket socket) throws IOException {
            StringBuilder head = new StringBuilder();
            int next = 0;
            while (next >= 0 && head.indexOf("\r\n\r\n") < 0) {
                next = socket.getInputStream().read();
                head.append((char) next);
            }
            socket.getOutputStream()
                    .write(("HTTP/1.1 503 Later\r\nRetry-After: " + retryAfter
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
        }
    }
}
