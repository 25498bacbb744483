package dev.parley.conformance.cases;

import static dev.parley.conformance.cases.Covering.aspect;
import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** Compressed messages, every one of a class: lengths, cuts, kinds of blocks, and terms of every kind. */
final class DeflateSweepCases {
    private static final String OFFER = "permessage-deflate";
    private static final byte[] PROSE = Samples.PROSE.bytes();
    private static final String WHY = "It inflates to the message, in one of the many ways that RFC 1951 has for it.";
    private static final int[] LONG = {
        511, 512, 513, 1023, 1025, 4095, 4097, 8192, 16_384, 32_767, 32_768, 32_769, 65_535, 65_536, 65_537, 131_073
    };

    private DeflateSweepCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("deflate.every.length", "RFC 7692 6.1", "Compressed messages of every length")
                        .why(WHY)
                        .deflated(OFFER, Sweep.messages("compressed messages", DeflateSweepCases::lengths)),
                must("deflate.every.context", "RFC 7692 7.2.2", "Compressed messages that refer to those before")
                        .why("The window goes on from message to message, whatever stands between.")
                        .deflated(OFFER, context()),
                must("deflate.every.cut", "RFC 7692 6.1", "Compressed messages cut at every byte")
                        .why("Fragments of a compressed message end anywhere, and control frames may stand between.")
                        .deflated(
                                OFFER, Sweep.messages("compressed messages of two fragments", DeflateSweepCases::cuts)),
                must("deflate.every.blocks", "RFC 7692 7.2.3", "Blocks of every kind behind every other")
                        .why(WHY)
                        .deflated(OFFER, Sweep.messages("messages of two blocks", DeflateSweepCases::blocks)),
                must("deflate.every.final", "RFC 7692 7.2.3.4", "Messages of every length that end with a final block")
                        .why("BFINAL ends a block, not the message, and says nothing about the next one.")
                        .deflated(OFFER, Sweep.messages("messages with a final block", DeflateSweepCases::finals)),
                must("deflate.every.terms", "RFC 7692 7.1", "Offers of every kind, and messages by what was agreed")
                        .why(
                                "What the server sends is inflated with every reference checked against what it agreed to.")
                        .deflated(OFFER, Sweep.of("offers", DeflateSweepCases::terms)));
    }

    private static List<Message> lengths() {
        return IntStream.concat(IntStream.rangeClosed(0, 300), Arrays.stream(LONG))
                .mapToObj(i -> i % 2 == 0 ? text(Payload.ascii(i)) : binary(Payload.bytes(i)))
                .map(DeflateSweepCases::packed)
                .toList();
    }

    private static Message packed(RawFrame plain) {
        return new Message(List.of(plain.compressed()), List.of(Expected.echo(plain)));
    }

    /** The same 30 bytes in each message, and between them what has no part in the window. */
    private static Step context() {
        return Step.of(Step.Kind.EXPECT, "the echo of each of 60 messages that repeat the first", conversation -> {
            try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
                for (int i = 0; i < 60; i++) {
                    Payload message = Payload.of("the same words again and again " + i / 7);
                    RawFrame frame = (i % 2 == 0 ? text(deflate.next(message)) : binary(deflate.next(message))).rsv(4);
                    List<RawFrame> frames = new ArrayList<>(between(i % 6));
                    List<Expected> answers = new ArrayList<>();
                    frames.forEach(one -> {
                        if (one.opcode() != 0xA) {
                            answers.add(one.opcode() == 9 ? Expected.pong(one.payload()) : Expected.echo(one));
                        }
                    });
                    frames.add(frame);
                    answers.add(Expected.echo(i % 2 == 0, message));
                    conversation.send(Output.of(frames.toArray(RawFrame[]::new)));
                    Answers.await(conversation, answers);
                }
            }
        });
    }

    private static List<RawFrame> between(int kind) {
        return switch (kind) {
            case 1 -> List.of(ping("between"));
            case 2 -> List.of(text("plain"));
            case 3 -> List.of(binary(Payload.EMPTY));
            case 4 -> List.of(RawFrame.pong("unasked"), text(""));
            case 5 -> List.of(binary(Payload.bytes(2000)));
            default -> List.of();
        };
    }

    private static List<Message> cuts() {
        List<Message> all = new ArrayList<>();
        for (RawFrame plain : List.of(text("cut at every byte, every byte \u00e4\u20ac"), binary(Payload.bytes(40)))) {
            RawFrame whole = plain.compressed();
            Payload bytes = whole.payload();
            for (long at = 0; at <= bytes.length(); at++) {
                RawFrame first = whole.payload(bytes.slice(0, at)).notFinal();
                RawFrame rest = continuation(bytes.slice(at, bytes.length()));
                all.add(new Message(List.of(first, rest), List.of(Expected.echo(plain))));
                all.add(new Message(
                        List.of(first, ping("cut"), continuation("").notFinal(), rest),
                        List.of(Expected.pong("cut"), Expected.echo(plain))));
            }
        }
        return all;
    }

    /** How a stretch of a message is compressed: how zlib is told, and whether the block says that it is the last. */
    private enum Block {
        STORED(Deflater.NO_COMPRESSION, Deflater.DEFAULT_STRATEGY),
        FIXED(Deflater.BEST_SPEED, Deflater.HUFFMAN_ONLY),
        BEST(Deflater.BEST_COMPRESSION, Deflater.DEFAULT_STRATEGY),
        FILTERED(Deflater.DEFAULT_COMPRESSION, Deflater.FILTERED);

        private final int level;
        private final int strategy;

        Block(int level, int strategy) {
            this.level = level;
            this.strategy = strategy;
        }

        private byte[] of(byte[] bytes) {
            Deflater deflater = new Deflater(level, true);
            try {
                deflater.setStrategy(strategy);
                deflater.setInput(bytes);
                byte[] out = new byte[bytes.length + 100];
                int length = 0;
                for (int call = 0; call < 3; call++) { // the first may do no more than change the strategy
                    length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
                }
                return Arrays.copyOf(out, length);
            } finally {
                deflater.end();
            }
        }
    }

    private static List<Message> blocks() {
        List<Message> all = new ArrayList<>();
        Payload[] stretches = {Payload.EMPTY, Payload.of("a"), Payload.ascii(600), Samples.message(PROSE, 0, 3000)};
        for (Block one : Block.values()) {
            for (Block other : Block.values()) {
                for (Payload first : stretches) {
                    for (Payload second : stretches) {
                        for (int ends = 0; ends < 2; ends++) {
                            all.add(joined(one.of(first.toBytes()), first, other.of(second.toBytes()), second, ends));
                        }
                    }
                }
            }
        }
        return all;
    }

    /** Without the four bytes at the end, or with them and an empty block as RFC 7692 7.2.3.3 and 7.2.3.4 have it. */
    private static Message joined(byte[] one, Payload first, byte[] other, Payload second, int ends) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(one);
        packed.writeBytes(other);
        byte[] all = packed.toByteArray();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.writeBytes(first.toBytes());
        plain.writeBytes(second.toBytes());
        boolean flushed = all.length > 4 && all[all.length - 1] == -1 && all[all.length - 3] == 0;
        byte[] sent = ends == 0 && flushed ? Arrays.copyOf(all, all.length - 4) : Arrays.copyOf(all, all.length + 1);
        return new Message(
                List.of(text(Payload.of(sent)).rsv(4)), List.of(Expected.echo(true, Payload.of(plain.toByteArray()))));
    }

    /** Each alone, so that no window matters, and each second one in two fragments. */
    private static List<Message> finals() {
        List<Message> all = new ArrayList<>();
        int[] lengths = IntStream.concat(IntStream.of(0, 1, 2, 5, 60, 300, 1000, 3000, 9000), Arrays.stream(LONG))
                .toArray();
        for (int length : lengths) {
            for (int level : new int[] {Deflater.NO_COMPRESSION, Deflater.BEST_SPEED, Deflater.BEST_COMPRESSION}) {
                Payload plain = Payload.of(Arrays.copyOf(PROSE, length));
                Payload sent = finished(plain.toBytes(), level);
                RawFrame whole = text(sent).rsv(4);
                all.add(new Message(List.of(whole), List.of(Expected.echo(true, plain))));
                long cut = sent.length() / 2;
                all.add(new Message(
                        List.of(
                                whole.payload(sent.slice(0, cut)).notFinal(),
                                continuation(sent.slice(cut, sent.length()))),
                        List.of(Expected.echo(true, plain))));
                all.add(packed(text("behind " + length)));
            }
        }
        return all;
    }

    /** With the octet behind it that 7.2.3.4 asks for. */
    private static Payload finished(byte[] bytes, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length + 200];
            int length = deflater.deflate(out);
            return Payload.of(Arrays.copyOf(out, length + 1));
        } finally {
            deflater.end();
        }
    }

    private static List<Row> terms() {
        Covering<Row> rows = new Covering<>();
        List<String> server = new ArrayList<>(List.of(""));
        List<String> client = new ArrayList<>(List.of("", "; client_max_window_bits"));
        for (int bits = 8; bits < 16; bits++) {
            server.add("; server_max_window_bits=" + bits);
            if (bits % 2 == 0 || bits == 15) {
                client.add("; client_max_window_bits=" + bits);
            }
        }
        for (String bits : server) {
            for (String own : client) {
                for (int i = 0; i < 4; i++) {
                    String serverContext = i % 2 == 0 ? "" : "; server_no_context_takeover";
                    String clientContext = i < 2 ? "" : "; client_no_context_takeover";
                    String offer = OFFER + serverContext + own + clientContext + bits;
                    rows.add(
                            new Row(offer, conversation -> agreed(conversation, offer)),
                            aspect("server", bits, serverContext),
                            aspect("client", own, clientContext),
                            aspect("server's context", own, serverContext),
                            aspect("client's context", bits, clientContext),
                            aspect("contexts", serverContext, clientContext),
                            aspect("bits", bits, own.replaceAll("=.*", "=")));
                }
            }
        }
        return rows.members();
    }

    private static void agreed(Conversation conversation, String offer) throws Judgement {
        Handshakes.open(upgrade().offering(offer)).run(conversation);
        if (!conversation.deflate().agreed()) {
            return; // a server may decline any offer
        }
        try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
            for (int i = 0; i < 3; i++) {
                Payload message = Samples.message(PROSE, i / 2, 1500);
                conversation.send(Output.of(text(deflate.next(message)).rsv(4)));
                Answers.await(conversation, List.of(Expected.echo(true, message)));
            }
        }
    }
}
