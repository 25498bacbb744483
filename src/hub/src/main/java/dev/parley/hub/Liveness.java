package dev.parley.hub;

import java.time.Duration;

/**
 * Tells from the times of sending and receiving whether a connection wants a ping or is dead. Time comes in as an
 * argument. Safe for any thread; {@link #check} is for one thread, the sweep's.
 *
 * <p>A ping is due when nothing was sent or nothing was received for an interval. Sent alone would be a trap: a busy
 * listener would never be asked, and then be dropped as silent. For the same reason nobody is dead who has not been
 * asked since it was last heard: after a pause of the whole process every peer seems silent, and only a ping tells.
 */
public final class Liveness {
    private final long intervalNanos;
    private final long timeoutNanos;
    private volatile long lastSent;
    private volatile long lastReceived;
    private long lastPing; // confined to the sweep
    private long lastAsked; // confined to the sweep: the first ping since the peer was heard, if there was one

    /** What the sweep has to do. */
    public enum Verdict {
        /** Nothing. */
        ALIVE,
        /** Send a ping. */
        PING,
        /** End the connection: {@link Disconnect#SILENT}. */
        DEAD
    }

    /**
     * Begins with a connection that has just been opened.
     *
     * @param interval time without sending or receiving after which a ping is due
     * @param timeout time without receiving after which the connection is dead; longer than {@code interval}
     * @param nowNanos a reading of the same clock as in all other calls
     */
    public Liveness(Duration interval, Duration timeout, long nowNanos) {
        if (interval.isNegative() || interval.isZero() || timeout.compareTo(interval) <= 0) {
            throw new IllegalArgumentException(
                    "interval " + interval + " and timeout " + timeout + "; 0 < interval < timeout is needed");
        }
        this.intervalNanos = interval.toNanos();
        this.timeoutNanos = timeout.toNanos();
        this.lastSent = nowNanos;
        this.lastReceived = nowNanos;
        this.lastPing = nowNanos;
        this.lastAsked = nowNanos;
    }

    /** A message or a ping has been sent. */
    public void sent(long nowNanos) {
        lastSent = nowNanos;
    }

    /** Something came from the peer: a message, a part of one, or a pong. */
    public void received(long nowNanos) {
        lastReceived = nowNanos;
    }

    /**
     * Decides; a {@link Verdict#PING} is asked for once an interval. {@link Verdict#DEAD} comes after the timeout, and at
     * least half of the time between interval and timeout after the first ping since the peer was heard.
     */
    public Verdict check(long nowNanos) {
        if (nowNanos - lastReceived >= timeoutNanos && wasAsked(nowNanos)) {
            return Verdict.DEAD;
        }
        boolean quiet = nowNanos - lastSent >= intervalNanos || nowNanos - lastReceived >= intervalNanos;
        if (quiet && nowNanos - lastPing >= intervalNanos) {
            lastPing = nowNanos;
            if (lastAsked - lastReceived <= 0) {
                lastAsked = nowNanos;
            }
            return Verdict.PING;
        }
        return Verdict.ALIVE;
    }

    /** Whether a ping went out since the peer was last heard, and long enough ago for an answer. */
    private boolean wasAsked(long nowNanos) {
        return lastAsked - lastReceived > 0 && nowNanos - lastAsked >= (timeoutNanos - intervalNanos) / 2;
    }
}
