package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Expected.echo;
import static dev.parley.conformance.script.Steps.expect;
import static dev.parley.conformance.script.Steps.send;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the server's compressor really does (RFC 7692 7.1): each reference in what it sends is compared with the window
 * and the context that were agreed. The data repeats at distances that a compressor with too large a window would use.
 */
final class DeflateContextCases {
    private static final String PLAIN = "permessage-deflate; client_max_window_bits";
    private static final String KEPT = "What the server sends is inflated here with every reference checked.";

    private static final int[] GAPS = {200, 600, 5000, 20_000};

    private DeflateContextCases() {}

    static Stream<ConformanceCase> cases() {
        Stream<ConformanceCase> windows = IntStream.rangeClosed(8, 15)
                .mapToObj(bits -> must(
                                "deflate.window.server-" + bits,
                                "RFC 7692 7.1.2.1",
                                "A server that agrees to a window of " + bits + " bits looks back no farther")
                        .why(KEPT + " A server may decline the offer, which is unsupported.")
                        .deflated(
                                "permessage-deflate; server_max_window_bits=" + bits,
                                echoes(
                                        "texts that repeat after 200, 600, 5000 and 20000 bytes",
                                        6,
                                        DeflateContextCases::far)));
        return Stream.concat(windows, contexts());
    }

    private static Stream<ConformanceCase> contexts() {
        return Stream.of(
                must("deflate.context.server-forgets", "RFC 7692 7.1.1.1", "A server that agreed to forget does forget")
                        .why(KEPT)
                        .deflated(
                                "permessage-deflate; server_no_context_takeover",
                                echoes("the same text six times", 6, i -> prose(800))),
                must(
                                "deflate.context.server-answers",
                                "RFC 7692 7.1.1.1",
                                "An offer to forget is answered by a promise")
                        .why("A server that takes the offer answers with server_no_context_takeover.")
                        .deflated("permessage-deflate; server_no_context_takeover"),
                quality("deflate.context.server-remembers", "RFC 7692 7.2.2", "A server that may look back does so")
                        .why("Without a promise to forget, the second of two equal messages costs a few bytes.")
                        .deflated(
                                PLAIN,
                                Step.of(
                                        Step.Kind.EXPECT,
                                        "a second echo much smaller than the first",
                                        DeflateContextCases::shrinks)),
                must("deflate.context.mixed", "RFC 7692 6", "Messages that are not compressed stand between others")
                        .why(
                                "A sender compresses each message or not, as it likes; a plain one leaves the window alone.")
                        .deflated(
                                PLAIN,
                                Step.of(Step.Kind.EXPECT, "each echo, compressed or not", DeflateContextCases::mixed)),
                must(
                                "deflate.context.final-block",
                                "RFC 7692 7.2.3.4",
                                "A message may follow one that ends in a final block")
                        .why("The final block ends that message, and not the stream of messages.")
                        .deflated(
                                PLAIN,
                                send(
                                        RawFrame.text(Payload.hex("f348cdc9c9070000"))
                                                .rsv(4),
                                        RawFrame.text("Hello").compressed()),
                                expect(echo("Hello"), echo("Hello"))),
                must("deflate.context.ping", "RFC 7692 6.1", "A ping between two messages leaves the window alone")
                        .why("Control frames are no part of what is compressed.")
                        .deflated(
                                PLAIN,
                                Step.of(
                                        Step.Kind.EXPECT,
                                        "a pong between each two of six equal texts",
                                        DeflateContextCases::pinged)),
                must("deflate.context.grown", "RFC 7692 7.2.1", "Each message begins with all of the one before")
                        .why("A server may send what is short as it is; then it may not look back to it.")
                        .deflated(PLAIN, echoes("texts of 5 to 640 characters", 8, i -> prose(5 << i))),
                must("deflate.context.long", "RFC 7692 7.2.2", "The client's window is kept over 100 messages")
                        .why("Each message refers to the ones before, up to 32 KiB back.")
                        .deflated(PLAIN, echoes("texts that refer to each other", 100, DeflateContextCases::far)),
                must("deflate.window.client-8", "RFC 7692 7.1.2.2", "A window of 8 bits for the client is understood")
                        .why("A server reads every window up to the one agreed.")
                        .deflated(
                                "permessage-deflate; client_max_window_bits=8",
                                echoes("texts compressed with 256 bytes of window", 4, i -> prose(3000))));
    }

    /** A text of which parts stand again, at another distance each time. */
    private static Payload far(int number) {
        int gap = GAPS[number % GAPS.length];
        String again = "the quick brown fox jumps over the lazy dog ";
        return Payload.of(again + gap + noise(gap, number + gap) + again);
    }

    private static Payload prose(int length) {
        return Samples.message(Samples.HTML.bytes(), 0, length);
    }

    /** Characters without repetitions worth a reference. */
    private static String noise(int length, int seed) {
        StringBuilder text = new StringBuilder();
        new SplittableRandom(seed).ints(length, '!', '~').forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static Step echoes(String what, int count, IntFunction<Payload> messages) {
        return Step.of(Step.Kind.EXPECT, "the echo of each of " + count + " messages: " + what, conversation -> {
            try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
                for (int i = 0; i < count; i++) {
                    Payload message = messages.apply(i);
                    conversation.send(
                            Output.of(RawFrame.text(deflate.next(message)).rsv(4)));
                    requireEcho(conversation, message);
                }
            }
        });
    }

    private static void mixed(Conversation conversation) throws Judgement {
        try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
            for (int i = 0; i < 6; i++) {
                Payload message = prose(500 + i);
                conversation.send(Output.of(
                        i % 2 == 0 ? RawFrame.text(deflate.next(message)).rsv(4) : RawFrame.text(message)));
                requireEcho(conversation, message);
            }
        }
    }

    private static void pinged(Conversation conversation) throws Judgement {
        try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
            for (int i = 0; i < 6; i++) {
                Payload message = prose(500);
                conversation.send(Output.of(RawFrame.text(deflate.next(message)).rsv(4)));
                requireEcho(conversation, message);
                conversation.send(Output.of(RawFrame.ping("between")));
                expect(Expected.pong("between")).run(conversation);
            }
        }
    }

    private static void shrinks(Conversation conversation) throws Judgement {
        Payload message = prose(4000);
        try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
            long[] sizes = new long[2];
            for (int i = 0; i < 2; i++) {
                conversation.send(Output.of(RawFrame.text(deflate.next(message)).rsv(4)));
                sizes[i] = requireEcho(conversation, message).onWire();
            }
            if (sizes[1] * 4 > sizes[0]) {
                conversation.allow("the second of two equal messages took " + sizes[1] + " bytes, the first " + sizes[0]
                        + ": compression without context");
            }
        }
    }

    private static Event.Message requireEcho(Conversation conversation, Payload message) throws Judgement {
        Event event = conversation.next();
        if (!(event instanceof Event.Message echo) || !echo.carries(message)) {
            throw Judgement.fail(Expected.echo(true, message).description(), event.describe());
        }
        return echo;
    }
}
