package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Long conversations: what a message leaves behind in the server shows in the next ones. */
final class WalkCases {
    private static final int WALKS = 6;
    private static final int GROUPS = 32;
    private static final int COUNT = 6;
    private static final int ROUNDS = 20;
    private static final String[] OFFERS = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover",
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=12",
        "permessage-deflate; client_max_window_bits=11"
    };

    private static final String WHY =
            "Each message stands alone, whatever came before it: every echo and every pong is compared.";

    private WalkCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(walks(), deflated(), triples(), ends(), together()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> walks() {
        return IntStream.range(0, WALKS)
                .mapToObj(i -> must("robustness.walk." + i, "5.4", "Message after message, none like the one before")
                        .why(WHY)
                        .connected(walk(i, false)));
    }

    private static Stream<ConformanceCase> deflated() {
        return IntStream.range(0, OFFERS.length)
                .mapToObj(
                        i -> must("deflate.walk." + i, "RFC 7692 6.2", "Compressed and plain, none like the one before")
                                .why(WHY)
                                .deflated(OFFERS[i], walk(100 + i, true)));
    }

    private static Step walk(int seed, boolean compresses) {
        return Step.of(
                Step.Kind.EXPECT,
                "about 140 messages, pings and pongs, of any kind and length, in writes of any size (walk " + seed
                        + "), answered in order",
                conversation -> {
                    try (Walk walk = new Walk(seed, compresses, conversation)) {
                        walk.play(GROUPS);
                    }
                });
    }

    private static Stream<ConformanceCase> ends() {
        return Stream.of(
                must("robustness.walk.bad", "7.1.7", "Messages of any kind, and a frame of any kind that breaks a rule")
                        .why("Whatever came before, it fails the connection.")
                        .raw(Sweep.of("walks to a bad frame", () -> bad(160, ""))),
                must(
                                "deflate.walk.bad",
                                "7.1.7",
                                "Messages of any kind, compressed too, and a frame of any kind that breaks a rule")
                        .why("Whatever came before, it fails the connection.")
                        .raw(Sweep.of("walks to a bad frame", () -> bad(150, "permessage-deflate"))),
                quality("robustness.walk.closed", "5.5.1", "Messages of any kind, and a close frame")
                        .why("Whatever came before, it is answered with one, and TCP ends.")
                        .raw(Sweep.of("walks to a close frame", WalkCases::closed)));
    }

    private static List<Row> bad(int count, String offer) {
        return IntStream.range(0, count)
                .mapToObj(i -> walk("walk " + i, 1000 + i, offer, walk -> {
                    walk.play(i % 3);
                    walk.fail();
                }))
                .toList();
    }

    private static List<Row> closed() {
        return IntStream.range(0, 100)
                .mapToObj(i -> walk("walk " + i, 2000 + i, i % 2 == 0 ? "" : "permessage-deflate", walk -> {
                    walk.play(i % 4);
                    walk.farewell();
                }))
                .toList();
    }

    private interface Tour {
        void of(Walk walk) throws Judgement;
    }

    private static Row walk(String name, int seed, String offer, Tour tour) {
        return new Row(name, conversation -> {
            Handshakes.open(offer.isEmpty() ? upgrade() : upgrade().offering(offer))
                    .run(conversation);
            try (Walk walk = new Walk(seed, conversation.deflate().agreed(), conversation)) {
                tour.of(walk);
            }
        });
    }

    private static Stream<ConformanceCase> together() {
        return Stream.of("", "permessage-deflate")
                .map(offer -> quality(
                                "robustness.together.walks" + (offer.isEmpty() ? "" : "-deflate"),
                                "10.4",
                                "Walks on six connections at a time")
                        .why("Connections have nothing in common but the server.")
                        .raw(Step.of(
                                Step.Kind.END,
                                "groups of messages of any kind on six connections in turns, and a clean close of each",
                                conversation -> together(conversation, offer))));
    }

    private static void together(Conversation conversation, String offer) throws Judgement {
        List<Conversation> all = new ArrayList<>();
        List<Walk> walks = new ArrayList<>();
        try {
            for (int i = 0; i < COUNT; i++) {
                Conversation one = conversation.another();
                Handshakes.open(offer.isEmpty() ? upgrade() : upgrade().offering(offer))
                        .run(one);
                all.add(one);
                walks.add(new Walk(3000 + i, one.deflate().agreed(), one));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Walk walk : walks) {
                    walk.send();
                }
                for (Walk walk : walks) {
                    walk.await();
                }
            }
            for (Conversation one : all) {
                Closings.closeCleanly().run(one);
            }
        } finally {
            walks.forEach(Walk::close);
        }
    }

    /** Each kind of message behind every two others. */
    private static Stream<ConformanceCase> triples() {
        List<IntFunction<Message>> plain = List.of(
                i -> Message.of(text("")),
                i -> Message.of(text("t" + i)),
                i -> Message.of(text(Payload.ascii(130 + i % 50))),
                i -> Message.of(binary(Payload.EMPTY)),
                i -> Message.of(binary(Payload.bytes(1 + i % 9))),
                i -> fragmented(text(Payload.of("fragment " + i)), 4, List.of()),
                i -> fragmented(binary(Payload.bytes(20 + i % 7)), 10, List.of()),
                i -> fragmented(text(Payload.of("between " + i)), 3, List.of(ping("p" + i))),
                i -> fragmented(binary(Payload.bytes(9)), 0, List.of(RawFrame.pong("unasked"))),
                i -> Message.ping(ping("ping " + i)),
                i -> Message.ping(ping("")),
                i -> new Message(List.of(RawFrame.pong("unasked " + i)), List.of()));
        List<IntFunction<Message>> packed = new ArrayList<>(plain.subList(0, 2));
        packed.add(plain.get(4));
        packed.add(plain.get(5));
        packed.add(plain.get(9));
        packed.add(i -> packed(text("packed " + i)));
        packed.add(i -> packed(text("")));
        packed.add(i -> packed(binary(Payload.bytes(200 + i % 9))));
        packed.add(i -> packedInFragments(text(Payload.of("cut " + i + " cut cut")), i));
        return Stream.of(
                must("robustness.walk.triples", "5.4", "Each kind of message behind every two others")
                        .why(WHY)
                        .connected(Sweep.messages("every three kinds of messages in a row", () -> ordered(plain))),
                must(
                                "deflate.walk.triples",
                                "RFC 7692 6.2",
                                "Each kind of message behind every two others, compressed too")
                        .why(WHY)
                        .deflated(
                                OFFERS[0],
                                Sweep.messages("every three kinds of messages in a row", () -> ordered(packed))));
    }

    private static Message fragmented(RawFrame whole, int cut, List<RawFrame> between) {
        Payload all = whole.payload();
        List<RawFrame> frames = new ArrayList<>();
        List<Expected> answers = new ArrayList<>();
        frames.add(whole.payload(all.slice(0, cut)).notFinal());
        for (RawFrame control : between) {
            frames.add(control);
            if (control.opcode() == 9) {
                answers.add(Expected.pong(control.payload()));
            }
        }
        frames.add(continuation(all.slice(cut, all.length())));
        answers.add(Expected.echo(whole));
        return new Message(frames, answers);
    }

    private static Message packed(RawFrame plain) {
        return new Message(List.of(plain.compressed()), List.of(Expected.echo(plain)));
    }

    private static Message packedInFragments(RawFrame plain, int cut) {
        RawFrame whole = plain.compressed();
        Payload all = whole.payload();
        long at = cut % all.length();
        return new Message(
                List.of(whole.payload(all.slice(0, at)).notFinal(), continuation(all.slice(at, all.length()))),
                List.of(Expected.echo(plain)));
    }

    private static List<Message> ordered(List<IntFunction<Message>> kinds) {
        int[] order = everyThree(kinds.size());
        return IntStream.range(0, order.length)
                .mapToObj(i -> kinds.get(order[i]).apply(i))
                .toList();
    }

    /** A sequence of numbers below {@code n} in which every three stand in a row (de Bruijn, by Lyndon words). */
    private static int[] everyThree(int n) {
        List<Integer> sequence = new ArrayList<>();
        int[] word = {-1};
        while (word.length > 0) {
            word[word.length - 1]++;
            if (3 % word.length == 0) {
                Arrays.stream(word).forEach(sequence::add);
            }
            int[] next = new int[3];
            for (int i = 0; i < 3; i++) {
                next[i] = word[i % word.length];
            }
            int length = 3;
            while (length > 0 && next[length - 1] == n - 1) {
                length--;
            }
            word = Arrays.copyOf(next, length);
        }
        sequence.add(0);
        sequence.add(0);
        return sequence.stream().mapToInt(i -> i).toArray();
    }
}
