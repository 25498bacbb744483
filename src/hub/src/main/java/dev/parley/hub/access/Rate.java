package dev.parley.hub.access;

/**
 * How often something may be done. Immutable.
 *
 * @param perSecond in the long run; at least 1
 * @param burst at once, after a while of nothing; at least 1
 */
public record Rate(int perSecond, int burst) {
    /** Checks the ranges. */
    public Rate {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException("rate " + perSecond + "/s burst " + burst + "; at least 1 each");
        }
    }

    /** Returns the rate as it is written in settings. */
    @Override
    public String toString() {
        return perSecond + "/s burst " + burst;
    }
}
