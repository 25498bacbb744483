package dev.parley.hub.protocol;

import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.Hub;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import dev.parley.hub.access.Access;
import dev.parley.hub.spi.Authorizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** A hub whose time and randomness are known: the epoch of its first channel is {@value #EPOCH}. */
final class TestHub implements InstantSource {
    static final String EPOCH = "73d51abbd89cb819";
    static final int KEPT = 100;
    private static final long STATE_MEMORY = 1 << 20;

    final Hub hub;
    final States states;
    final HubProtocol protocol;
    Access access = new Access(
            new TestTokens(this),
            (who, action, channel) -> this.rules.allows(who, action, channel),
            this,
            Duration.ofSeconds(10));
    Authorizer rules = Authorizer.ALL;
    long millis = 1000;
    long nanos = -5_000_000_000L;

    TestHub() {
        this(ProtocolLimits.DEFAULTS, 10);
    }

    TestHub(ProtocolLimits limits, int channels) {
        this(limits, channels, STATE_MEMORY);
    }

    TestHub(ProtocolLimits limits, int channels, long stateMemory) {
        this(
                limits,
                channels,
                stateMemory,
                clock -> new Hub(
                        new Hub.Limits(channels, 10, KEPT, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofMinutes(10)),
                        rules(),
                        clock,
                        new Random(1),
                        Runnable::run));
    }

    TestHub(Function<InstantSource, Hub> maker) {
        this(ProtocolLimits.DEFAULTS, 10, STATE_MEMORY, maker);
    }

    private TestHub(ProtocolLimits limits, int channels, long stateMemory, Function<InstantSource, Hub> maker) {
        hub = maker.apply(() -> Instant.ofEpochMilli(millis));
        states = new States(
                new States.Limits(channels, limits(), stateMemory, Duration.ofMinutes(10)),
                rules(),
                this,
                new Random(1),
                Runnable::run);
        protocol = new HubProtocol(new Channels(hub, states, rules()), limits, "n1", this, new Random(2));
    }

    /** State channels of 5 keys of 10 bytes, 2 by name, values of 100 bytes; pages of 3 keys. */
    private static StateLimits limits() {
        return new StateLimits(5, 10, 2, 100, 1 << 20, 2, 3, 1 << 16);
    }

    private static ChannelRules rules() {
        return new ChannelRules(List.of(
                new ChannelRule.Log("chat:*", 10, KEPT, Long.MAX_VALUE),
                new ChannelRule.Log("news:*", 10, KEPT, Long.MAX_VALUE),
                new ChannelRule.Log("alone:*", 0, 3, Long.MAX_VALUE),
                new ChannelRule.Log("only:one", 10, KEPT, Long.MAX_VALUE),
                new ChannelRule.State("ticker:*", 100, limits()),
                new ChannelRule.State("ticker:alone*", 0, limits()),
                new ChannelRule.State("sync:*", 10, limits())));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }
}
