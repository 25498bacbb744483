package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checker in short on the embedded server, with all faults: nothing is broken. */
@Timeout(400)
class CheckIT {
    @Test
    void allGuaranteesHold() throws Exception {
        CheckPlan plan = new CheckPlan(40, 6, 4, true, 4, 60, 12, 60, 4, 1000, 7, EnumSet.allOf(Fault.class));
        Outcome outcome;
        try (ServerProcess server = ServerProcess.start(ServerKind.EMBEDDED, List.of())) {
            Checker checker = new Checker(
                    plan, "embedded", Optional.of(new Signals(server.pid())), new PrintWriter(new StringWriter()));
            outcome = checker.run(server.webSocket("/hub"));
        }
        StringWriter text = new StringWriter();
        TextReport.print(outcome, new PrintWriter(text));
        assertEquals(0, outcome.verdict().total(), text::toString);
        assertTrue(outcome.tally().accepted > 0, text::toString);
        assertTrue(
                outcome.tally().faults().size() >= Fault.values().length - 1, text::toString); // STOP comes by chance
        String json = JsonReport.of(outcome);
        assertTrue(json.contains("\"right\":true") && json.contains("\"lost\":{\"count\":0"), json);
        String html = HtmlReport.of(outcome);
        assertTrue(html.contains("<polyline") && html.contains("all guarantees held"), html);
    }
}
