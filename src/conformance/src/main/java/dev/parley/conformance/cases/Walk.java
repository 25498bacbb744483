package dev.parley.conformance.cases;

import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;

import dev.parley.conformance.script.Closings;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawDeflate;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A long conversation in which everything changes from message to message: type, length, contents, key, fragments, what
 * stands between them, compression, and how it is cut into writes. The same on every run. For one use.
 */
final class Walk implements AutoCloseable {
    private static final int[] LENGTHS = {
        0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 124, 125, 126, 127, 128, 129, 200, 255, 256,
        257, 300, 511, 513, 1000, 1023, 1025, 2047, 2049, 4095, 4097
    };

    private static final int[] CHOPS = {0, 0, 0, 1, 2, 3, 5, 7, 13, 64, 1000};
    private static final int[] CODES = {1000, 1001, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999};
    private static final int GROUP = 8;
    private static final int MAX_CHOPPED = 3000;

    private final SplittableRandom random;
    private final boolean compresses;
    private final List<RawFrame> frames = new ArrayList<>();
    private final List<Expected> answers = new ArrayList<>();

    private final Conversation conversation;
    private final RawDeflate deflate;

    /** On a connection that is open. */
    Walk(long seed, boolean compresses, Conversation conversation) {
        this.random = new SplittableRandom(seed);
        this.compresses = compresses;
        this.conversation = conversation;
        this.deflate = new RawDeflate(conversation.deflate());
    }

    /** So many groups of messages, each answered before the next. */
    void play(int groups) throws Judgement {
        for (int i = 0; i < groups; i++) {
            send();
            await();
        }
    }

    /** The next group; {@link #await} has to follow. */
    void send() throws Judgement {
        gather(1 + random.nextInt(GROUP));
        sendGathered();
    }

    /** What answers the last group. */
    void await() throws Judgement {
        Answers.await(conversation, answers);
    }

    /** Some messages more and, in the same write or writes, what fails the connection. */
    void fail() throws Judgement {
        gather(random.nextInt(4));
        BadEnd end = new BadEnd(random, compresses);
        frames.addAll(end.frames());
        answers.addAll(end.answers());
        conversation.note(frames.get(frames.size() - 1).describe());
        sendGathered();
        end.failure().afterPerhaps(answers.toArray(Expected[]::new)).run(conversation);
    }

    /** A message that has begun, perhaps, and a close frame. */
    void farewell() throws Judgement {
        gather(0);
        if (random.nextBoolean()) {
            Payload part = text(length());
            frames.add(RawFrame.text(part).notFinal().key(key()));
            if (random.nextBoolean()) {
                control();
                frames.add(continuation(text(length())).notFinal().key(key()));
            }
        }
        int code = random.nextBoolean() ? CODES[random.nextInt(CODES.length)] : 3000 + random.nextInt(2000);
        String reason = "b\u00fce".repeat(random.nextInt(25));
        frames.add(RawFrame.close(code, reason).key(key()));
        sendGathered();
        Closings.closedAfterPerhaps(List.copyOf(answers), code).run(conversation);
    }

    private void gather(int count) {
        frames.clear();
        answers.clear();
        for (int n = 0; n < count; n++) {
            add();
        }
    }

    private void sendGathered() throws Judgement {
        long bytes = frames.stream().mapToLong(frame -> frame.onWire().length()).sum();
        int chop = CHOPS[random.nextInt(CHOPS.length)];
        conversation.send(Output.chopped(bytes > MAX_CHOPPED && chop < 64 ? 0 : chop, frames.toArray(RawFrame[]::new)));
    }

    private void add() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            control();
            return;
        }
        boolean text = random.nextBoolean();
        Payload plain = text ? text(length()) : binary(length());
        boolean packed = compresses && random.nextInt(4) > 0;
        Payload sent = packed ? deflate.next(plain) : plain;
        RawFrame whole = (text ? RawFrame.text(sent) : RawFrame.binary(sent)).rsv(packed ? 4 : 0);
        int cuts = kind < 5 ? 0 : 1 + random.nextInt(4);
        int[] at = random.ints(cuts, 0, (int) sent.length() + 1).sorted().toArray();
        int from = 0;
        for (int i = 0; i <= cuts; i++) {
            int to = i == cuts ? (int) sent.length() : at[i];
            Payload part = sent.slice(from, to);
            RawFrame frame = (i == 0 ? whole.payload(part) : continuation(part)).key(key());
            frames.add(i == cuts ? frame : frame.notFinal());
            if (i < cuts && random.nextInt(3) == 0) {
                control();
            }
            from = to;
        }
        answers.add(Expected.echo(text, plain));
    }

    private void control() {
        Payload payload = binary(random.nextInt(5) == 0 ? 125 : random.nextInt(20));
        if (random.nextInt(3) == 0) {
            frames.add(RawFrame.opcode(0xA, payload).key(key()));
        } else {
            frames.add(ping(payload).key(key()));
            answers.add(Expected.pong(payload));
        }
    }

    private int key() {
        return switch (random.nextInt(6)) {
            case 0 -> 0xFF << (8 * random.nextInt(4));
            case 1 -> random.nextInt() & (random.nextBoolean() ? 0x00FF_FFFF : 0xFFFF_FF00);
            default -> random.nextInt();
        };
    }

    private int length() {
        return random.nextInt(60) == 0 ? 65_530 + random.nextInt(12) : LENGTHS[random.nextInt(LENGTHS.length)];
    }

    private Payload binary(int length) {
        byte[] bytes = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        } else {
            Arrays.fill(bytes, (byte) random.nextInt(256));
        }
        return Payload.of(bytes);
    }

    /** As many characters, of one to four bytes each; some of them repeat, for the sake of compression. */
    private Payload text(int length) {
        StringBuilder text = new StringBuilder();
        int widest = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            int c = switch (random.nextInt(widest + 1)) {
                case 1 -> 0x80 + random.nextInt(0x780);
                case 2 -> 0x800 + random.nextInt(0xD000);
                case 3 -> 0x1_0000 + random.nextInt(0x10_0000);
                default -> random.nextInt(4) == 0 ? random.nextInt(128) : 'a' + i % 7;
            };
            text.appendCodePoint(c);
        }
        return Payload.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        deflate.close();
    }
}
