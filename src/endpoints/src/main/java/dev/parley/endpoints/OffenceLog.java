package dev.parley.endpoints;

import dev.parley.endpoints.handshake.RefusalLog;
import dev.parley.endpoints.session.ConnectionEvents;
import dev.parley.hub.Disconnect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Writes who passes a limit, one line a minute for each user or address whatever it is. Safe for any thread. */
final class OffenceLog implements ConnectionEvents {
    private static final Logger LOG = System.getLogger(OffenceLog.class.getName());

    private final RefusalLog lines = new RefusalLog();
    private final ConnectionEvents next;
    private final LongSupplier nanoTime;

    /** Passes events of connections on to {@code next}; {@code nanoTime} is monotonic. */
    OffenceLog(ConnectionEvents next, LongSupplier nanoTime) {
        this.next = next;
        this.nanoTime = nanoTime;
    }

    /** A user or an address does more than it may; {@code most} says what is allowed. */
    void offended(String who, String most) {
        lines.line(who, nanoTime.getAsLong(), most).ifPresent(line -> LOG.log(Level.INFO, line));
    }

    @Override
    public void closed(String endpoint, String address, Optional<Disconnect> why, Duration took) {
        next.closed(endpoint, address, why, took);
        why.filter(OffenceLog::isOffence)
                .flatMap(each -> lines.line(address, nanoTime.getAsLong(), endpoint, each))
                .ifPresent(line -> LOG.log(Level.INFO, line));
    }

    private static boolean isOffence(Disconnect why) {
        return switch (why) {
            case MESSAGE_TOO_BIG, TRY_AGAIN_LATER, BAD_PROTOCOL, SLOW, NO_HELLO -> true;
            default -> false; // ends that nobody is to blame for, and logins, which have their own rules
        };
    }

    @Override
    public void opened(String endpoint, Optional<Duration> response) {
        next.opened(endpoint, response);
    }

    @Override
    public void received() {
        next.received();
    }

    @Override
    public void sent(int bytes) {
        next.sent(bytes);
    }

    @Override
    public void roundTrip(Duration time) {
        next.roundTrip(time);
    }
}
