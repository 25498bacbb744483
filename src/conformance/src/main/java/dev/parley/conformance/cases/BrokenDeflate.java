package dev.parley.conformance.cases;

import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compressed data with a bit or a byte changed, as far as the JDK's zlib calls it an error. Stateless. */
final class BrokenDeflate {
    private static final int EACH = 12;
    private static final int TRIES = 2000;
    private static final byte[] TAIL = {0, 0, -1, -1}; // RFC 7692 7.2.2

    private BrokenDeflate() {}

    /** The same on every run; some of the messages in fragments, and some behind a good one. */
    static List<Row> rows() {
        SplittableRandom random = new SplittableRandom(1951);
        List<Row> rows = new ArrayList<>();
        byte[] prose = Arrays.copyOf(Samples.PROSE.bytes(), 3000);
        for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.HUFFMAN_ONLY}) {
            for (int length : new int[] {20, 3000}) { // fixed codes, and dynamic ones
                byte[] good = packed(Arrays.copyOf(prose, length), strategy);
                int found = 0;
                for (int i = 0; i < TRIES && found < EACH; i++) {
                    byte[] bad = good.clone();
                    int at = random.nextInt(Math.min(bad.length, 90));
                    bad[at] = (byte) (random.nextBoolean() ? bad[at] ^ (1 << random.nextInt(8)) : random.nextInt(256));
                    if (isBroken(bad)) {
                        rows.add(row("accident " + rows.size(), Payload.of(bad), rows.size()));
                        found++;
                    }
                }
            }
        }
        return rows;
    }

    private static byte[] packed(byte[] plain, int strategy) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setStrategy(strategy);
            deflater.setInput(plain);
            byte[] out = new byte[plain.length + 100];
            int length = 0;
            for (int call = 0; call < 3; call++) { // the first may do no more than change the strategy
                length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
            }
            return Arrays.copyOf(out, length - TAIL.length);
        } finally {
            deflater.end();
        }
    }

    private static boolean isBroken(byte[] packed) {
        Inflater inflater = new Inflater(true);
        try {
            byte[] all = Arrays.copyOf(packed, packed.length + TAIL.length);
            System.arraycopy(TAIL, 0, all, packed.length, TAIL.length);
            inflater.setInput(all);
            byte[] out = new byte[1 << 16];
            int got = 1;
            while (got > 0) { // only how it ends counts
                got = inflater.inflate(out);
            }
            return false;
        } catch (DataFormatException e) {
            return true;
        } finally {
            inflater.end();
        }
    }

    /** Some of them in fragments, and some behind a good text, by the number. */
    static Row row(String name, Payload bad, int number) {
        return new Row(name, conversation -> {
            Handshakes.open(upgrade().offering("permessage-deflate")).run(conversation);
            if (!conversation.deflate().agreed()) {
                throw Judgement.unsupported("the server did not take permessage-deflate");
            }
            List<RawFrame> frames = new ArrayList<>();
            if (number % 3 == 0) {
                frames.add(RawFrame.text("good"));
            }
            RawFrame whole = RawFrame.binary(bad).rsv(4);
            if (number % 2 == 0) {
                frames.add(whole);
            } else {
                long cut = number % bad.length();
                frames.add(whole.payload(bad.slice(0, cut)).notFinal());
                frames.add(RawFrame.continuation(bad.slice(cut, bad.length())));
            }
            conversation.send(Output.of(frames.toArray(RawFrame[]::new)));
            failed(1007, 1002)
                    .tolerating(1003, "it says less well what was wrong")
                    .tolerating(1009, "it says less well what was wrong")
                    .afterPerhaps(Expected.echo("good"))
                    .run(conversation);
        });
    }
}
