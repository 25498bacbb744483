package dev.parley.conformance;

import dev.parley.conformance.cases.AllCases;
import dev.parley.conformance.model.CasePattern;
import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.reference.Play;
import dev.parley.conformance.reference.ReferenceServer;
import dev.parley.conformance.runner.Selection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Plays all cases but category 9 again and again, as the jar does by default, while a thread for each core does nothing
 * but compute, and says which verdicts are others than in the first run. Run by hand: {@code Steadiness RUNS [URI]};
 * without URI the target is the reference server, where every verdict has to be good as well. Ends with 1 if one changed.
 */
public final class Steadiness {
    private Steadiness() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(Steadiness::compute, "busy");
            thread.setDaemon(true);
            thread.start();
        }
        int runs = Integer.parseInt(args[0]);
        int changed;
        if (args.length > 1) {
            changed = play(runs, URI.create(args[1]), false);
        } else {
            try (ReferenceServer server = ReferenceServer.start()) {
                changed = play(runs, server.uri(), true);
            }
        }
        System.out.println(runs + " runs, " + changed + " changed verdicts");
        System.exit(changed == 0 ? 0 : 1);
    }

    private static int play(int runs, URI uri, boolean mustBeGood) throws Exception {
        Selection most = new Selection(List.of(), List.of(CasePattern.of("9")), Selection.Compat.SHARP);
        Map<String, String> first = Map.of();
        int changed = 0;
        for (int run = 1; run <= runs; run++) {
            long start = System.nanoTime();
            List<CaseResult> results = Play.asByDefault(uri, most.of(AllCases.catalogue()));
            Map<String, String> verdicts = new TreeMap<>();
            results.forEach(result ->
                    verdicts.put(result.id(), result.outcome().verdict().label()));
            Map<String, String> before = first.isEmpty() ? verdicts : first;
            List<String> others = Stream.concat(
                            results.stream()
                                    .filter(result -> !before.get(result.id())
                                            .equals(result.outcome().verdict().label()))
                                    .map(result -> result.id() + ": not " + before.get(result.id())),
                            results.stream()
                                    .filter(result -> mustBeGood
                                            && !result.outcome().verdict().isGood())
                                    .map(result -> result.id() + ": "
                                            + result.outcome().reason()))
                    .toList();
            changed += others.size();
            first = before;
            System.out.printf(
                    "run %d: %d cases in %d s, others than at first: %s%n",
                    run, results.size(), (System.nanoTime() - start) / 1_000_000_000L, others);
        }
        return changed;
    }

    private static void compute() {
        CRC32 sum = new CRC32();
        byte[] block = new byte[4096];
        while (true) {
            sum.update(block);
        }
    }
}
