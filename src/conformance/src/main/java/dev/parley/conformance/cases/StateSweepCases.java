package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.OpeningRequest.upgrade;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_16;
import static dev.parley.conformance.script.RawFrame.LengthForm.BITS_64;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.model.Need;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Handshakes;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Each kind of rule broken in each state that a connection can be in: what is checked at first is checked later, too. */
final class StateSweepCases {
    private static final String OFFER = "permessage-deflate";
    private static final String LESS = "it says less well what was wrong";
    private static final Payload FIVE = Payload.of("Hello");
    private static final Payload LARGE = Payload.bytes(70_000);
    private static final long TOP_BIT = Long.MIN_VALUE;
    private static final String READ = "read";
    private static final List<State> STATES = List.of(State.values());
    private static final List<Kind> KINDS = List.of(Kind.values());

    private StateSweepCases() {}

    /** What has been said, and answered, before the bad frame. */
    private enum State {
        BEHIND_LARGE(false, false),
        BEHIND_BINARY_FRAGMENTS(false, false),
        BEHIND_TEXT_FRAGMENTS(false, false),
        BEHIND_CONTROLS(false, false),
        WITHIN_TEXT(true, false),
        WITHIN_BINARY(true, false),
        BEHIND_COMPRESSED_AND_PLAIN(false, true),
        BEHIND_COMPRESSED_FRAGMENTS(false, true),
        WITHIN_COMPRESSED(true, true),
        WITHIN_PLAIN_BEHIND_COMPRESSED(true, true);

        private final boolean within;
        private final boolean deflated;

        State(boolean within, boolean deflated) {
            this.within = within;
            this.deflated = deflated;
        }

        private List<RawFrame> frames() {
            RawFrame packed = text("packed, packed and packed").compressed();
            Payload all = packed.payload();
            RawFrame begun = packed.payload(all.slice(0, 5)).notFinal();
            RawFrame rest = continuation(all.slice(5, all.length()));
            return switch (this) {
                case BEHIND_LARGE -> large();
                case BEHIND_BINARY_FRAGMENTS ->
                    List.of(binary(Payload.hex("ffc3")).notFinal(), ping("p"), continuation(Payload.hex("fe")));
                case BEHIND_TEXT_FRAGMENTS ->
                    List.of(
                            text("").notFinal(),
                            continuation(Payload.hex("61e282")).notFinal(),
                            continuation(Payload.hex("ac")).notFinal(),
                            continuation(""));
                case BEHIND_CONTROLS ->
                    List.of(ping(Payload.bytes(125)), RawFrame.pong(""), ping(""), RawFrame.pong("unasked"));
                case WITHIN_TEXT ->
                    List.of(
                            text("").notFinal(),
                            continuation("b\u00e4").notFinal(),
                            ping("p"),
                            continuation("gun").notFinal());
                case WITHIN_BINARY ->
                    List.of(
                            text("good"),
                            binary(Payload.hex("ffc3")).notFinal(),
                            ping(Payload.bytes(125)),
                            continuation("").notFinal());
                case BEHIND_COMPRESSED_AND_PLAIN -> List.of(packed, text("plain"));
                case BEHIND_COMPRESSED_FRAGMENTS -> List.of(text("plain"), begun, ping("p"), rest);
                case WITHIN_COMPRESSED -> List.of(packed, begun);
                case WITHIN_PLAIN_BEHIND_COMPRESSED ->
                    List.of(packed, text("be").notFinal(), continuation("gun").notFinal());
            };
        }

        /** Behind as many short ones as overflow a counter of eight bits. */
        private static List<RawFrame> large() {
            List<RawFrame> frames = new ArrayList<>();
            IntStream.range(0, 260).mapToObj(i -> text("t" + i)).forEach(frames::add);
            frames.add(binary(LARGE));
            return frames;
        }

