package dev.parley.bench.check;

/**
 * How often the server was started anew, and what of its channels survives that: a channel that survives has one era, of
 * all lives, else each life begins another one. Confined to one thread.
 */
final class Lives {
    private final boolean logs;
    private final boolean states;
    private int ended;

    /**
     * Begins with the first life.
     *
     * @param logs whether channels of messages have to survive
     * @param states whether channels of values have to
     */
    Lives(boolean logs, boolean states) {
        this.logs = logs;
        this.states = states;
    }

    /** The server's process has ended; the next one has not begun. */
    void end() {
        ended++;
    }

    /** How many lives have ended: the number of the one that there is. */
    int current() {
        return ended;
    }

    boolean logsSurvive() {
        return logs;
    }

    /** The era of a channel of messages in a life. */
    int logEra(int life) {
        return logs ? 0 : life;
    }

    /** The era of a channel of values in a life. */
    int stateEra(int life) {
        return states ? 0 : life;
    }

    boolean statesSurvive() {
        return states;
    }
}
