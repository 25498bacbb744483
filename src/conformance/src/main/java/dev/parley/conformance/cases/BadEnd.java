package dev.parley.conformance.cases;

import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;

import dev.parley.conformance.script.Closings.Failed;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The end of a walk: a message that has begun, perhaps, and a frame that fails the connection there. Chosen at random.
 * For one use.
 */
final class BadEnd {
    private static final String LESS = "it says less well what was wrong";
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_PAYLOAD = 1007;
    private static final int TOO_BIG = 1009;
    private static final int[] BAD_CODES = {0, 7, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999};
    private static final int[] RESERVED = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15};
    private static final String[] BAD_TEXTS = {
        "80",
        "bf41",
        "c080",
        "c1bf",
        "c341",
        "c3c3",
        "dfc0",
        "e08080",
        "e09fbf41",
        "e18041",
        "e28228",
        "eda080",
        "edbfbf",
        "f0808080",
        "f08fbfbf",
        "f0908041",
        "f4908080",
        "f5808080",
        "f888808080",
        "fe",
        "ff",
        "c3",
        "e282",
        "f09f98"
    };

    /** What stands open before the bad frame. */
    private enum Within {
        NOTHING,
        TEXT,
        BINARY,
        COMPRESSED
    }

    private final SplittableRandom random;
    private final boolean compresses;
    private final List<RawFrame> frames = new ArrayList<>();
    private final List<Expected> answers = new ArrayList<>();
    private Failed failure = failed(PROTOCOL_ERROR);

    BadEnd(SplittableRandom random, boolean compresses) {
        this.random = random;
        this.compresses = compresses;
        Within within = begin();
        switch (random.nextInt(compresses ? 10 : 9)) {
            case 0 -> add(reservedBits(within));
            case 1 -> add(RawFrame.opcode(RESERVED[random.nextInt(RESERVED.length)], bytes(random.nextInt(200))));
            case 2 -> add(unmasked(within));
            case 3 -> add(control(random.nextInt(100)).notFinal());
            case 4 -> longControl();
            case 5 -> add(maybeNotFinal(outOfTurn(within)));
            case 6, 7 -> badText(within);
            case 8 -> badClose();
            default -> badBlock(within);
        }
        if (within == Within.COMPRESSED) { // whose continuation is no deflated data either
            failure = failed(PROTOCOL_ERROR, INVALID_PAYLOAD, TOO_BIG);
        }
    }

    /** To be sent. */
    List<RawFrame> frames() {
        return List.copyOf(frames);
    }

    /** What may come before the failure. */
    List<Expected> answers() {
        return List.copyOf(answers);
    }

    /** What has to come. */
    Failed failure() {
        return failure;
    }

    private void add(RawFrame frame) {
        frames.add(frame);
    }

    private Within begin() {
        Within within = switch (random.nextInt(compresses ? 7 : 6)) {
            case 3 -> Within.TEXT;
            case 4, 5 -> Within.BINARY;
            case 6 -> Within.COMPRESSED;
            default -> Within.NOTHING;
        };
        switch (within) {
            case TEXT -> add(RawFrame.text(ascii()).notFinal());
            case BINARY -> add(RawFrame.binary(bytes(random.nextInt(300))).notFinal());
            case COMPRESSED -> {
                RawFrame whole = RawFrame.text("compressed, compressed and cut").compressed();
                add(whole.payload(whole.payload().slice(0, random.nextInt(9))).notFinal());
            }
            default -> {
                return within;
            }
        }
        if (random.nextInt(3) == 0) {
            Payload payload = bytes(random.nextInt(126));
            add(ping(payload).key(random.nextInt()));
            answers.add(Expected.pong(payload));
        }
        if (within != Within.COMPRESSED && random.nextBoolean()) {
            add(continuation(ascii()).notFinal().key(random.nextInt()));
        }
        return within;
    }

    private RawFrame data(Within within) {
        Payload payload = ascii();
        return within != Within.NOTHING
                ? continuation(payload)
                : random.nextBoolean() ? RawFrame.text(payload) : RawFrame.binary(payload);
    }

    private RawFrame outOfTurn(Within within) {
        return data(within == Within.NOTHING ? Within.TEXT : Within.NOTHING).key(random.nextInt());
    }

    private RawFrame control(int length) {
        return switch (random.nextInt(5)) {
            case 0 -> close(1000);
            case 1, 2 -> RawFrame.opcode(0xA, bytes(length));
            default -> ping(bytes(length));
        };
    }

    private RawFrame maybeNotFinal(RawFrame frame) {
        return random.nextInt(3) == 0 ? frame.notFinal() : frame;
    }

    /** RSV1 alone is free on the first frame of a message where compression is agreed. */
    private RawFrame reservedBits(Within within) {
        boolean data = random.nextBoolean();
        RawFrame frame = data ? maybeNotFinal(data(within)) : control(random.nextInt(126));
        int bits = 1 + random.nextInt(7);
        boolean free = compresses && data && within == Within.NOTHING && bits == 4;
        return frame.key(random.nextInt()).rsv(free ? 2 : bits);
    }

    private RawFrame unmasked(Within within) {
        return (random.nextBoolean() ? maybeNotFinal(data(within)) : control(random.nextInt(126))).unmasked();
    }

    private void longControl() {
        int opcode = 8 + random.nextInt(3);
        add(RawFrame.opcode(opcode, bytes(126 + random.nextInt(300))));
        failure = failed(PROTOCOL_ERROR).tolerating(TOO_BIG, LESS);
    }

    private void badText(Within within) {
        Payload bad = joined(ascii(), Payload.hex(BAD_TEXTS[random.nextInt(BAD_TEXTS.length)]), random.nextInt(3));
        failure = failed(INVALID_PAYLOAD).tolerating(PROTOCOL_ERROR, LESS);
        if (within == Within.TEXT) {
            add(continuation(bad).key(random.nextInt()));
        } else if (within == Within.NOTHING) {
            RawFrame whole = RawFrame.text(bad);
            cut(compresses && random.nextBoolean() ? whole.compressed() : whole);
        } else { // neither is text that could be wrong
            failure = failed(PROTOCOL_ERROR, INVALID_PAYLOAD);
            add(RawFrame.text(bad));
        }
    }

    private void cut(RawFrame whole) {
        Payload all = whole.payload();
        long at = random.nextLong(all.length() + 1);
        if (random.nextBoolean()) {
            add(whole.key(random.nextInt()));
            return;
        }
        add(whole.payload(all.slice(0, at)).notFinal().key(random.nextInt()));
        if (random.nextBoolean()) {
            add(ping("p"));
            answers.add(Expected.pong("p"));
        }
        add(continuation(all.slice(at, all.length())).key(random.nextInt()));
    }

    private void badClose() {
        failure = failed(PROTOCOL_ERROR, INVALID_PAYLOAD);
        add(
                switch (random.nextInt(3)) {
                    case 0 -> close(bytes(1));
                    case 1 -> close(BAD_CODES[random.nextInt(BAD_CODES.length)], "why".repeat(random.nextInt(3)));
                    default ->
                        close(joined(
                                Payload.hex("03e8"),
                                Payload.hex(
                                        "61".repeat(random.nextInt(50)) + BAD_TEXTS[random.nextInt(BAD_TEXTS.length)]),
                                0));
                });
    }

    /** A block of the type that does not exist, as the first thing of the message. */
    private void badBlock(Within within) {
        if (within == Within.NOTHING) {
            RawFrame bad = random.nextBoolean() ? RawFrame.text("") : RawFrame.binary(Payload.EMPTY);
            add(bad.payload(joined(Payload.hex("06"), bytes(random.nextInt(50)), 0))
                    .rsv(4));
            failure = failed(INVALID_PAYLOAD).tolerating(PROTOCOL_ERROR, LESS);
        } else {
            add(continuation(ascii()).rsv(4));
        }
    }

    private static Payload joined(Payload first, Payload second, int behind) {
        byte[] all = new byte[(int) (first.length() + second.length()) + behind];
        first.copy(0, all, 0, (int) first.length());
        second.copy(0, all, (int) first.length(), (int) second.length());
        for (int i = all.length - behind; i < all.length; i++) {
            all[i] = 'z';
        }
        return Payload.of(all);
    }

    private Payload ascii() {
        return Payload.ascii(random.nextInt(4) == 0 ? random.nextInt(400) : random.nextInt(20));
    }

    private Payload bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Payload.of(bytes);
    }
}
