package dev.parley.conformance.peer;

import dev.parley.conformance.script.Answer;
import dev.parley.conformance.script.HttpDate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps everybody from connecting to a server that has answered 503 with Retry-After (RFC 9110 10.2.3), until it takes
 * connections again. Bounded: no wait is longer than {@link #LONGEST}, times the timeout factor, and there are no more than
 * {@link #TIMES} of them. Safe for any thread: one for all cases of a run.
 */
final class Turnstile {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int TIMES = 60;
    private static final int UNAVAILABLE = 503;

    private final Duration longest;
    private final Consumer<String> told;
    private long openFrom = System.nanoTime();
    private int times;

    /** {@code told} hears of the first wait, in one line. */
    Turnstile(double factor, Consumer<String> told) {
        this.longest = Duration.ofNanos(Math.round(LONGEST.toNanos() * factor));
        this.told = told;
    }

    /** How long the server wants to be left alone. Empty if it does not say so. */
    static Optional<Duration> wanted(Answer answer) {
        return answer.status() == UNAVAILABLE
                ? answer.first("Retry-After").flatMap(Turnstile::duration)
                : Optional.empty();
    }

    private static Optional<Duration> duration(String value) {
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return HttpDate.of(value).map(date -> Duration.between(Clock.systemUTC().instant(), date));
    }

    /** Nanoseconds until connections may be made; 0 if they may now. */
    synchronized long left() {
        return Math.max(0, openFrom - System.nanoTime());
    }

    /** Closes for as long as is wanted, unless it is closed already; false if that was done often enough. */
    boolean close(Duration wanted) {
        boolean first;
        synchronized (this) {
            if (left() > 0) {
                return true;
            }
            if (times == TIMES) {
                return false;
            }
            first = ++times == 1;
            openFrom = System.nanoTime() + wait(wanted).toNanos();
        }
        if (first) {
            told.accept("the server asks to come later (503, Retry-After: " + wanted.toSeconds()
                    + "): waiting as it says, up to " + longest.toSeconds() + " s at a time");
        }
        return true;
    }

    private Duration wait(Duration wanted) {
        return wanted.isNegative() ? Duration.ZERO : wanted.compareTo(longest) > 0 ? longest : wanted;
    }
}
