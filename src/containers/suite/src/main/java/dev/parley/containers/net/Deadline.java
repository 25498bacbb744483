package dev.parley.containers.net;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * An end for a loop that reads until what it wants has come: the limit of each read does not end it while something else
 * keeps coming. Immutable.
 *
 * @param nanoTime when it is over, on the clock of {@link System#nanoTime}
 * @param limit how long that was from the beginning, for the failure
 */
public record Deadline(long nanoTime, Duration limit) {
    /** Begins to count. */
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos(), limit);
    }

    /**
     * Returns if there is time left.
     *
     * @param wanted names what did not come
     */
    public void check(String wanted) throws SocketTimeoutException {
        if (System.nanoTime() - nanoTime > 0) {
            throw new SocketTimeoutException("no " + wanted + " within " + limit + ", though other things came");
        }
    }
}
