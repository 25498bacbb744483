package dev.parley.bench.check;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.SelectorThread;
import java.util.Random;

/**
 * What all parts of one run share; all of it is confined to the thread.
 *
 * @param name letters and digits that no other run has
 * @param to where the hub is
 * @param random seeded, so that the same faults come in the same order as far as the server allows
 */
record Run(
        CheckPlan plan,
        String name,
        SelectorThread thread,
        Opening to,
        Random random,
        Ledger ledger,
        Verdict verdict,
        Tally tally) {
    /** A time up to this, at random. */
    long upTo(long millis) {
        return random.nextLong(millis + 1);
    }

    /** A time that is this on average, as between things that happen independently. */
    long about(double meanMillis) {
        return Math.max(1, Math.round(-Math.log(1 - random.nextDouble()) * meanMillis));
    }
}
