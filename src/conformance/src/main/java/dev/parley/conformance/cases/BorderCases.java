package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where buffers of the usual sizes end, and what is asked for at once in the midst of a message. */
final class BorderCases {
    private static final int[] SIZES = {128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536};
    private static final int BEFORE = 18;
    private static final long[] PARTS = {0, 1, 126};

    private BorderCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("robustness.segments.borders", "5.2", "Frames that begin before every border of usual buffers")
                        .why("Where a reader's buffer ends means nothing: header, key and payload go on behind it.")
                        .connected(borders("texts, fragments and pings", false)),
                must("robustness.segments.borders-deflate", "RFC 7692 6.2", "Compressed frames before the same borders")
                        .why("Where a reader's buffer ends means nothing, to an inflater neither.")
                        .deflated("permessage-deflate", borders("compressed texts and pings", true)),
                must(
                                "fragmentation.every.ping-awaited",
                                "5.5.2",
                                "Pings between fragments are answered before the rest")
                        .why("A message may never end; a ping is answered as soon as is practical.")
                        .connected(Step.of(
                                Step.Kind.EXPECT,
                                "the pong to a ping behind each fragment, before the next one is sent",
                                conversation -> awaited(conversation, false))),
                must("deflate.every.ping-awaited", "RFC 7692 6.1", "The same between compressed fragments")
                        .why("Control frames may stand between compressed fragments and are answered there.")
                        .deflated(
                                "permessage-deflate",
                                Step.of(
                                        Step.Kind.EXPECT,
                                        "the pong to a ping behind each fragment, before the next one is sent",
                                        conversation -> awaited(conversation, true))));
    }

    private static Step borders(String what, boolean packed) {
        return Step.of(
                Step.Kind.EXPECT,
                what + " behind a binary message, so that they begin 0 to " + BEFORE + " bytes before a power of two",
                conversation -> {
                    for (int size : SIZES) {
                        for (int before = 0; before <= BEFORE; before++) {
                            try {
                                exchange(conversation, size - before, packed, before);
                            } catch (Judgement e) {
                                throw e.at(before + " bytes before " + size);
                            }
                        }
                    }
                });
    }

    private static void exchange(Conversation conversation, int before, boolean packed, int number) throws Judgement {
        RawFrame filler = binary(Payload.bytes(before - (before < 134 ? 6 : 8)));
        RawFrame plain = text(Payload.of("b\u00e4\u20ac\ud83d\ude00 ".repeat(13)));
        RawFrame sent = (packed ? plain.compressed() : plain).key(0x80ff_0137 + number);
        List<RawFrame> frames = new ArrayList<>(List.of(filler));
        if (number % 2 == 0) {
            frames.add(sent);
        } else {
            Payload all = sent.payload();
            int cut = 1 + number % 5;
            frames.add(sent.payload(all.slice(0, cut)).notFinal());
            frames.add(continuation(all.slice(cut, all.length())));
        }
        frames.add(ping("behind"));
        conversation.send(Output.of(frames.toArray(RawFrame[]::new)));
        Answers.await(conversation, List.of(Expected.echo(filler), Expected.echo(plain), Expected.pong("behind")));
    }

    private static void awaited(Conversation conversation, boolean packed) throws Judgement {
        for (int kind = 0; kind < 2; kind++) {
            for (long first : PARTS) {
                for (long second : PARTS) {
                    for (long third : PARTS) {
                        Payload all = packed
                                ? Samples.message(Samples.PROSE.bytes(), kind, (int) (900 + first))
                                : Payload.ascii(first + second + third);
                        RawFrame plain = kind == 0 ? text(all) : binary(all);
                        RawFrame whole = packed ? plain.compressed() : plain;
                        Payload sent = whole.payload();
                        long[] cuts = {first, first + second, sent.length()};
                        awaited(conversation, whole, cuts);
                        Answers.await(conversation, List.of(Expected.echo(plain)));
                    }
                }
            }
        }
    }

    private static void awaited(Conversation conversation, RawFrame whole, long... cuts) throws Judgement {
        long from = 0;
        for (int i = 0; i < cuts.length; i++) {
            Payload part = whole.payload().slice(from, cuts[i]);
            RawFrame frame = i == 0 ? whole.payload(part) : continuation(part);
            from = cuts[i];
            if (i == cuts.length - 1) {
                conversation.send(Output.of(frame));
            } else {
                Payload question = Payload.bytes(i + cuts[i] % 125);
                conversation.send(Output.of(frame.notFinal(), ping(question)));
                Answers.await(conversation, List.of(Expected.pong(question)));
            }
        }
    }
}
