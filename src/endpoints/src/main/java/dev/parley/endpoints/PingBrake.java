package dev.parley.endpoints;

import dev.parley.endpoints.handshake.Handshake;
import dev.parley.hub.access.Bucket;
import dev.parley.hub.access.Rate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps one client from sending pings and pongs faster than it may send messages (RFC 6455 section 5.5.2 sets no bound): what
 * is too much is answered, but then nothing should be read for a while. For servers that see pings; most containers answer them by
 * themselves. Confined to the connection's reader.
 */
public final class PingBrake {
    /** What bounds nothing. */
    public static final PingBrake NONE = new PingBrake(Optional.empty(), () -> 0, most -> {});

    /** Where messages have no rates, pings have none. */
    private static final String UNLIMITED = "/echo";

    /** Not to wake up for each ping. */
    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int CONTROL = 0x08; // of the first byte, RFC 6455 section 5.2

    private record Limit(Rate rate, Bucket bucket) {}

    private final Optional<Limit> limit;
    private final LongSupplier nanoTime;
    private final Consumer<String> told;

    /** Begins as if nothing had been sent; {@code told} hears what is allowed, each time that it is too much. */
    PingBrake(Optional<Rate> rate, LongSupplier nanoTime, Consumer<String> told) {
        this.limit = rate.map(each -> new Limit(each, new Bucket(each, nanoTime.getAsLong())));
        this.nanoTime = nanoTime;
        this.told = told;
    }

    /** Returns the brake of a connection that is about to be opened. */
    public static PingBrake of(Application application, Handshake handshake) {
        return handshake.path().equals(UNLIMITED)
                ? NONE
                : new PingBrake(
                        application.settings().rates().connection().requests(),
                        System::nanoTime,
                        most -> application.access().limiter().braked(handshake.remoteAddress(), most));
    }

    /**
     * Counts a frame that has come, and is a message's or a control frame.
     *
     * @param firstByte of the frame
     * @return for how many nanoseconds nothing should be read, mostly 0
     */
    public long count(int firstByte) {
        if ((firstByte & CONTROL) == 0 || limit.isEmpty()) {
            return 0;
        }
        long wait = limit.get().bucket().take(nanoTime.getAsLong());
        if (wait == 0) {
            return 0;
        }
        told.accept("at most " + limit.get().rate().perSecond() + " pings and pongs a second of a connection");
        return Math.max(LEAST_NANOS, wait);
    }
}
