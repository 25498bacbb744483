package dev.parley.conformance.reference;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.peer.CasePlayer;
import dev.parley.conformance.peer.Dialler;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.script.Target;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Plays cases against a reference server. Stateless. */
public final class Play {
    private static final int PARALLEL = 24; // most cases that fail wait

    private Play() {}

    /** The results, in the order in which they came. */
    public static List<CaseResult> all(List<ConformanceCase> cases, Fault... faults) throws Exception {
        List<CaseResult> results = new ArrayList<>();
        try (ReferenceServer server = ReferenceServer.start(faults)) {
            Dialler dialler = new Dialler(
                    Target.of(server.uri()), new Dialler.Trust(SSLContext.getDefault(), Dialler.Trust.Names.CHECKED));
            CasePlayer player = new CasePlayer(dialler);
            new Runner(player::play, new Runner.Options(PARALLEL, 0)).run(cases, results::add);
        }
        return results;
    }
}
