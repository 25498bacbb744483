package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.servers.RunningServer;
import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.stores.Store;
import dev.parley.bench.stores.StoreKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that forgets something with the server's process: the checker sees it, and sees nothing if it does not. */
@Timeout(300)
class BrokenStoreIT {
    private static final int SETTLE = 8; // seconds; what is forgotten lets nothing settle
    private static final int LONG = 60;

    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.of("nothing", List.of(), Set.of()),
                Arguments.of(
                        "the end of each log",
                        List.of("DELETE FROM parley_publication WHERE off > 1"), // nobody may have been told of the
                        // last
                        Set.of(Violation.LOST)),
                Arguments.of(
                        "who has sent what",
                        List.of("UPDATE parley_publication SET client = NULL, num = NULL, digest = NULL"),
                        Set.of(Violation.DUPLICATED)));
    }

    /** The server does not answer all publishes in its first life: they are sent again in the second. */
    private static final class AnswersSome implements BrokenHub.Bug {
        private static final int EACH = 3;
        private int answers;
        private boolean answersAll;

        synchronized void answerAll() {
            answersAll = true;
        }

        @Override
        public synchronized List<String> toClient(int connection, String object) {
            boolean accepted =
                    object.startsWith("{\"t\":\"ok\"") && !object.contains("\"ch\":") && !object.contains("dup");
            return !answersAll && accepted && ++answers % EACH == 0 ? List.of() : List.of(object);
        }
    }

    /** Kills the server and damages its store before it starts again. */
    private record Damage(RunningServer server, String url, List<String> statements, AnswersSome bug)
            implements ServerControl {
        @Override
        public Set<Fault> faults() {
            return EnumSet.of(Fault.KILL);
        }

        @Override
        public boolean isDurable() {
            return true;
        }

        @Override
        public void suffer(Fault fault, long atMostMillis, Random random, Runnable killed)
                throws IOException, InterruptedException {
            server.kill();
            killed.run();
            bug.answerAll();
            try (Connection connection = DriverManager.getConnection(url, "sa", "");
                    Statement statement = connection.createStatement()) {
                for (String each : statements) {
                    assertTrue(statement.executeUpdate(each) > 0, each);
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
            server.startAgain();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void isSeen(String name, List<String> statements, Set<Violation> expected) throws Exception {
        int settle = expected.isEmpty() ? LONG : SETTLE;
        CheckPlan plan =
                new CheckPlan(4, 2, 0, false, 2, 60, 2, settle, LONG, 100, 100, 1000, 1, EnumSet.of(Fault.KILL));
        AnswersSome bug = new AnswersSome();
        Outcome outcome;
        try (Store store = StoreKind.H2.open(Optional.empty());
                RunningServer server = RunningServer.start(ServerKind.EMBEDDED, store.options());
                BrokenHub hub = new BrokenHub(server.process().uri().getPort(), bug)) {
            Damage damage = new Damage(server, url(store), statements, bug);
            outcome = new Checker(plan, "damaged", Optional.of(damage), new PrintWriter(new StringWriter()))
                    .run(hub.url());
        }
        StringWriter text = new StringWriter();
        TextReport.print(outcome, new PrintWriter(text));
        assertTrue(outcome.tally().repeated > 0 || !expected.isEmpty(), text::toString);
        if (expected.isEmpty()) {
            assertEquals(0, outcome.verdict().total(), text::toString);
        }
        for (Violation violation : expected) {
            assertTrue(outcome.verdict().count(violation) > 0, text::toString);
        }
    }

    private static String url(Store store) {
        String option = "-Dparley.store.directory=";
        String directory = store.options().stream()
                .filter(each -> each.startsWith(option))
                .findFirst()
                .orElseThrow();
        return "jdbc:h2:" + directory.substring(option.length()) + "/parley";
    }
}
