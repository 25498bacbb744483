package dev.parley.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.peer.CasePlayer;
import dev.parley.conformance.peer.Dialler;
import dev.parley.conformance.reference.Fault;
import dev.parley.conformance.reference.ReferenceServer;
import dev.parley.conformance.script.Target;
import dev.parley.conformance.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases against a server that is right, and against one that is wrong in one way. */
class CasesTest {
    @Test
    void findsNothingWrongWithTheReferenceServer() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (CaseResult result : play()) {
            if (!result.outcome().verdict().isGood()) {
                wrong.add(result.id() + ": " + result.outcome().reason() + "\n"
                        + result.transcript().text());
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryFault(Fault fault) throws Exception {
        assertTrue(
                play(fault).stream().anyMatch(result -> result.outcome().verdict() == Verdict.FAIL),
                () -> "no case fails on " + fault);
    }

    private static List<CaseResult> play(Fault... faults) throws Exception {
        try (ReferenceServer server = ReferenceServer.start(faults)) {
            Dialler dialler = new Dialler(
                    Target.of(server.uri()), new Dialler.Trust(SSLContext.getDefault(), Dialler.Trust.Names.CHECKED));
            CasePlayer player = new CasePlayer(dialler);
            return AllCases.catalogue().all().stream()
                    .filter(one -> !one.needs(Need.COMPAT))
                    .map(player::play)
                    .toList();
        }
    }
}
