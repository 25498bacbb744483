package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Message;
import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What compressed messages hold: the mark of a flush, characters across buffers, and bad blocks behind good ones. */
final class DeflateContentCases {
    private static final String OFFER = "permessage-deflate";
    private static final byte[] MARK = {0, 0, -1, -1}; // RFC 7692 7.2.1
    private static final int LONG = 70_000;

    private DeflateContentCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("deflate.every.mark", "RFC 7692 7.2.1", "Compressed messages that hold the mark of a flush")
                        .why("Four bytes are left out at the end of the message, and nowhere else.")
                        .deflated(
                                OFFER,
                                Sweep.messages("messages with 00 00 ff ff at every place", DeflateContentCases::marks)),
                must("utf8.every.long-compressed", "8.1", "Long compressed texts of characters of every length")
                        .why("Where a buffer of the inflater ends means nothing to the text.")
                        .deflated(OFFER, Sweep.messages("compressed texts", DeflateContentCases::texts)),
                must("deflate.every.broken-behind", "RFC 7692 6.2", "Bad blocks behind good ones, in one message")
                        .why("A message is inflated as a whole, or it fails; nothing of it is echoed.")
                        .raw(Sweep.of("messages with a bad block behind good ones", DeflateContentCases::broken)));
    }

    /** Noise, so that the mark goes over the wire as it is, with the mark in it: compressed by zlib, and stored. */
    private static List<Message> marks() {
        List<Message> all = new ArrayList<>();
        for (int length : new int[] {0, 1, 3, 100, 121, 122, 1000, 4092, 20_000}) {
            for (int place = 0; place < 4; place++) {
                byte[] bytes = new byte[length + (place == 3 ? 2 : 1) * MARK.length];
                new SplittableRandom(length + place).nextBytes(bytes);
                int end = bytes.length - MARK.length;
                System.arraycopy(MARK, 0, bytes, place == 1 ? end : place == 2 ? length / 2 : 0, MARK.length);
                if (place == 3) {
                    System.arraycopy(MARK, 0, bytes, end, MARK.length);
                }
                add(all, bytes);
            }
        }
        for (int times = 2; times < 40; times += 9) {
            add(all, Payload.cycle(MARK, times).toBytes());
            add(all, Payload.cycle(new byte[] {-1, 0, 0, -1}, times).toBytes());
        }
        return all;
    }

    private static void add(List<Message> all, byte... plain) {
        RawFrame frame = binary(Payload.of(plain));
        all.add(new Message(List.of(frame.compressed()), List.of(Expected.echo(frame))));
        byte[] block = new byte[plain.length + 6];
        block[1] = (byte) plain.length;
        block[2] = (byte) (plain.length >> 8);
        block[3] = (byte) ~plain.length;
        block[4] = (byte) (~plain.length >> 8);
        System.arraycopy(plain, 0, block, 5, plain.length);
        RawFrame stored = binary(Payload.of(block)).rsv(4);
        all.add(new Message(List.of(stored), List.of(Expected.echo(frame))));
        all.add(new Message(
                List.of(
                        stored.payload(stored.payload().slice(0, 7)).notFinal(),
                        continuation(stored.payload().slice(7, block.length))),
                List.of(Expected.echo(frame))));
    }

    /** Of one character again and again, and of others each time, moved on byte by byte. */
    private static List<Message> texts() {
        List<Message> all = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3629);
        int[] first = {'a', 0x80, 0x800, 0x1_0000};
        int[] many = {1, 0x780, 0xC000, 0x10_0000};
        for (int width = 2; width <= 4; width++) {
            for (int before = 0; before < width; before++) {
                for (boolean same : new boolean[] {true, false}) {
                    StringBuilder text = new StringBuilder("a".repeat(before));
                    for (int i = 0; i < LONG / width; i++) {
                        text.appendCodePoint(first[width - 1] + (same ? 77 : random.nextInt(many[width - 1])));
                    }
                    Payload plain = Payload.of(text.toString().getBytes(StandardCharsets.UTF_8));
                    RawFrame packed = text(plain).compressed();
                    long cut = packed.payload().length() / 3 + before;
                    List<RawFrame> frames = before % 2 == 0
                            ? List.of(packed)
                            : List.of(
                                    packed.payload(packed.payload().slice(0, cut))
                                            .notFinal(),
                                    continuation(packed.payload()
                                            .slice(cut, packed.payload().length())));
                    all.add(new Message(frames, List.of(Expected.echo(true, plain))));
                }
            }
        }
        return all;
    }

    private static List<Row> broken() {
        String hello = "000500faff48656c6c6f"; // stored, so that the next block begins at a byte
        String empty = "000000ffff";
        List<Row> rows = new ArrayList<>();
        for (String good : List.of(hello, empty, hello + empty)) {
            for (String bad : List.of("06", "07", "0005000000616200", "000500ffff6162636465", "1a0300", "023e00")) {
                Payload payload = Payload.hex(good + bad);
                boolean isText = rows.size() % 2 == 0;
                RawFrame whole = (isText ? text(payload) : binary(payload)).rsv(4);
                long cut = 1 + rows.size() % (payload.length() - 1);
                RawFrame[] frames = rows.size() % 3 == 0
                        ? new RawFrame[] {
                            whole.payload(payload.slice(0, cut)).notFinal(),
                            continuation(payload.slice(cut, payload.length()))
                        }
                        : new RawFrame[] {whole};
                rows.add(row(bad + " behind " + good, frames));
            }
        }
        return rows;
    }

    private static Row row(String name, RawFrame... frames) {
        RawFrame[] all = Arrays.copyOf(frames, frames.length);
        return new Row(name, conversation -> {
            Handshakes.open(upgrade().offering(OFFER)).run(conversation);
            if (!conversation.deflate().agreed()) {
                throw Judgement.unsupported("the server did not take permessage-deflate");
            }
            conversation.send(Output.of(all));
            failed(1007, 1002)
                    .tolerating(1003, "it says less well what was wrong")
                    .tolerating(1009, "it says less well what was wrong")
                    .run(conversation);
        });
    }
}
