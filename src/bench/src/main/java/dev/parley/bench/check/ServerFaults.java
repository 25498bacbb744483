package dev.parley.bench.check;

import dev.parley.bench.load.SelectorThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What goes wrong for the server and its store, one thing after the other: each kind once before any comes again. For one
 * thread.
 */
final class ServerFaults {
    private static final long LONGEST_MILLIS = 5_000;

    private final ServerControl control;
    private final List<Fault> kinds;
    private final Set<Fault> unseen;
    private final long everyMillis;
    private final Random random;
    private final SelectorThread thread;
    private final Tally tally;
    private final Lives lives;
    private final Runnable disturbed;
    private final List<Fault> bag = new ArrayList<>();
    private long nextNanos;

    /**
     * Prepares.
     *
     * @param everyMillis from one fault to the next, on average
     * @param disturbed tells the pages, on their thread, that something was out of order for all of them
     */
    ServerFaults(
            ServerControl control, Set<Fault> chosen, long everyMillis, Run run, Random random, Runnable disturbed) {
        this.control = control;
        this.kinds = chosen.stream()
                .filter(fault -> fault.isOfServer() && control.faults().contains(fault))
                .toList();
        this.unseen = kinds.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(kinds);
        this.everyMillis = everyMillis;
        this.random = random;
        this.thread = run.thread();
        this.tally = run.tally();
        this.lives = run.ledger().lives();
        this.disturbed = disturbed;
        plan();
    }

    private void plan() {
        nextNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(everyMillis, 2 * everyMillis));
    }

    /** Does the next one if it is time to. */
    void comeIfDue() throws IOException, InterruptedException {
        if (kinds.isEmpty() || System.nanoTime() - nextNanos < 0) {
            return;
        }
        if (bag.isEmpty()) {
            bag.addAll(kinds);
            Collections.shuffle(bag, random);
        }
        suffer(bag.remove(0));
        plan();
    }

    /** Does those that have not come yet; the kill, if there is one, comes once more, as the last. */
    void finish() throws IOException, InterruptedException {
        for (Fault fault : List.copyOf(unseen)) {
            if (fault != Fault.KILL) {
                suffer(fault);
            }
        }
        if (kinds.contains(Fault.KILL)) {
            suffer(Fault.KILL);
        }
    }

    /** Whether the server is killed now and then. */
    boolean kills() {
        return kinds.contains(Fault.KILL);
    }

    private void suffer(Fault fault) throws IOException, InterruptedException {
        unseen.remove(fault);
        control.suffer(fault, Math.min(LONGEST_MILLIS, everyMillis), random, () -> ended());
        thread.execute(() -> tally.fault(fault));
        if (fault != Fault.STOP) {
            thread.execute(disturbed);
        }
    }

    /** The server's process has ended: what connections say from now on is of another one. */
    private void ended() {
        try {
            thread.ask(() -> {
                lives.end();
                return true;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
