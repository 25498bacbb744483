package dev.parley.hub.protocol;

import dev.parley.hub.Hub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Function;

/** A hub whose time and randomness are known: the epoch of its first channel is {@value #EPOCH}. */
final class TestHub implements InstantSource {
    static final String EPOCH = "73d51abbd89cb819";
    static final int KEPT = 100;

    final Hub hub;
    final HubProtocol protocol;
    long millis = 1000;
    long nanos = -5_000_000_000L;

    TestHub() {
        this(ProtocolLimits.DEFAULTS, 10);
    }

    TestHub(ProtocolLimits limits, int channels) {
        this(
                limits,
                clock -> new Hub(
                        new Hub.Limits(channels, 10, KEPT, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofMinutes(10)),
                        clock,
                        new Random(1),
                        Runnable::run));
    }

    TestHub(Function<InstantSource, Hub> maker) {
        this(ProtocolLimits.DEFAULTS, maker);
    }

    private TestHub(ProtocolLimits limits, Function<InstantSource, Hub> maker) {
        hub = maker.apply(() -> Instant.ofEpochMilli(millis));
        protocol = new HubProtocol(
                hub,
                channel -> channel.startsWith("chat:") || channel.startsWith("news:"),
                limits,
                "n1",
                this,
                new Random(2));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }
}
