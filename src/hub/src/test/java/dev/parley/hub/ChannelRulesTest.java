package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelRulesTest {
    private static ChannelRule.Log log(String pattern, int members, int messages) {
        return new ChannelRule.Log(pattern, members, messages, Long.MAX_VALUE);
    }

    private static StateLimits keys(int keys) {
        StateLimits d = StateLimits.DEFAULTS;
        return new StateLimits(keys, d.keyBytes(), 1, 9, d.bytes(), d.deleted(), d.page(), d.pageBytes());
    }

    private final ChannelRules rules = new ChannelRules(List.of(
            log("chat:*", 3, 30),
            log("chat:vip-*", 2, 20),
            log("chat:vip-one", 1, 10),
            new ChannelRule.State("sync:*", 1, keys(1))));

    @ParameterizedTest
    @CsvSource({
        "chat:a, chat:*",
        "chat:vip, chat:*",
        "chat:vip-, chat:vip-*",
        "chat:vip-two, chat:vip-*",
        "chat:vip-one, chat:vip-one",
        "chat:vip-one-more, chat:vip-*",
        "sync:x, sync:*"
    })
    void areFoundTheMostExactFirst(String channel, String pattern) {
        assertEquals(Optional.of(pattern), rules.of(channel).map(ChannelRule::pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chats:a", "cha:t", "x:chat:a"})
    void areNotFoundForOtherNames(String channel) {
        assertEquals(Optional.empty(), rules.of(channel));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "chat", "chat:", ":a", "chat:a*b", "chat*:a", "ch at:*", "chat:**", "chat:\"", "é:a"})
    void refuseWhatIsNoPattern(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> log(pattern, 1, 1));
    }

    @Test
    void refuseTwoForOnePattern() {
        assertThrows(
                IllegalArgumentException.class, () -> new ChannelRules(List.of(log("a:*", 1, 1), log("a:*", 2, 2))));
    }

    @Test
    void boundLogsAndTheirMembers() {
        Hub hub = new Hub(
                new Hub.Limits(9, 9, 90, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1)),
                rules,
                () -> Instant.EPOCH,
                new Random(1),
                Runnable::run);
        assertEquals("kept 30, members 3", bounds(hub, "chat:a"));
        assertEquals("kept 20, members 2", bounds(hub, "chat:vip-a"));
        assertEquals("kept 10, members 1", bounds(hub, "chat:vip-one"));
        assertEquals("kept 90, members 9", bounds(hub, "others:a"));
    }

    private static String bounds(Hub hub, String channel) {
        for (int i = 0; i < 100; i++) {
            hub.publish(channel, new Message("ann", Optional.empty(), Optional.empty(), "1"), sent -> {});
        }
        int members = 0;
        while (hub.enter(channel, "m" + members, "m" + members) instanceof Hub.Seated) {
            members++;
        }
        Hub.Page page = (Hub.Page) hub.readAfter(channel, 0, 1000);
        return "kept " + page.publications().size() + ", members " + members;
    }

    /** History is off: nothing can be read, but who was away for a moment misses nothing. */
    @Test
    void keepAMomentWhereNothingIsKept() {
        ChannelRules off = new ChannelRules(List.of(log("calls:*", 5, 0)));
        long[] millis = {1_000_000};
        Hub hub = new Hub(
                new Hub.Limits(9, 9, 9, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofHours(1)),
                off,
                () -> Instant.ofEpochMilli(millis[0]),
                new Random(1),
                Runnable::run);
        for (int i = 1; i <= 100; i++) {
            hub.publish(
                    "calls:a", new Message("ann", Optional.empty(), Optional.empty(), Integer.toString(i)), sent -> {});
        }
        Hub.Page page = (Hub.Page) hub.readAfter("calls:a", 0, 1000);
        assertEquals(List.of(), page.publications());
        assertEquals(101, page.first());
        assertEquals(List.of(), ((Hub.Page) hub.readBefore("calls:a", OptionalLong.empty(), 9)).publications());
        Hub.Accepted joined = (Hub.Accepted) hub.subscribe("calls:a", "bob", "bob", 50, new Inbox(Inbox.WIDE));
        assertEquals(List.of(), joined.history());
        assertEquals(100, follow(hub, Start.with(50)));
        String epoch = joined.position().epoch();
        assertEquals(50, follow(hub, Start.after(new StreamPosition(epoch, 50))));
        hub.sweep();
        hub.sweep(); // nothing is kept ready any more but what the log has
        Inbox late = new Inbox(Inbox.WIDE);
        followed(hub, Start.after(new StreamPosition(epoch, 30)), late).start();
        assertEquals("gap 31..36, 37..100, live 100", late.take());
        millis[0] += 30_001;
        hub.sweep();
        hub.sweep();
        Inbox later = new Inbox(Inbox.WIDE);
        followed(hub, Start.after(new StreamPosition(epoch, 50)), later).start();
        assertEquals("gap 51..100, live 100", later.take());
    }

    private static Subscription followed(Hub hub, Start start, Inbox inbox) {
        return ((Hub.Following) hub.follow("calls:a", start, 1000, inbox)).subscription();
    }

    private static long follow(Hub hub, Start start) {
        return ((Hub.Following) hub.follow("calls:a", start, 1000, new Inbox(Inbox.WIDE))).from();
    }

    @Test
    void boundChannelsOfValues() {
        States states = new States(
                new States.Limits(9, StateLimits.DEFAULTS, Long.MAX_VALUE, Duration.ofHours(1)),
                rules,
                () -> Instant.EPOCH,
                new Random(1),
                Runnable::run);
        assertEquals(new StateChange.Done(1), Board.change(states, "sync:a", StateChange.set("a", "1")));
        StateChange another = StateChange.set("b", "1");
        assertEquals(new StateChange.Refused(StateChange.Why.CHANNEL_FULL), Board.change(states, "sync:a", another));
        Board.change(states, "others:a", StateChange.set("a", "1"));
        assertEquals(new StateChange.Done(2), Board.change(states, "others:a", another));
        assertEquals(9, states.limits("sync:a").valueBytes());
        assertEquals(StateLimits.DEFAULTS, states.limits("others:a"));
        states.enter("sync:a", "ann", "ann");
        assertEquals(new Hub.Rejected(HubError.CHANNEL_FULL), states.enter("sync:a", "bob", "bob"));
    }
}