        private List<Expected> answers() {
            return switch (this) {
                case BEHIND_LARGE -> large().stream().map(Expected::echo).toList();
                case BEHIND_BINARY_FRAGMENTS ->
                    List.of(Expected.pong("p"), Expected.echo(false, Payload.hex("ffc3fe")));
                case BEHIND_TEXT_FRAGMENTS -> List.of(Expected.echo("a\u20ac"));
                case BEHIND_CONTROLS -> List.of(Expected.pong(Payload.bytes(125)), Expected.pong(""));
                case WITHIN_TEXT -> List.of(Expected.pong("p"));
                case WITHIN_BINARY -> List.of(Expected.echo("good"), Expected.pong(Payload.bytes(125)));
                case BEHIND_COMPRESSED_AND_PLAIN ->
                    List.of(Expected.echo("packed, packed and packed"), Expected.echo("plain"));
                case BEHIND_COMPRESSED_FRAGMENTS ->
                    List.of(Expected.echo("plain"), Expected.pong("p"), Expected.echo("packed, packed and packed"));
                case WITHIN_COMPRESSED, WITHIN_PLAIN_BEHIND_COMPRESSED ->
                    List.of(Expected.echo("packed, packed and packed"));
            };
        }
    }

    /** Which kind of rule is broken; one of some ways in each state. */
    private enum Kind {
        UNMASKED,
        RESERVED_BITS,
        RESERVED_OPCODE,
        CONTROL,
        TOP_BIT_OF_LENGTH,
        TEXT,
        CLOSE,
        SEQUENCE
    }

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                must("robustness.every.state", "7.1.7", "Rules of every kind broken in every state of a connection")
                        .why("What holds for the first frame holds for every other, whatever has come before it.")
                        .raw(Sweep.of("bad frames behind, and within, good messages", StateSweepCases::bad)),
                quality("lengths.every.longer-in-state", "5.2", "Lengths in a longer form, in every state")
                        .why("A length has one form (5.2), whatever has come before it.")
                        .raw(Sweep.of("frames with a length in a longer form", StateSweepCases::longer)),
                must("lengths.every.top-bit", "5.2", "Lengths with the top bit, and all the bytes that the others say")
                        .why("The top bit is 0; to read over it is to take what nobody may send.")
                        .raw(Sweep.of("frames with the top bit of their length", StateSweepCases::topBits)),
                must("tls.every.bad", "7.1.7", "Rules of every kind broken over TLS")
                        .why("TLS changes nothing about frames: they are masked, and checked, all the same.")
                        .needing(Need.TLS)
                        .raw(Sweep.of("bad frames", StateSweepCases::overTls)));
    }

    private static int way(State state) {
        return STATES.indexOf(state);
    }

    private static List<Row> bad() {
        List<Row> rows = new ArrayList<>();
        for (State state : State.values()) {
            for (Kind kind : Kind.values()) {
                boolean others = kind == Kind.RESERVED_OPCODE || kind == Kind.SEQUENCE;
                boolean asked = !state.deflated && (others || (state.within && kind.compareTo(Kind.CONTROL) <= 0));
                if (!asked) { // by sweeps of their own
                    rows.add(row(state, frame(state, kind, way(state) + KINDS.indexOf(kind))));
                }
            }
        }
        return rows;
    }

    private static RawFrame data(State state, Payload payload) {
        return state.within ? continuation(payload) : way(state) % 2 == 0 ? text(payload) : binary(payload);
    }

    private static RawFrame frame(State state, Kind kind, int way) {
        RawFrame data = data(state, FIVE);
        return switch (kind) {
            case UNMASKED ->
                choose(way, data, ping(FIVE), close(1000), RawFrame.pong(""), data.notFinal())
                        .unmasked();
            case RESERVED_BITS ->
                choose(
                        way,
                        data.rsv(1),
                        ping(FIVE).rsv(4),
                        data.rsv(2),
                        RawFrame.pong("x").rsv(2),
                        close(1000).rsv(1),
                        data.rsv(3));
            case RESERVED_OPCODE -> RawFrame.opcode(new int[] {3, 11, 7, 15, 5, 13}[way % 6], FIVE);
            case CONTROL ->
                choose(
                        way,
                        ping(FIVE).notFinal(),
                        ping(Payload.bytes(126)),
                        close(1000).notFinal(),
                        RawFrame.opcode(0xA, Payload.bytes(200)),
                        RawFrame.pong("").notFinal());
            case TOP_BIT_OF_LENGTH -> {
                long length = way % 2 == 0 ? TOP_BIT + (1 << 16) : TOP_BIT;
                yield data.length(BITS_64).declaring(length);
            }
            case TEXT -> {
                Payload bad = Payload.hex(new String[] {"61ff", "c3", "eda080", "f0808080", "61e282", "80"}[way % 6]);
                yield state == State.WITHIN_TEXT || state == State.WITHIN_PLAIN_BEHIND_COMPRESSED
                        ? continuation(bad)
                        : text(bad); // out of turn where another message is under way
            }
            case CLOSE ->
                choose(
                        way,
                        close(Payload.hex("03")),
                        close(1005),
                        close(Payload.hex("03e8e282")),
                        close(2999),
                        close(0, "why"),
                        close(Payload.hex("0fa061ff")));
            case SEQUENCE ->
                state.within
                        ? choose(way, text(""), binary(FIVE), text(FIVE).notFinal())
                        : choose(
                                way,
                                continuation(""),
                                continuation(FIVE),
                                continuation(FIVE).notFinal());
        };
    }

    private static RawFrame choose(int way, RawFrame... frames) {
        return frames[way % frames.length];
    }

    private static List<Row> longer() {
        List<Row> rows = new ArrayList<>();
        for (State state : State.values()) {
            rows.add(row(
                    state,
                    choose(
                            way(state),
                            data(state, FIVE).length(BITS_16),
                            ping(FIVE).length(BITS_64),
                            data(state, Payload.EMPTY).length(BITS_64),
                            close(1000).length(BITS_16),
                            data(state, Payload.ascii(300)).length(BITS_64),
                            ping("").length(BITS_16),
                            data(state, Payload.EMPTY).notFinal().length(BITS_16))));
        }
        return rows;
    }

    /** The server has answered what is good, and a ping behind it, before the bad frame is sent. */
    private static Row row(State state, RawFrame bad) {
        return new Row(bad.describe() + " " + state, conversation -> {
            Handshakes.open(state.deflated ? upgrade().offering(OFFER) : upgrade())
                    .run(conversation);
            if (state.deflated && !conversation.deflate().agreed()) {
                return; // as without
            }
            List<RawFrame> frames = new ArrayList<>(state.frames());
            frames.add(ping(READ));
            List<Expected> answers = new ArrayList<>(state.answers());
            answers.add(Expected.pong(READ));
            conversation.send(Output.of(frames.toArray(RawFrame[]::new)));
            Answers.await(conversation, answers);
            fail(conversation, bad, way(state) % 3 == 1 ? 1 : 0);
        });
    }

    private static void fail(Conversation conversation, RawFrame bad, int chop) throws Judgement {
        conversation.send(Output.chopped(chop, bad));
        failed(1002, 1007).tolerating(1009, LESS).run(conversation);
    }

    private static List<Row> topBits() {
        List<Row> rows = new ArrayList<>();
        for (long length : new long[] {65_536, 65_537, 70_000}) {
            RawFrame whole = rows.isEmpty() ? text(Payload.ascii(length)) : binary(Payload.bytes(length));
            rows.add(topBit(whole, Optional.empty()));
        }
        rows.add(topBit(continuation(LARGE), Optional.of(binary(FIVE).notFinal())));
        return rows;
    }

    private static Row topBit(RawFrame whole, Optional<RawFrame> before) {
        RawFrame bad = whole.declaring(TOP_BIT + whole.payload().length());
        return new Row(bad.describe(), conversation -> {
            Handshakes.open(upgrade()).run(conversation);
            if (before.isPresent()) {
                conversation.send(Output.of(before.get()));
            }
            conversation.post(Output.of(bad)); // of which a server need not take more than the header
            failed(1002)
                    .tolerating(1009, "a length of 2^63 and more is also too big")
                    .run(conversation);
        });
    }

    private static List<Row> overTls() {
        List<Row> rows = new ArrayList<>();
        for (State state : List.of(State.BEHIND_CONTROLS, State.BEHIND_COMPRESSED_AND_PLAIN, State.WITHIN_TEXT)) {
            for (Kind kind : Kind.values()) {
                rows.add(row(state, frame(state, kind, way(state) + 1 + KINDS.indexOf(kind))));
            }
        }
        return rows;
    }
}
