package dev.parley.conformance.reference;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.peer.CasePlayer;
import dev.parley.conformance.peer.Dialler;
import dev.parley.conformance.runner.Runner;
import dev.parley.conformance.script.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Plays cases against a reference server. Stateless. */
public final class Play {
    private static final int PARALLEL = 24; // most cases that fail wait
    private static final double PATIENT = 6.0;
    private static final double IMPATIENT = 0.5;

    private Play() {}

    /** The results, in the order in which they came. */
    public static List<CaseResult> all(List<ConformanceCase> cases, Planted... faults) throws Exception {
        try (ReferenceServer server = ReferenceServer.start(faults)) {
            return against(target(server, faults), SSLContext.getDefault(), cases);
        }
    }

    /** The same over TLS, with keys that exist for this only. */
    public static List<CaseResult> allOverTls(List<ConformanceCase> cases, Planted... faults) throws Exception {
        try (ReferenceServer server = ReferenceServer.start(Keys.context(), faults)) {
            return against(target(server, faults), Keys.context(), cases);
        }
    }

    /** The results of cases that only take long, which are waited for on a faulty server as on a good one. */
    public static List<CaseResult> patiently(List<ConformanceCase> cases, Planted fault) throws Exception {
        try (ReferenceServer server = ReferenceServer.start(fault)) {
            Target target = new Target(server.uri(), List.of(), Optional.of("echo"), 0, PATIENT);
            return against(target, SSLContext.getDefault(), cases, Runner.Options.defaults());
        }
    }

    /** Against any server, with the options that hold by default. */
    public static List<CaseResult> asByDefault(URI uri, List<ConformanceCase> cases) throws Exception {
        Target target = new Target(uri, List.of(), Optional.empty(), 0, 1.0);
        return against(target, SSLContext.getDefault(), cases, Runner.Options.defaults());
    }

    /**
     * What the suite is told of a reference server: a faulty one is said to speak a subprotocol, lest that is not asked; a
     * good one is waited for as long as it takes, however busy the machine is, and a faulty one not for long.
     */
    private static Target target(ReferenceServer server, Planted... faults) {
        return faults.length == 0
                ? new Target(server.uri(), List.of(), Optional.empty(), 0, PATIENT)
                : new Target(server.uri(), List.of(), Optional.of("echo"), 0, IMPATIENT);
    }

    private static List<CaseResult> against(Target target, SSLContext trust, List<ConformanceCase> cases)
            throws Exception {
        return against(target, trust, cases, new Runner.Options(PARALLEL, 0));
    }

    private static List<CaseResult> against(
            Target target, SSLContext trust, List<ConformanceCase> cases, Runner.Options options) throws Exception {
        CasePlayer player = new CasePlayer(new Dialler(target, new Dialler.Trust(trust, Dialler.Trust.Names.CHECKED)));
        List<CaseResult> results = new ArrayList<>();
        new Runner(player::play, options).run(cases, results::add);
        return results;
    }
}
