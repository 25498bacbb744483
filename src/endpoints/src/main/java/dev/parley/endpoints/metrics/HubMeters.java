package dev.parley.endpoints.metrics;

import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.Hub;
import dev.parley.hub.States;
import dev.parley.hub.Traffic;
import dev.parley.hub.protocol.ErrorCode;
import dev.parley.hub.protocol.HubProtocol;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Names what channels count themselves. Every tag has a handful of values, none of them from a client. */
final class HubMeters {
    private static final String KIND = "kind";

    private final MeterRegistry registry;

    HubMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void bind(Hub hub, States states, HubProtocol protocol) {
        Tags log = Tags.of(KIND, "log");
        Tags state = Tags.of(KIND, "state");
        gauge("parley.channels", "channels in memory", log, hub, Hub::channels);
        gauge("parley.channels", "channels in memory", state, states, States::channels);
        gauge("parley.channel.memory", "bytes that channels hold", log, hub, Hub::memory);
        gauge("parley.channel.memory", "bytes that channels hold", state, states, States::memory);
        bind(hub.traffic(), log);
        bind(states.traffic(), state);
        for (Why why : Why.values()) {
            Tags reason = Tags.of("reason", word(why));
            counter("parley.gaps", "gaps that subscribers were told of", reason, hub.traffic(), each -> each.gaps(why));
        }
        counter(
                "parley.conflated",
                "changes of values left out for slow readers",
                Tags.empty(),
                states.traffic(),
                Traffic::conflated);
        for (HubProtocol.Begun how : HubProtocol.Begun.values()) {
            Tags tags = Tags.of("how", word(how));
            counter("parley.sessions", "clients that said hello to /hub", tags, protocol, each -> each.begun(how));
        }
        for (ErrorCode code : ErrorCode.values()) {
            Tags tags = Tags.of("code", code.code());
            counter(
                    "parley.refusals",
                    "requests to /hub that were refused",
                    tags,
                    protocol,
                    each -> each.refusals(code));
        }
    }

    private void bind(Traffic traffic, Tags kind) {
        gauge("parley.subscriptions", "subscriptions to channels", kind, traffic, Traffic::subscriptions);
        counter(
                "parley.deliveries",
                "publications and values that subscribers took",
                kind,
                traffic,
                Traffic::deliveries);
        for (Traffic.Outcome outcome : Traffic.Outcome.values()) {
            Tags tags = kind.and("outcome", word(outcome));
            counter("parley.publications", "wishes to publish", tags, traffic, each -> each.publications(outcome));
        }
        for (Traffic.Recovery recovery : Traffic.Recovery.values()) {
            Tags tags = kind.and("outcome", word(recovery));
            counter(
                    "parley.recoveries",
                    "wishes to go on from a position",
                    tags,
                    traffic,
                    each -> each.recoveries(recovery));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private <T> void gauge(String name, String description, Tags tags, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).tags(tags).register(registry);
    }

    private <T> void counter(String name, String description, Tags tags, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
