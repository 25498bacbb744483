package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.servers.RunningServer;
import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.stores.Store;
import dev.parley.bench.stores.StoreKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker in short, with faults of clients, servers and stores: nothing is broken. */
@Timeout(580)
class CheckIT {
    private static final int SECONDS = 8;
    private static final int ONCE = 1000; // seconds: each fault of the server comes once, at the end
    private static final int SETTLE = 120; // seconds at most; it ends by itself

    static Stream<Arguments> runs() {
        return Stream.of(
                Arguments.of(ServerKind.EMBEDDED, StoreKind.MEMORY, EnumSet.of(Fault.STOP)),
                Arguments.of(ServerKind.EMBEDDED, StoreKind.H2, EnumSet.of(Fault.KILL)),
                Arguments.of(ServerKind.TOMCAT, StoreKind.POSTGRES, EnumSet.of(Fault.KILL, Fault.DATABASE)));
    }

    /** Whoever has gone without a word is missed sooner than it would be, so that the run is short. */
    private static List<String> options(Store store) {
        List<String> options = new ArrayList<>(store.options());
        options.addAll(List.of("-Dparley.heartbeat.interval=4s", "-Dparley.heartbeat.timeout=12s"));
        return options;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void allGuaranteesHold(ServerKind kind, StoreKind stored, Set<Fault> ofServer) throws Exception {
        Set<Fault> faults = EnumSet.copyOf(Fault.ofClients());
        faults.addAll(ofServer);
        CheckPlan plan = new CheckPlan(40, 6, 4, true, 4, 60, SECONDS, SETTLE, SETTLE, 4, ONCE, 1000, 7, faults);
        Outcome outcome;
        try (Store store = stored.open(Optional.empty());
                RunningServer server = RunningServer.start(kind, options(store))) {
            Checker checker = new Checker(
                    plan,
                    kind.label(),
                    Optional.of(new StartedServer(server, store)),
                    new PrintWriter(new StringWriter()));
            outcome = checker.run(server.process().webSocket("/hub"));
        }
        StringWriter text = new StringWriter();
        TextReport.print(outcome, new PrintWriter(text));
        assertEquals(0, outcome.verdict().total(), text::toString);
        assertTrue(outcome.tally().accepted > 0, text::toString);
        assertTrue(outcome.tally().faults().keySet().containsAll(ofServer), text::toString);
        String json = JsonReport.of(outcome);
        assertTrue(json.contains("\"right\":true") && json.contains("\"lost\":{\"count\":0"), json);
        String html = HtmlReport.of(outcome);
        assertTrue(html.contains("<polyline") && html.contains("all guarantees held"), html);
    }
}
