package dev.parley.endpoints.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.api.ChannelListener;
import dev.parley.endpoints.api.Following;
import dev.parley.endpoints.api.HubException;
import dev.parley.endpoints.api.HubException.Code;
import dev.parley.endpoints.api.PublishOptions;
import dev.parley.endpoints.api.Published;
import dev.parley.endpoints.api.StateListener;
import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.Hub;
import dev.parley.hub.Start;
import dev.parley.hub.StateChange;
import dev.parley.hub.StateChange.Condition;
import dev.parley.hub.StateEntry;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import dev.parley.hub.access.Access;
import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalHubTest {
    private static final int LONGEST = 100;

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Runnable> committed = new ArrayList<>();
    private final List<Runnable> rolledBack = new ArrayList<>();
    private final Hub hub = new Hub(
            new Hub.Limits(3, 10, 4, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofMinutes(10)),
            InstantSource.system(),
            new Random(1),
            Runnable::run);
    private final States states = new States(
            new States.Limits(3, StateLimits.DEFAULTS, 1 << 20, Duration.ofMinutes(10)),
            InstantSource.system(),
            new Random(1),
            Runnable::run);
    private final LocalHub local = with(Transactions.NONE);

    private LocalHub with(Transactions transactions) {
        Policies policies = new Policies(Authorizer.ALL);
        return new LocalHub(
                new LocalHub.Core(
                        hub,
                        states,
                        LocalHubTest::kind,
                        Access.open(InstantSource.system()),
                        policies,
                        (name, method) -> () -> {}),
                new LocalHub.Limits(LONGEST, 3),
                tasks::add,
                transactions);
    }

    private static Optional<LocalHub.Kind> kind(String channel) {
        return switch (channel.substring(0, channel.indexOf(':'))) {
            case "news" -> Optional.of(LocalHub.Kind.MESSAGES);
            case "ticker" -> Optional.of(LocalHub.Kind.VALUES);
            default -> Optional.empty();
        };
    }

    private void run() {
        for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
            next.run();
        }
    }

    private static Published of(CompletionStage<Published> stage) {
        return stage.toCompletableFuture().join();
    }

    private static HubException failureOf(CompletionStage<Published> stage) {
        CompletionException failure = assertThrows(
                CompletionException.class, () -> stage.toCompletableFuture().join());
        return assertInstanceOf(HubException.class, failure.getCause());
    }

    /** Writes down what it is told. */
    private static class Notes implements ChannelListener {
        final List<String> told = new ArrayList<>();

        @Override
        public void message(Publication message) {
            told.add(message.offset() + " " + message.sender() + " " + message.data());
        }

        @Override
        public void gap(Gap gap) {
            told.add("gap " + gap.from() + "-" + gap.to() + " " + gap.why());
        }

        @Override
        public void live(long offset) {
            told.add("live " + offset);
        }

        @Override
        public void failed(Throwable cause) {
            told.add("failed " + cause.getMessage());
        }
    }

    @Nested
    class Channels {
        @Test
        void publishInOrderAndTellTheOffset() {
            assertEquals(new Published(1, false), of(local.channel("news:a").publish(" {\"a\": 1} ")));
            assertEquals(new Published(2, false), of(local.channel("news:a").publish("null")));
            Notes notes = new Notes();
            local.channel("news:a").subscribe(Start.with(9), notes);
            run();
            assertEquals(List.of("1 ~server {\"a\": 1}", "2 ~server null", "live 2"), notes.told);
        }

        @Test
        void knowWhatIsToBePublishedOnce() {
            PublishOptions once = PublishOptions.DEFAULT.from("Ada").once("order-17");
            assertEquals(new Published(1, false), of(local.channel("news:a").publish("1", once)));
            assertEquals(new Published(1, true), of(local.channel("news:a").publish("1", once)));
            assertEquals(
                    Code.REUSED,
                    failureOf(local.channel("news:a").publish("2", once)).code());
            assertEquals(new Published(2, false), of(local.channel("news:a").publish("1", once.once("order-18"))));
            assertEquals(new Published(1, false), of(local.channel("news:b").publish("1", once)), "each channel");
        }

        record Bad(String json, Code code) {}

        static Stream<Bad> bad() {
            return Stream.of(
                    new Bad("", Code.MALFORMED),
                    new Bad("{", Code.MALFORMED),
                    new Bad("1 2", Code.MALFORMED),
                    new Bad("1,\"x\":2", Code.MALFORMED),
                    new Bad("1}", Code.MALFORMED),
                    new Bad("1},{\"d\":1", Code.MALFORMED),
                    new Bad("[".repeat(20) + "]".repeat(20), Code.TOO_DEEP),
                    new Bad("{\"a\":1,\"a\":2}", Code.BAD_VALUE),
                    new Bad("\"\\ud800\"", Code.BAD_VALUE),
                    new Bad("\"" + "é".repeat(LONGEST / 2) + "\"", Code.VALUE_TOO_BIG));
        }

        @ParameterizedTest
        @MethodSource("bad")
        void refuseWhatClientsCouldNotRead(Bad bad) {
            HubException why = failureOf(local.channel("news:a").publish(bad.json()));
            assertEquals(bad.code(), why.code(), why::getMessage);
            assertEquals(0, hub.channels());
        }

        @Test
        void saySoWhenThereAreTooMany() {
            Notes notes = new Notes();
            for (String name : List.of("a", "b", "c")) {
                local.channel("news:" + name).subscribe(notes);
            }
            HubException why = failureOf(local.channel("news:d").publish("1"));
            assertEquals(Code.TOO_MANY_CHANNELS, why.code());
            assertTrue(why.retry() && why.after().equals(Duration.ofSeconds(1)), why::toString);
        }

        record BadName(String name, Code code) {}

        static Stream<BadName> names() {
            return Stream.of(
                    new BadName("news", Code.BAD_CHANNEL),
                    new BadName("news:ä", Code.BAD_CHANNEL),
                    new BadName("nowhere:a", Code.UNKNOWN_CHANNEL),
                    new BadName("ticker:a", Code.WRONG_KIND));
        }

        @ParameterizedTest
        @MethodSource("names")
        void haveNamesOfTheirKind(BadName bad) {
            assertEquals(
                    bad.code(),
                    assertThrows(HubException.class, () -> local.channel(bad.name()))
                            .code());
        }
    }

    @Nested
    class Listeners {
        private final Notes notes = new Notes();

        private void publish(int count) {
            for (int i = 0; i < count; i++) {
                of(local.channel("news:a").publish("0"));
            }
        }

        @Test
        void areToldOfGapsAndGoOnFromAPosition() {
            publish(2);
            Following first = local.channel("news:a").subscribe(Start.with(2), notes);
            run();
            StreamPosition seen = first.position();
            assertEquals(2, seen.offset());
            first.close();
            publish(6);
            run();
            assertEquals(List.of("1 ~server 0", "2 ~server 0", "live 2"), notes.told);
            notes.told.clear();
            Following second = local.channel("news:a").subscribe(Start.after(seen), notes);
            run();
            assertEquals(List.of("gap 3-5 LIMIT", "6 ~server 0", "7 ~server 0", "8 ~server 0", "live 8"), notes.told);
            assertEquals(new StreamPosition(seen.epoch(), 8), second.position());
        }

        /** Nothing is queued for code that is slow: it has one task, and what comes meanwhile is read from the log. */
        @Test
        void haveOneTaskAtATime() {
            local.channel("news:a").subscribe(notes);
            publish(4);
            assertEquals(1, tasks.size());
            tasks.remove().run();
            assertEquals(1, tasks.size());
            run();
            assertEquals(List.of("live 0", "1 ~server 0", "2 ~server 0", "3 ~server 0", "4 ~server 0"), notes.told);
        }

        @Test
        void thatThrowAreToldAndEnd() {
            Notes broken = new Notes() {
                @Override
                public void message(Publication message) {
                    if (message.offset() == 2) {
                        throw new IllegalStateException("cannot count beyond one");
                    }
                    super.message(message);
                }
            };
            Following following = local.channel("news:a").subscribe(broken);
            publish(3);
            run();
            assertEquals(List.of("live 0", "1 ~server 0", "failed cannot count beyond one"), broken.told);
            assertEquals(1, following.position().offset());
        }

        @Test
        void cannotBeginInTheFuture() {
            publish(1);
            Following following = local.channel("news:a").subscribe(notes);
            run();
            StreamPosition future = new StreamPosition(following.position().epoch(), 7);
            assertEquals(
                    Code.FUTURE_POSITION,
                    assertThrows(
                                    HubException.class,
                                    () -> local.channel("news:a").subscribe(Start.after(future), notes))
                            .code());
        }

        @Test
        void endWithTheHub() {
            local.channel("news:a").subscribe(notes);
            run();
            local.close();
            publish(1);
            run();
            assertEquals(List.of("live 0"), notes.told);
        }
    }

    @Nested
    class Values {
        @Test
        void areSetPatchedAndDeleted() {
            assertEquals(new Published(1, false), of(local.state("ticker:a").set("k", "{\"a\":1}")));
            assertEquals(new Published(2, false), of(local.state("ticker:a").patch("k", "{\"b\":2}")));
            assertEquals(
                    Optional.of("{\"a\":1,\"b\":2}"),
                    local.state("ticker:a").get("k").flatMap(StateEntry::value));
            assertEquals(new Published(3, false), of(local.state("ticker:a").delete("k")));
            assertEquals(Optional.empty(), local.state("ticker:a").get("k"));
        }

        @Test
        void areChangedOnConditionAndOnce() {
            StateChange first = StateChange.set("k", "1").when(new Condition.Absent());
            PublishOptions once = PublishOptions.DEFAULT.once("x");
            assertEquals(new Published(1, false), of(local.state("ticker:a").change(first, once)));
            assertEquals(new Published(1, true), of(local.state("ticker:a").change(first, once)));
            assertEquals(
                    Code.CONFLICT,
                    failureOf(local.state("ticker:a").change(first)).code());
        }

        @Test
        void areRefusedForTheSameReasonsAsThoseOfClients() {
            assertEquals(
                    Code.BAD_KEY,
                    failureOf(local.state("ticker:a").set("", "1")).code());
            assertEquals(
                    Code.MALFORMED,
                    failureOf(local.state("ticker:a").set("k", "nonsense")).code());
            assertEquals(
                    Code.WRONG_KIND,
                    assertThrows(HubException.class, () -> local.state("news:a"))
                            .code());
        }

        @Test
        void areToldToListeners() {
            of(local.state("ticker:a").set("old", "1"));
            List<String> told = new ArrayList<>();
            var registration = local.state("ticker:a").subscribe(new StateListener() {
                @Override
                public void changed(StateEntry entry) {
                    told.add(entry.key() + "=" + entry.value().orElse("gone"));
                }

                @Override
                public void reset() {
                    told.add("reset");
                }

                @Override
                public void live(long version) {
                    told.add("live " + version);
                }
            });
            run();
            of(local.state("ticker:a").set("new", "2"));
            run();
            of(local.state("ticker:a").delete("old"));
            run();
            registration.close();
            of(local.state("ticker:a").set("new", "3"));
            run();
            assertEquals(List.of("reset", "old=1", "live 1", "new=2", "old=gone"), told);
        }
    }

    @Nested
    class InATransaction {
        private final LocalHub transactional = with((now, undone) -> {
            committed.add(now);
            rolledBack.add(undone);
        });

        @Test
        void isPublishedInOrderAtTheCommit() {
            CompletionStage<Published> first = transactional.channel("news:a").publish("1");
            CompletionStage<Published> second = transactional.channel("news:a").publish("2");
            CompletionStage<Published> value = transactional.state("ticker:a").set("k", "3");
            assertEquals(0, hub.channels() + states.channels());
            committed.forEach(Runnable::run);
            run();
            assertEquals(
                    List.of(1L, 2L, 1L),
                    List.of(of(first).offset(), of(second).offset(), of(value).offset()));
        }

        /** The thread that commits is the server's: code that waits for the answer is not run there. */
        @Test
        void isAnsweredOnAThreadForTheApplication() {
            CompletionStage<Published> answer = transactional.channel("news:a").publish("1");
            committed.forEach(Runnable::run);
            assertTrue(!answer.toCompletableFuture().isDone());
            run();
            assertTrue(answer.toCompletableFuture().isDone());
        }

        @Test
        void isNotPublishedIfItIsRolledBack() {
            CompletionStage<Published> message = transactional.channel("news:a").publish("1");
            CompletionStage<Published> value = transactional.state("ticker:a").delete("k");
            rolledBack.forEach(Runnable::run);
            run();
            assertEquals(Code.ROLLED_BACK, failureOf(message).code());
            assertEquals(Code.ROLLED_BACK, failureOf(value).code());
            assertEquals(0, hub.channels() + states.channels());
        }
    }
}
