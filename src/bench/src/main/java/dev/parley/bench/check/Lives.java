package dev.parley.bench.check;

/**
 * How often the server was started anew, and whether its store survives that: a channel that survives has one era, of all
 * lives, else each life begins another one. Confined to one thread.
 */
final class Lives {
    private final boolean durable;
    private int ended;

    /**
     * Begins with the first life.
     *
     * @param durable whether the store outlives the server's process
     */
    Lives(boolean durable) {
        this.durable = durable;
    }

    /** The server's process has ended; the next one has not begun. */
    void end() {
        ended++;
    }

    /** How many lives have ended: the number of the one that there is. */
    int current() {
        return ended;
    }

    /** Whether the store outlives the server's process. */
    boolean isDurable() {
        return durable;
    }
}
