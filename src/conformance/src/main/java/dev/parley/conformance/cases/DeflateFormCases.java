package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
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
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compressed messages that zlib would not write, under terms of every kind, and with bad frames behind them. */
final class DeflateFormCases {
    private static final String OFFER = "permessage-deflate";
    private static final int BLOCKS = 240;
    private static final int UNDER_TERMS = 40;
    private static final String[] TERMS = {
        "",
        "; server_no_context_takeover",
        "; client_no_context_takeover",
        "; server_no_context_takeover; client_no_context_takeover",
        "; server_max_window_bits=9",
        "; client_max_window_bits=9",
        "; client_max_window_bits; client_no_context_takeover",
        "; server_max_window_bits=10; server_no_context_takeover",
        "; server_max_window_bits=12; client_max_window_bits=12; client_no_context_takeover"
    };

    private DeflateFormCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("deflate.every.codes", "RFC 7692 7.2.2", "Blocks with codes of every kind")
                        .why("RFC 1951 3.2.7 leaves it to the sender which codes a block has; zlib uses few of them.")
                        .deflated(
                                OFFER,
                                Sweep.messages(
                                        "messages in blocks with codes that were made by hand",
                                        BLOCKS,
                                        i -> message(DynamicBlocks.of(i, false), i))),
                must(
                                "deflate.every.blocks-by-terms",
                                "RFC 7692 7.2.3",
                                "Blocks of every kind under terms of every kind")
                        .why("How a message is compressed is up to the sender, whatever else was agreed.")
                        .raw(Sweep.of("offers", DeflateFormCases::terms)),
                must("deflate.every.bad-behind", "7.1.7", "Bad frames behind compressed messages of every kind")
                        .why("A compressed message ends with its last frame, and rules hold behind it as before.")
                        .raw(Sweep.of("bad frames behind compressed messages", DeflateFormCases::behind)));
    }

    /** In one frame, in two, or in three with a ping between. */
    private static Message message(DynamicBlocks.Made made, int number) {
        return inFragments(made.packed(), Expected.echo(false, made.plain()), number);
    }

    private static Message inFragments(Payload packed, Expected echo, int number) {
        RawFrame whole = binary(packed).rsv(4).key(0x9E37_79B9 * number);
        long cut = (number * 31L) % (packed.length() + 1);
        RawFrame first = whole.payload(packed.slice(0, cut)).notFinal();
        RawFrame rest = continuation(packed.slice(cut, packed.length())).key(number);
        return switch (number % 3) {
            case 0 -> new Message(List.of(whole), List.of(echo));
            case 1 -> new Message(List.of(first, rest), List.of(echo));
            default ->
                new Message(
                        List.of(first, ping("between"), continuation("").notFinal(), rest),
                        List.of(Expected.pong("between"), echo));
        };
    }

    private static List<Row> terms() {
        List<Row> rows = new ArrayList<>();
        for (String terms : TERMS) {
            String offer = OFFER + terms;
            rows.add(new Row(offer, conversation -> {
                Handshakes.open(upgrade().offering(offer)).run(conversation);
                if (conversation.deflate().agreed()) { // a server may decline any offer
                    Sweep.messages("messages", DeflateFormCases::underTerms).run(conversation);
                    Sweep.oneByOne("messages", DeflateFormCases::underTerms).run(conversation);
                }
                Closings.closeCleanly().run(conversation);
            }));
        }
        return rows;
    }

    /** Each kind of block twice in a row, and then any behind any; none refers to another message. */
    private static List<Message> underTerms() {
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < UNDER_TERMS; i++) {
            int kind = i < 12 ? i / 2 : (i * i + i / 5) % 7;
            all.add(
                    switch (kind) {
                        case 0 -> inFragments(Payload.hex("00"), Expected.echo(false, Payload.EMPTY), i);
                        case 1 -> inFragments(Payload.hex("030000"), Expected.echo(false, Payload.EMPTY), i);
                        case 2 -> message(DynamicBlocks.of(1000 + i, true), i);
                        case 3 -> message(DynamicBlocks.of(2000 + i, false), i);
                        case 4 -> stored(i, false);
                        case 5 -> stored(i, true);
                        default -> Message.of(text("not compressed " + i));
                    });
        }
        return all;
    }

    private static Message stored(int number, boolean ends) {
        Payload plain = Payload.bytes(1 + number * 9);
        byte[] block = new byte[(int) plain.length() + 6];
        block[0] = (byte) (ends ? 1 : 0);
        block[1] = (byte) plain.length();
        block[2] = (byte) (plain.length() >> 8);
        block[3] = (byte) ~plain.length();
        block[4] = (byte) (~plain.length() >> 8);
        plain.copy(0, block, 5, (int) plain.length());
        return inFragments(Payload.of(block), Expected.echo(false, plain), number);
    }

    private static List<Row> behind() {
        RawFrame hello = text("Hello").compressed();
        Expected echo = Expected.echo("Hello");
        Message part =
                new Message(List.of(hello.payload(hello.payload().slice(0, 3)).notFinal(), rest(hello)), List.of(echo));
        List<Message> good = List.of(
                new Message(List.of(hello), List.of(echo)),
                part,
                new Message(List.of(text(Payload.hex("00")).rsv(4)), List.of(Expected.echo(""))),
                new Message(List.of(text(Payload.hex("f348cdc9c9070000")).rsv(4)), List.of(echo)),
                new Message(List.of(hello, ping("good")), List.of(echo, Expected.pong("good"))),
                new Message(List.of(hello, binary(Payload.EMPTY)), List.of(echo, Expected.echo(false, Payload.EMPTY))),
                new Message(
                        List.of(hello.notFinal(), ping("good"), continuation("")),
                        List.of(Expected.pong("good"), echo)));
        List<RawFrame> stray = List.of(
                continuation("x"),
                continuation(""),
                continuation("x").notFinal(),
                rest(hello),
                rest(hello).rsv(4));
        List<RawFrame> bad = List.of(
                text("x").rsv(2),
                hello.rsv(5),
                hello.unmasked(),
                text("x").rsv(1).notFinal(),
                RawFrame.opcode(3, hello.payload()).rsv(4),
                ping("x").rsv(4),
                close(1000).rsv(4),
                close(999),
                close(Payload.hex("03")),
                text(Payload.hex("61ff")),
                text(Payload.hex("61c3")).compressed(),
                text(Payload.hex("07")).rsv(4));
        Covering<Row> rows = new Covering<>();
        for (int kind = 0; kind < good.size(); kind++) {
            for (RawFrame one : stray) {
                rows.add(row(good.get(kind), one), aspect("stray behind", kind), aspect("stray", one.describe()));
            }
            for (RawFrame one : bad) {
                rows.add(row(good.get(kind), one), aspect("bad behind", kind), aspect("bad", one.describe()));
            }
        }
        return rows.members();
    }

    private static RawFrame rest(RawFrame whole) {
        return continuation(whole.payload().slice(3, whole.payload().length()));
    }

    private static Row row(Message good, RawFrame bad) {
        List<RawFrame> frames = good.frames();
        String name =
                bad.describe() + " behind " + frames.get(frames.size() - 1).describe();
        return new Row(name, conversation -> behind(conversation, good, bad));
    }

    /** The answers are awaited: a server that fails the connection may give up those that it has not written. */
    private static void behind(Conversation conversation, Message good, RawFrame bad) throws Judgement {
        Handshakes.open(upgrade().offering(OFFER)).run(conversation);
        if (!conversation.deflate().agreed()) {
            throw Judgement.unsupported("the server did not take permessage-deflate");
        }
        conversation.send(Output.of(good.frames().toArray(RawFrame[]::new)));
        Answers.await(conversation, good.answers());
        conversation.send(Output.of(bad));
        failed(1002, 1007).tolerating(1009, "it says less well what was wrong").run(conversation);
    }
}
