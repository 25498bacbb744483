package dev.parley.conformance.runner;

import dev.parley.conformance.model.CaseResult;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Plays cases, several at a time: those that wait on purpose first, and those that need quiet alone at the end. Results are
 * told as they come. Immutable; a run is for one thread.
 */
public final class Runner {
    private final Function<ConformanceCase, CaseResult> player;
    private final Options options;

    /**
     * How to run.
     *
     * @param parallel cases at a time, at least 1
     * @param reruns how often a case that failed is tried again; if a later run is good, that one counts, and the case is
     *     marked as flaky
     */
    public record Options(int parallel, int reruns) {
        private static final int PER_CORE = 4;

        /** Four cases for each core, no second chance. */
        public static Options defaults() {
            return new Options(PER_CORE * Runtime.getRuntime().availableProcessors(), 0);
        }
    }

    /** A runner of what this player plays. */
    public Runner(Function<ConformanceCase, CaseResult> player, Options options) {
        this.player = player;
        this.options = options;
    }

    /**
     * Plays all of them.
     *
     * @throws InterruptedException if the thread is told to stop; cases under way are abandoned
     */
    public void run(List<ConformanceCase> cases, RunListener listener) throws InterruptedException {
        List<ConformanceCase> together = cases.stream()
                .filter(one -> !one.needs(Need.ALONE))
                .sorted(Comparator.comparing(one -> !one.needs(Need.TIME)))
                .toList();
        runTogether(together, listener);
        for (ConformanceCase one : cases) {
            if (one.needs(Need.ALONE)) {
                listener.finished(playOften(one));
            }
        }
    }

    private void runTogether(List<ConformanceCase> cases, RunListener listener) throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(options.parallel, task -> {
            Thread thread = new Thread(task, "conformance-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            ExecutorCompletionService<CaseResult> results = new ExecutorCompletionService<>(threads);
            for (ConformanceCase one : cases) {
                results.submit(() -> playOften(one));
            }
            for (int i = 0; i < cases.size(); i++) {
                listener.finished(results.take().get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a case could not be played: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private CaseResult playOften(ConformanceCase one) {
        CaseResult result = player.apply(one);
        boolean failed = !result.outcome().verdict().isGood();
        for (int run = 2; failed && run <= options.reruns + 1; run++) {
            CaseResult again = player.apply(one);
            boolean good = again.outcome().verdict().isGood();
            result = again.after(run, good);
            failed = !good;
        }
        return result;
    }
}
