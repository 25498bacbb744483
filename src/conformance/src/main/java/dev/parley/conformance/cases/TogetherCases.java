package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.script.ByteSource;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.OpeningRequest;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Several connections that speak in turns: each has its own state, and its own end. */
final class TogetherCases {
    private static final int COUNT = 5;
    private static final String WHY = "Connections have nothing in common but the server.";
    private static final long SHORT = 500;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONG = 1200;

    private TogetherCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(together(), quiet()).flatMap(cases -> cases);
    }

    private static Stream<ConformanceCase> together() {
        return Stream.of(
                turns("fragments", "10.4", "Fragments in turns on five connections", "", TogetherCases::fragments),
                turns("pings", "5.5.3", "Pings in turns on five connections", "", TogetherCases::pings),
                turns(
                        "characters",
                        "8.1",
                        "Halves of characters in turns on five connections",
                        "",
                        TogetherCases::characters),
                turns("closes", "7.1.1", "Five connections closed in turns", "", TogetherCases::closes),
                turns("failures", "7.1.7", "Five connections that fail in turns", "", TogetherCases::failures),
                turns(
                        "fins",
                        "7.2.1",
                        "Five connections ended in turns, without a close frame",
                        "",
                        TogetherCases::fins),
                turns("halves", "5.2", "Halves of frames in turns on five connections", "", TogetherCases::halves),
                quality("robustness.together.requests", "4.2.2", "Halves of requests in turns on five connections")
                        .why(WHY)
                        .raw(Step.of(
                                Step.Kind.END,
                                "five requests, each with a key of its own, cut at several places and sent in turns",
                                TogetherCases::requests)),
                turns(
                        "contexts",
                        "RFC 7692 7.2.2",
                        "Compressed messages in turns on five connections",
                        "permessage-deflate; client_max_window_bits",
                        TogetherCases::contexts),
                quality("robustness.together.terms", "9.1", "Each of five connections has its own terms")
                        .why(WHY)
                        .raw(Step.of(
                                Step.Kind.END,
                                "five connections with other terms, opened and used in turns",
                                TogetherCases::terms)));
    }

    private interface Turns {
        void run(List<Conversation> all) throws Judgement;
    }

    private static ConformanceCase turns(String name, String section, String what, String offer, Turns turns) {
        return quality("robustness.together." + name, section, what)
                .why(WHY)
                .raw(Step.of(Step.Kind.END, what + ", and a clean close of each that is left", conversation -> {
                    List<Conversation> all = new ArrayList<>();
                    for (int i = 0; i < COUNT; i++) {
                        all.add(conversation.another());
                        Handshakes.open(offer.isEmpty() ? upgrade() : upgrade().offering(offer))
                                .run(all.get(i));
                    }
                    if (!offer.isEmpty() && !all.get(0).deflate().agreed()) {
                        throw Judgement.unsupported("the server did not take permessage-deflate");
                    }
                    turns.run(all);
                    for (Conversation one : all) {
                        Closings.closeCleanly().run(one);
                    }
                }));
    }

    private static void send(Conversation conversation, RawFrame... frames) throws Judgement {
        conversation.send(Output.of(frames));
    }

    private static void await(Conversation conversation, Expected... answers) throws Judgement {
        Answers.await(conversation, List.of(answers));
    }

    /** A pong proves that the frame before it was read: only then is it the turn of the next. */
    private static void sendRead(Conversation conversation, RawFrame frame) throws Judgement {
        send(conversation, frame, ping("read"));
        await(conversation, Expected.pong("read"));
    }

    private static void fragments(List<Conversation> all) throws Judgement {
        for (int i = 0; i < COUNT; i++) {
            Payload part = Payload.of("begun " + i + ", ");
            sendRead(
                    all.get(i),
                    (i % 2 == 0 ? text(part) : binary(part)).notFinal().key(i));
        }
        for (int i = 0; i < COUNT; i++) {
            sendRead(all.get(i), continuation("continued, ").notFinal().key(-i));
        }
        for (int i = COUNT - 1; i >= 0; i--) {
            send(all.get(i), continuation("ended " + i));
            await(all.get(i), Expected.echo(i % 2 == 0, Payload.of("begun " + i + ", continued, ended " + i)));
        }
    }

    private static void pings(List<Conversation> all) throws Judgement {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < COUNT; i++) {
                send(all.get(i), ping("ping " + i + round), text("text " + i + round));
            }
            for (int i = 0; i < COUNT; i++) {
                await(all.get(i), Expected.pong("ping " + i + round), Expected.echo("text " + i + round));
            }
        }
    }

    private static void characters(List<Conversation> all) throws Judgement {
        for (int i = 0; i < COUNT; i++) {
            sendRead(all.get(i), text(Payload.hex(i % 2 == 0 ? "e2" : "f09f")).notFinal());
        }
        for (int i = 0; i < COUNT; i++) {
            Payload end = Payload.hex(i % 2 == 0 ? "82ac" : "9880");
            send(all.get(i), continuation(end));
            await(all.get(i), Expected.echo(true, Payload.hex(i % 2 == 0 ? "e282ac" : "f09f9880")));
        }
    }

    private static void halves(List<Conversation> all) throws Judgement {
        for (int cut : new int[] {1, 2, 3, 5, 7, 8, 9, 60, 133}) {
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                RawFrame frame = i % 2 == 0 ? text(Payload.ascii(126 + i)) : binary(Payload.bytes(126 + i));
                frames.add(bytes(frame.key(0x1234_5678 * (i + 1)).onWire()));
                all.get(i).send(Output.bytes("part of a frame", Arrays.copyOf(frames.get(i), cut)));
            }
            for (int i = COUNT - 1; i >= 0; i--) {
                byte[] bytes = frames.get(i);
                all.get(i).send(Output.bytes("rest", Arrays.copyOfRange(bytes, cut, bytes.length)));
            }
            for (int i = 0; i < COUNT; i++) {
                Payload payload = i % 2 == 0 ? Payload.ascii(126 + i) : Payload.bytes(126 + i);
                await(all.get(i), Expected.echo(i % 2 == 0, payload));
            }
        }
    }

    private static void requests(Conversation conversation) throws Judgement {
        for (int cut : new int[] {2, 10, 40, 90, 120, 150}) {
            List<Conversation> all = new ArrayList<>();
            List<OpeningRequest> requests = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                String key = OpeningRequest.KEY.replace('h', "abcde".charAt(i));
                requests.add(upgrade().with("Sec-WebSocket-Key", key));
                all.add(conversation.another());
                all.get(i).connect();
                byte[] bytes = bytes(requests.get(i)
                        .toOutput(conversation.target())
                        .parts()
                        .get(0)
                        .bytes());
                all.get(i)
                        .send(Output.bytes("part of a request", Arrays.copyOf(bytes, Math.min(cut, bytes.length - 1))));
            }
            for (int i = COUNT - 1; i >= 0; i--) {
                byte[] bytes = bytes(requests.get(i)
                        .toOutput(conversation.target())
                        .parts()
                        .get(0)
                        .bytes());
                int from = Math.min(cut, bytes.length - 1);
                all.get(i).send(Output.bytes("rest", Arrays.copyOfRange(bytes, from, bytes.length)));
            }
            for (int i = 0; i < COUNT; i++) {
                all.get(i).readAnswer();
                Handshakes.accepted(requests.get(i)).run(all.get(i));
                send(all.get(i), text("here " + i));
                await(all.get(i), Expected.echo("here " + i));
                all.get(i).close();
            }
        }
    }

    private static byte[] bytes(ByteSource source) {
        byte[] all = new byte[(int) source.length()];
        source.copy(0, all, 0, all.length);
        return all;
    }

    private static void others(List<Conversation> all) throws Judgement {
        for (int i = 0; i < all.size(); i++) {
            send(all.get(i), text("still here " + i), ping("and here"));
            await(all.get(i), Expected.echo("still here " + i), Expected.pong("and here"));
        }
    }

    private static void closes(List<Conversation> all) throws Judgement {
        others(all);
        int[] turns = {2, 0, 2};
        for (int turn : turns) {
            Conversation one = all.remove(turn);
            send(one, close(1000 + turn / 2));
            Closings.closed(1000 + turn / 2).run(one);
            others(all);
        }
    }

    private static void failures(List<Conversation> all) throws Judgement {
        RawFrame[] bad = {
            text("x").unmasked(), text(Payload.hex("ff")), text("x").rsv(2)
        };
        for (RawFrame frame : bad) {
            Conversation one = all.remove(1);
            send(one, frame);
            Closings.failed(1002, 1007).run(one);
            others(all);
        }
    }

    private static void fins(List<Conversation> all) throws Judgement {
        for (int i = 0; i < 3; i++) {
            Conversation one = all.remove(i % all.size());
            one.halfClose();
            Closings.ended().run(one);
            others(all);
        }
    }

    private static void contexts(List<Conversation> all) throws Judgement {
        List<RawDeflate> deflates = new ArrayList<>();
        try {
            for (Conversation one : all) {
                deflates.add(new RawDeflate(one.deflate()));
            }
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < COUNT; i++) {
                    Payload message =
                            Payload.of("the words of connection " + "abcde".charAt(i) + ", said again and again");
                    send(all.get(i), text(deflates.get(i).next(message)).rsv(4));
                    await(all.get(i), Expected.echo(true, message));
                }
            }
        } finally {
            deflates.forEach(RawDeflate::close);
        }
    }

    private static void terms(Conversation conversation) throws Judgement {
        List<OpeningRequest> requests = List.of(
                upgrade().offering("permessage-deflate"),
                upgrade(),
                upgrade().offering("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
                upgrade().offering("permessage-deflate; server_max_window_bits=9"),
                upgrade().bare().adding("Sec-WebSocket-Protocol", "parley-nobody"),
                upgrade());
        List<Conversation> all = new ArrayList<>();
        for (OpeningRequest request : requests) {
            all.add(conversation.another());
            Handshakes.open(request).run(all.get(all.size() - 1));
        }
        for (Conversation one : all) {
            if (one.deflate().agreed()) {
                RawFrame plain = text(Samples.message(Samples.PROSE.bytes(), 0, 2000));
                send(one, plain.compressed(), plain.compressed());
                await(one, Expected.echo(plain), Expected.echo(plain));
            }
        }
        for (Conversation one : all) {
            Closings.closeCleanly().run(one);
        }
    }

    /** Nothing happens for a while, which a server must bear at any place. */
    private static Stream<ConformanceCase> quiet() {
        return Stream.of(
                quiet(
                        "open",
                        "An open connection",
                        c -> Handshakes.open(upgrade()).run(c),
                        LONG),
                quiet(
                        "message",
                        "A message of which a fragment has come",
                        c -> {
                            Handshakes.open(upgrade()).run(c);
                            send(c, text("begun").notFinal());
                            rest(c, LONG);
                            send(c, continuation(" ended"));
                            await(c, Expected.echo("begun ended"));
                        },
                        0),
                quiet("frame", "A frame of which half has come", TogetherCases::halfFrame, 0),
                quiet(
                        "request",
                        "A request of which half has come",
                        c -> {
                            byte[] request = bytes(c);
                            c.connect();
                            c.send(Output.bytes("half", Arrays.copyOf(request, 60)));
                            rest(c, SHORT);
                            c.send(Output.bytes("rest", Arrays.copyOfRange(request, 60, request.length)));
                            c.readAnswer();
                            Handshakes.accepted(upgrade()).run(c);
                        },
                        0));
    }

    private static ConformanceCase quiet(String name, String what, Step.Action before, long millis) {
        return quality("robustness.quiet." + name, "10.4", what + " may rest for a second")
                .why("No rule of the protocol sets a time, and people's networks stand still for so long.")
                .needing(Need.TIME)
                .raw(
                        Step.of(Step.Kind.OPEN, what + ", and a second of silence", c -> {
                            before.run(c);
                            rest(c, millis);
                        }),
                        Closings.closeCleanly());
    }

    private static void halfFrame(Conversation conversation) throws Judgement {
        Handshakes.open(upgrade()).run(conversation);
        RawFrame frame = text(Payload.ascii(300));
        byte[] bytes = bytes(frame.onWire());
        int at = 0;
        for (int cut : new int[] {3, 100, bytes.length}) {
            conversation.send(Output.bytes("part of a frame", Arrays.copyOfRange(bytes, at, cut)));
            at = cut;
            if (cut < bytes.length) {
                rest(conversation, SHORT);
            }
        }
        await(conversation, Expected.echo(frame));
    }

    /** On connections that say nothing: to read this one would answer pings, in the middle of a frame perhaps. */
    private static void rest(Conversation conversation, long millis) throws Judgement {
        long end = System.nanoTime() + millis * NANOS_PER_MILLI;
        for (long left = millis; left > 0; left = (end - System.nanoTime()) / NANOS_PER_MILLI) {
            try (Conversation idle = conversation.another()) {
                idle.connect();
                idle.next(Math.round(left / conversation.target().timeoutFactor())); // which it is multiplied by
            }
        }
    }

    private static byte[] bytes(Conversation conversation) {
        return bytes(upgrade().toOutput(conversation.target()).parts().get(0).bytes());
    }
}
