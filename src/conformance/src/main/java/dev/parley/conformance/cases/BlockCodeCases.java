package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.BitOutput;
import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.FixedBlock;
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
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Blocks whose codes no sender may use, or none of the usual ones does; and what the next message may refer to. */
final class BlockCodeCases {
    private static final String OFFER = "permessage-deflate";
    private static final int[] DISTANCE_BASE = {1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193};
    private static final int SHORTEST_MATCH = 257; // of three bytes
    private static final int LONGEST_MATCH = 285; // of 258 bytes

    private BlockCodeCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("deflate.every.bad-code", "RFC 7692 7.2.2", "Blocks whose codes break a rule of RFC 1951")
                        .why("Nobody can say what they mean: who guesses reads another message than the next one.")
                        .raw(Sweep.of("blocks with bad codes", BlockCodeCases::bad)),
                quality("deflate.every.odd-code", "RFC 7692 7.2.2", "Blocks whose codes leave bits over")
                        .why(
                                "RFC 1951 says nothing of them; zlib refuses each, and so does who wants to know of damage.")
                        .raw(Sweep.of("blocks with odd codes", BlockCodeCases::odd)),
                must("deflate.every.growth", "RFC 7692 6.2", "Blocks that grow in every way")
                        .why(
                                "RFC 1951 leaves it to the sender how many bits a byte takes: from one in 1000 to fifteen.")
                        .deflated(
                                OFFER,
                                Sweep.messages("blocks with codes of one bit to fifteen", BlockCodeCases::growing)),
                must("deflate.every.window", "RFC 7692 7.1.2.2", "References as far as each window goes")
                        .why("A client may refer to as many bytes, of the message before, as the window has.")
                        .deflated(OFFER, Sweep.of("messages that refer to those before", BlockCodeCases::windows)),
                must("deflate.walk.repeated", "RFC 7692 7.2.2", "Few messages again and again, in every order")
                        .why("The window of each side has all that was sent, however often it was the same.")
                        .deflated(
                                OFFER,
                                Step.of(
                                        Step.Kind.EXPECT,
                                        "the echo of 192 messages, of which there are four kinds",
                                        BlockCodeCases::repeated)));
    }

    /** Each could be read by who does not check, as letters and an end: what follows is as it should be. */
    private static List<Row> bad() {
        String letter = "a1 256:2 257:2";
        List<Row> rows = new ArrayList<>();
        add(
                rows,
                "too many literals",
                CodedBlock.of(258, "a1 b2 256:2 257:2", 1, "").letters("abab"));
        add(
                rows,
                "three codes of one bit",
                CodedBlock.of(258, "a1 256:1 257:1", 1, "").letters("aaaa"));
        rows.add(row(
                rows,
                "no code for the end",
                CodedBlock.of(257, "a1 b1", 1, "").letters("abababab").cut()));
        add(rows, "too many distances", matched(CodedBlock.of(258, letter, 3, "0:1 1:1 2:1")));
        CodedBlock one = CodedBlock.of(258, letter, 1, "0:1").letters("aaaa");
        add(rows, "a distance that has no code", one.symbol(SHORTEST_MATCH, 1).bits(1, 1));
        CodedBlock none = CodedBlock.of(258, letter, 1, "").letters("aaaa");
        add(rows, "a distance where none has a code", none.symbol(SHORTEST_MATCH, 1));
        CodedBlock nothing = new CodedBlock(257, 1).length(16).bits(0, 2).zeros(94);
        rows.add(row(rows, "a repetition of nothing", letters(letter(nothing).length(0))));
        CodedBlock zeros = letter(new CodedBlock(257, 1).zeros(97)).zeros(138);
        rows.add(row(rows, "zeros beyond the tables", letters(zeros)));
        CodedBlock ones = letter(new CodedBlock(257, 1).zeros(97)).length(16).bits(0, 2);
        rows.add(row(rows, "a repetition beyond the tables", letters(ones)));
        rows.add(lengths(rows, "0:2 1:2 17:2 18:1"));
        for (int symbol = 286; symbol < 288; symbol++) {
            int code = 0xC0 + symbol - 280;
            rows.add(row(rows, "length " + symbol + " with a distance", fixed(4, bits -> {
                bits.code(code, 8);
                bits.code(0, 5);
            })));
        }
        for (int symbol = 30; symbol < 32; symbol++) { // behind as much as a distance of 32769 needs
            int code = symbol;
            rows.add(row(rows, "distance " + symbol, fixed(33_000, bits -> {
                bits.code(1, 7);
                bits.code(code, 5);
                bits.put(0, code == 30 ? 0 : 14);
            })));
        }
        return rows;
    }

    private static Row lengths(List<Row> rows, String codes) {
        CodedBlock block = letter(new CodedBlock(257, 1, codes).zeros(97)).length(0);
        return row(rows, "codes of lengths " + codes, letters(block));
    }

    /** Each can be read: bits are left over that mean nothing, or there are more codes than have a use. */
    private static List<Row> odd() {
        List<Row> rows = new ArrayList<>();
        add(
                rows,
                "half of the codes of literals",
                CodedBlock.of(257, "a2 256:2", 1, "").letters("aaaa"));
        add(
                rows,
                "a code of literals missing",
                CodedBlock.of(257, "a1 b3 256:3", 1, "").letters("abab"));
        add(rows, "half of the codes of distances", matched(CodedBlock.of(258, "a1 256:2 257:2", 2, "0:2 1:2")));
        add(rows, "288 codes of literals", CodedBlock.of(288, "a1 256:1", 1, "").letters("aaaa"));
        rows.add(lengths(rows, "0:3 1:3 18:2"));
        return rows;
    }

    private static void add(List<Row> rows, String name, CodedBlock block) {
        rows.add(row(rows, name, block.ended()));
    }

    private static Row row(List<Row> before, String name, Payload payload) {
        return BrokenDeflate.row(name, payload, before.size());
    }

    private static CodedBlock matched(CodedBlock block) {
        return block.letters("aaaa").symbol(SHORTEST_MATCH, 1).distance(0);
    }

    /** Behind the lengths of all symbols before the letter: one bit for that, and for the end. */
    private static CodedBlock letter(CodedBlock block) {
        return block.length(1).zeros(138).zeros(CodedBlock.END - 'a' - 1 - 138).length(1);
    }

    private static Payload letters(CodedBlock block) {
        return block.bits(0, 4).bits(1, 1).bits(0, 3).cut(); // four letters, the end, and the empty block
    }

    /** Letters by a block with the fixed codes, and what {@code more} says before its end. */
    private static Payload fixed(int letters, Consumer<BitOutput> more) {
        BitOutput bits = new BitOutput();
        bits.put(2, 3);
        bits.code(0x30 + 'a', 8);
        for (int left = letters - 1; left > 0; ) {
            boolean match = left >= 258;
            bits.code(match ? 0xC0 + LONGEST_MATCH - 280 : 0x30 + 'a', 8);
            bits.code(0, match ? 5 : 0);
            left -= match ? 258 : 1;
        }
        more.accept(bits);
        bits.code(0, 7);
        bits.put(0, 3);
        bits.align();
        return Payload.of(bits.toByteArray());
    }

    private static List<Message> growing() {
        List<Message> all = new ArrayList<>();
        for (int count : new int[] {1000, 30_000, 200_000}) {
            all.add(message(
                    CodedBlock.of(257, "A1 256:1", 1, "").symbol('A', count).ended(), Payload.repeat('A', count)));
        }
        String abc = "ABC".repeat(20_000);
        all.add(message(CodedBlock.of(257, "A2 B2 C2 256:2", 1, "").letters(abc).ended(), Payload.of(abc)));
        String ladder = "abcdefghijklmno";
        String some = ladder.repeat(300);
        String falling = IntStream.range(0, 15)
                .mapToObj(i -> ladder.charAt(i) + "" + (i + 1))
                .collect(Collectors.joining(" ", "", " 256:15"));
        String rising = IntStream.range(0, 15)
                .mapToObj(i -> ladder.charAt(i) + "" + Math.min(15, i + 2))
                .collect(Collectors.joining(" ", "", " 256:1"));
        for (String codes : List.of(falling, rising)) {
            all.add(message(CodedBlock.of(257, codes, 1, "").letters(some).ended(), Payload.of(some)));
        }
        CodedBlock runs = CodedBlock.of(286, "A1 256:2 285:2", 1, "0:1").letters("A");
        for (int i = 0; i < 400; i++) {
            runs.symbol(LONGEST_MATCH, 1).distance(0);
        }
        all.add(message(runs.ended(), Payload.repeat('A', 1 + 400 * 258)));
        all.add(far(some));
        return all;
    }

    /** Matches whose distances have codes of one bit to fifteen. */
    private static Message far(String some) {
        String distances = IntStream.range(0, 16)
                .mapToObj(i -> i + ":" + Math.min(15, i + 1))
                .collect(Collectors.joining(" "));
        String ladder = IntStream.range(0, 15)
                .mapToObj(i -> some.charAt(i) + "5")
                .collect(Collectors.joining(" ", "", " 256:2 257:2 258:5"));
        CodedBlock block = CodedBlock.of(259, ladder, 16, distances).letters(some.substring(0, 200));
        StringBuilder plain = new StringBuilder(some.substring(0, 200));
        for (int i = 0; i < 16 * 9; i++) {
            int symbol = i * 7 % 16;
            block.symbol(SHORTEST_MATCH, 1).distance(symbol).bits(0, symbol < 4 ? 0 : symbol / 2 - 1);
            for (int n = 0; n < 3; n++) {
                plain.append(plain.charAt(plain.length() - DISTANCE_BASE[symbol]));
            }
        }
        return message(block.ended(), Payload.of(plain.toString()));
    }

    private static Message message(Payload packed, Payload plain) {
        return new Message(List.of(binary(packed).rsv(4)), List.of(Expected.echo(false, plain)));
    }

    private static List<Row> windows() {
        List<Row> rows = new ArrayList<>();
        for (int bits = 8; bits < 16; bits++) {
            String server = bits % 2 == 0 ? "" : "; server_no_context_takeover";
            String offer = OFFER + "; client_max_window_bits=" + bits + server;
            rows.add(new Row(offer, conversation -> refer(conversation, offer)));
        }
        return rows;
    }

    private static void refer(Conversation conversation, String offer) throws Judgement {
        Handshakes.open(upgrade().offering(offer)).run(conversation);
        if (!conversation.deflate().agreed() || conversation.deflate().clientForgets()) {
            return; // a server may decline any offer
        }
        int window = 1 << conversation.deflate().clientBits();
        byte[] history = new byte[window + window / 2];
        new SplittableRandom(window).nextBytes(history);
        byte[] before = echoed(conversation, new byte[0], block -> block.stored(history));
        for (int distance : new int[] {window, window - 1, window - 262, window / 2 + 1, window / 2, 200}) {
            if (distance > 0) {
                before = echoed(
                        conversation,
                        before,
                        block -> block.match(3, distance).literal('x').match(40, distance));
            }
        }
        Closings.closeCleanly().run(conversation);
    }

    /** All that has been said by now. */
    private static byte[] echoed(Conversation conversation, byte[] before, Consumer<FixedBlock> writing)
            throws Judgement {
        FixedBlock block = new FixedBlock(before);
        writing.accept(block);
        byte[] plain = block.plain();
        conversation.send(Output.of(binary(block.message()).rsv(4)));
        Answers.await(conversation, List.of(Expected.echo(false, Payload.of(plain))));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(plain);
        return all.toByteArray();
    }

    /** Each of four behind every two others, with parts in common; one is the text of another as binary data. */
    private static void repeated(Conversation conversation) throws Judgement {
        byte[] prose = Samples.PROSE.bytes();
        List<RawFrame> kinds = List.of(
                text(Payload.of(Arrays.copyOf(prose, 200))),
                text(Payload.of(Arrays.copyOfRange(prose, 100, 330))),
                binary(Payload.of(Arrays.copyOf(prose, 200))),
                text(Payload.of(Arrays.copyOfRange(prose, 150, 210))));
        try (RawDeflate deflate = new RawDeflate(conversation.deflate())) {
            List<Message> all = new ArrayList<>();
            for (int i = 0; i < 3 * 64; i++) {
                int three = i / 3;
                RawFrame plain = kinds.get((three >> (2 * (i % 3))) & 3);
                RawFrame whole = plain.payload(deflate.next(plain.payload())).rsv(4);
                Payload sent = whole.payload();
                long cut = Math.min(9, sent.length());
                List<RawFrame> frames = i % 5 > 0
                        ? List.of(whole)
                        : List.of(
                                whole.payload(sent.slice(0, cut)).notFinal(),
                                continuation(sent.slice(cut, sent.length())));
                all.add(new Message(frames, List.of(Expected.echo(plain))));
            }
            Sweep.messages("messages", all).run(conversation);
        }
    }
}
