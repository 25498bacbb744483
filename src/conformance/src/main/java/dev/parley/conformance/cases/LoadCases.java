package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Expected.pong;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.stillOpen;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Much at once: floods of small frames, and a reader that does not read. Nothing is lost, doubled or out of order. */
final class LoadCases {
    private static final int BATCH = 500; // what can be on its way without anybody having to wait
    private static final long QUIET_MILLIS = 200;
    private static final int POLICY = 1008;
    private static final int TRY_LATER = 1013;

    private LoadCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(floods(), readers()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> floods() {
        return Stream.of(
                quality("robustness.flood.pings", "5.5.3", "The last of 3000 pings is answered")
                        .why("A pong may stand for several pings (5.5.3): only the last of each 500 has to come.")
                        .tags("performance")
                        .connected(act("3000 pings, 500 in a write", conversation -> pings(conversation, 6, BATCH))),
                quality("robustness.flood.empty-pings", "5.5.3", "A flood of empty pings is survived")
                        .why("A ping without payload is a ping; the one with a payload behind them is answered.")
                        .tags("performance")
                        .connected(
                                act("2000 empty pings and one with a payload", LoadCases::emptyPings),
                                expect(pong("end").limitedBy(POLICY, TRY_LATER))),
                quality("robustness.flood.pongs", "5.5.3", "10000 pongs that nobody asked for are survived")
                        .why("They are not answered.")
                        .tags("performance")
                        .connected(
                                act("10000 pongs and a ping", LoadCases::pongs),
                                expect(pong("end").limitedBy(POLICY, TRY_LATER))),
                quality("robustness.flood.pongs-answered", "5.5.3", "Pongs are answered with nothing")
                        .why("Pings that answer pongs would go to and fro for ever; one or two may be by chance.")
                        .connected(
                                Step.of(Step.Kind.EXPECT, "no pings that answer 30 pongs", LoadCases::answersToPongs)),
                quality("robustness.flood.empty-texts", "5.6", "1000 empty texts in one write come back, each")
                        .why("An empty message is a message.")
                        .tags("performance")
                        .connected(all(1000, i -> text(""), i -> echo(""))),
                quality("robustness.flood.texts", "5.6", "2000 texts in one write come back, in order")
                        .why("Order is kept, and nothing is lost or doubled.")
                        .tags("performance")
                        .connected(all(2000, i -> text("text " + i), i -> echo("text " + i))),
                quality("robustness.flood.types", "5.6", "1000 messages of changing type come back as what they were")
                        .why("Each message has the type of its first frame.")
                        .tags("performance")
                        .connected(all(
                                1000,
                                i -> i % 2 == 0 ? text("t" + i) : binary(Payload.of("b" + i)),
                                i -> i % 2 == 0 ? echo("t" + i) : echo(false, Payload.of("b" + i)))),
                must(
                                "robustness.flood.pings-in-message",
                                "5.4",
                                "40 pings within one message are answered, and the message too")
                        .why("Control frames stand between fragments as often as they like; the last one counts.")
                        .tags("performance")
                        .connected(act("a fragment, 40 pings", LoadCases::pingsWithin), expect(echo("begun"))));
    }

    private static Step all(int count, IntFunction<RawFrame> frame, IntFunction<Expected> echo) {
        return Step.of(Step.Kind.EXPECT, count + " echoes, in order", conversation -> {
            conversation.post(
                    Output.of(IntStream.range(0, count).mapToObj(frame).toArray(RawFrame[]::new)));
            for (int i = 0; i < count; i++) {
                expect(echo.apply(i)).run(conversation);
            }
        });
    }

    private static void answersToPongs(Conversation conversation) throws Judgement {
        for (int i = 0; i < 30; i++) {
            conversation.send(Output.of(RawFrame.pong("unasked " + i)));
        }
        stillOpen().run(conversation);
        if (conversation.pings() > 2) {
            throw Judgement.fail("pongs that nobody answers", conversation.pings() + " pings");
        }
    }

    private static void pings(Conversation conversation, int batches, int size) throws Judgement {
        for (int batch = 0; batch < batches; batch++) {
            int first = batch * size;
            conversation.post(Output.of(IntStream.range(0, size)
                    .mapToObj(i -> ping("ping " + (first + i)))
                    .toArray(RawFrame[]::new)));
            int last = -1;
            while (last < first + size - 1) {
                int number = number(conversation.next());
                if (number <= last || number >= first + size) {
                    throw Judgement.fail("pongs in the order of the pings", "pong " + number + " behind pong " + last);
                }
                last = number;
            }
        }
    }

    private static int number(Event event) throws Judgement {
        if (event instanceof Event.Close close && (close.code() == POLICY || close.code() == TRY_LATER)) {
            throw Judgement.limited("refused the flood with " + close.describe());
        }
        if (!(event instanceof Event.Pong pong)) {
            throw Judgement.fail("a pong for the last ping", event.describe());
        }
        String text = Payload.of(pong.payload()).length() == 0 ? "" : Payload.show(pong.payload());
        if (!text.matches("\"ping [0-9]{1,6}\"")) {
            throw Judgement.fail("a pong with the payload of a ping", event.describe());
        }
        return Integer.parseInt(text.substring(6, text.length() - 1));
    }

    private static void emptyPings(Conversation conversation) throws Judgement {
        conversation.post(repeated(ping(""), 2000));
        conversation.post(Output.of(ping("end")));
    }

    private static void pongs(Conversation conversation) throws Judgement {
        conversation.post(repeated(RawFrame.pong("unasked"), 10_000));
        conversation.post(Output.of(ping("end")));
    }

    private static void pingsWithin(Conversation conversation) throws Judgement {
        conversation.post(Output.of(text("be").notFinal()));
        pings(conversation, 1, 40);
        conversation.post(Output.of(RawFrame.continuation("gun")));
    }

    private static Output repeated(RawFrame frame, int count) {
        byte[] one = new byte[(int) frame.onWire().length()];
        frame.onWire().copy(0, one, 0, one.length);
        String label = count + " times " + frame.describe();
        return new Output(List.of(new Output.Part(label, Payload.cycle(one, count))), 0);
    }

    private static Stream<ConformanceCase> readers() {
        return Stream.of(
                slow("text", i -> text(Payload.ascii(60_000 + i))),
                slow("binary", i -> binary(Payload.bytes(60_000 + i))),
                slow("small", i -> text(Payload.ascii(600 + i % 1000))),
                quality(
                                "robustness.reader.slow-then-ping",
                                "5.5.2",
                                "A ping behind what a slow reader has not read is answered")
                        .why("Back-pressure ends when the reader reads; the connection is as good as before.")
                        .tags("performance")
                        .connected(
                                act(
                                        "5 MB of text, unread until all of it is written or no more is taken",
                                        conversation -> {
                                            play(conversation, 80, i -> text(Payload.ascii(60_000)));
                                        }),
                                stillOpen()));
    }

    private static ConformanceCase slow(String name, IntFunction<RawFrame> frames) {
        int count = name.equals("small") ? 6000 : 100;
        return quality("robustness.reader.slow-" + name, "10.4", "A reader that reads late gets every echo: " + name)
                .why(
                        "A server waits, or gives up with 1008 or 1013; it loses nothing, and keeps no more than it has room for.")
                .tags("performance")
                .connected(Step.of(
                        Step.Kind.EXPECT,
                        "the echo of each of " + count + " messages, read only when no more are taken",
                        conversation -> play(conversation, count, frames)));
    }

    private static void play(Conversation conversation, int count, IntFunction<RawFrame> frames) throws Judgement {
        conversation.pause();
        for (int i = 0; i < count; i += BATCH) {
            int from = i;
            conversation.post(Output.of(IntStream.range(from, Math.min(count, from + BATCH))
                    .mapToObj(frames)
                    .toArray(RawFrame[]::new)));
        }
        boolean all = conversation.settle(QUIET_MILLIS); // if not, the kernel's buffers are full in both directions
        conversation.note(all ? "all of it was taken unread" : "no more is taken unread");
        conversation.resume();
        for (int i = 0; i < count; i++) {
            expect(echo(frames.apply(i)).limitedBy(POLICY, TRY_LATER)).run(conversation);
        }
    }
}
