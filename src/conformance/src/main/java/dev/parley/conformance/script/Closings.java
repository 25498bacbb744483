package dev.parley.conformance.script;

import dev.parley.conformance.script.Step.Kind;
import dev.parley.conformance.verdict.Judgement;
import dev.parley.conformance.verdict.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Steps that expect the end of a connection: after a closing handshake (7.1), or because the server fails it (7.1.7). */
public final class Closings {
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_PAYLOAD = 1007;
    private static final int NO_CODE = -1;
    private static final long PROBE_MILLIS = 400;

    private Closings() {}

    /**
     * Proves the connection good by a ping and by echoes, closes it with 1000, and expects the answer and the end of TCP.
     * What a case has left behind in the server shows in the echoes.
     */
    public static Step closeCleanly() {
        return Step.of(Kind.END, "echoes as good as ever, and a clean close with 1000", conversation -> {
            Steps.proveOpen(conversation);
            Steps.proveEchoes(conversation);
            conversation.send(Output.of(RawFrame.close(NORMAL)));
            answered(conversation, NORMAL);
        });
    }

    /**
     * The answer to a close frame that was sent: a close frame with one of {@code codes} passes, with another legal code
     * or none is allowed (5.5.1: the code is typically echoed); then the server closes TCP (7.1.1). A message, a pong, or
     * an end without a close frame fails.
     */
    public static Step closed(int... codes) {
        int[] good = codes.clone();
        return Step.of(
                Kind.END,
                "CLOSE " + list(good) + ", then the end of TCP",
                conversation -> answered(conversation, good));
    }

    /** As {@link #closed}, where echoes of what was sent before may come first, or may not. */
    public static Step closedAfterPerhaps(List<Expected> perhaps, int... codes) {
        int[] good = codes.clone();
        List<Expected> before = List.copyOf(perhaps);
        return Step.of(Kind.END, "perhaps echoes, then CLOSE " + list(good) + " and the end of TCP", conversation -> {
            Event event = nextAfter(new Perhaps(before), conversation);
            judgeAnswer(conversation, event, good);
        });
    }

    /** The server fails the connection with one of {@code codes}; see {@link Failed}. */
    public static Failed failed(int... codes) {
        return new Failed(codes.clone(), List.of(), List.of(), Optional.empty(), false);
    }

    /** The connection ends, with a close frame or without, and nothing else comes. */
    public static Step ended() {
        return Step.of(
                Kind.END, "the end of the connection", conversation -> requireEnd(conversation, conversation.next()));
    }

    private static void requireEnd(Conversation conversation, Event first) throws Judgement {
        Event event = first instanceof Event.Close ? conversation.next() : first;
        if (!(event instanceof Event.Ended)) {
            throw Judgement.fail("the end of the connection", event.describe());
        }
    }

    /** As {@link #ended()}, where answers to what was sent before may come first, or may not. */
    public static Step endedAfterPerhaps(Expected... perhaps) {
        List<Expected> before = List.of(perhaps);
        Step ended = ended();
        return Step.of(Kind.END, "perhaps answers, then " + ended.describe(), conversation -> {
            Event event = nextAfter(new Perhaps(before), conversation);
            requireEnd(conversation, event);
        });
    }

    private static Event nextAfter(Perhaps perhaps, Conversation conversation) throws Judgement {
        Event event = conversation.next();
        while (perhaps.take(event)) {
            event = conversation.next();
        }
        return event;
    }

    private static void answered(Conversation conversation, int... codes) throws Judgement {
        judgeAnswer(conversation, conversation.next(), codes);
    }

    private static void judgeAnswer(Conversation conversation, Event event, int... codes) throws Judgement {
        String wanted = "CLOSE " + list(codes) + " as answer to ours (5.5.1)";
        if (!(event instanceof Event.Close close)) {
            throw Judgement.fail(wanted, event.describe());
        }
        boolean usual = IntStream.of(codes).anyMatch(code -> code == close.code());
        if (!usual && (close.code() == PROTOCOL_ERROR || close.code() == INVALID_PAYLOAD)) {
            throw Judgement.fail(wanted, close.describe() + ", which calls a legal close frame an error");
        }
        if (!usual) {
            conversation.allow("closed with " + close.describe() + " where " + wanted + " is usual");
        }
        requireEnd(conversation);
    }

    /** 7.1.1: the server closes TCP, and first. */
    static void requireEnd(Conversation conversation) throws Judgement {
        Event event = conversation.next();
        if (!(event instanceof Event.Ended)) {
            throw Judgement.fail("the end of TCP after both close frames (7.1.1)", event.describe());
        }
    }

    private static String list(int... codes) {
        return IntStream.of(codes)
                .mapToObj(code -> code == NO_CODE ? "without code" : Integer.toString(code))
                .collect(Collectors.joining(" or "));
    }

    /**
     * The failure itself, seen (7.1.7): a close frame with a fitting code, then the end of TCP. An end without a close
     * frame, and a close frame without a code, are allowed. Another code breaks the SHOULD of 7.1.7. Silence, a pong, or
     * the bad message echoed fails: the server has not failed the connection, or has gone on processing. Immutable.
     */
    public static final class Failed implements Step {
        private final int[] codes;
        private final List<Tolerated> tolerated;
        private final List<Expected> before;
        private final Optional<Level> waiting;
        private final boolean told;

        private record Tolerated(int code, String why) {}

        private Failed(
                int[] codes, List<Tolerated> tolerated, List<Expected> before, Optional<Level> waiting, boolean told) {
            this.waiting = waiting;
            this.told = told;
            this.codes = codes;
            this.tolerated = tolerated;
            this.before = before;
        }

        /** Where another code conforms too, though it says less well what was wrong. */
        public Failed tolerating(int code, String why) {
            List<Tolerated> more = new ArrayList<>(tolerated);
            more.add(new Tolerated(code, why));
            return new Failed(codes, more, before, waiting, told);
        }

        /** Where answers to what was good before may still come, or may not: that depends on a race. */
        public Failed afterPerhaps(Expected... events) {
            return new Failed(codes, tolerated, List.of(events), waiting, told);
        }

        /** Where a server may wait for a payload that never comes, which breaks a rule of this level only. */
        public Failed waitingBreaks(Level level) {
            return new Failed(codes, tolerated, before, Optional.of(level), told);
        }

        /** Where an end in order without a close frame, and one without a code, are failures, too. */
        public Failed told() {
            return new Failed(codes, tolerated, before, waiting, true);
        }

        @Override
        public Kind kind() {
            return Kind.END;
        }

        @Override
        public String describe() {
            String perhaps = before.isEmpty()
                    ? ""
                    : before.stream()
                            .map(Expected::description)
                            .collect(Collectors.joining(", ", "perhaps ", "; then "));
            return perhaps + "failure of the connection with CLOSE " + list(codes);
        }

        @Override
        public void run(Conversation conversation) throws Judgement {
            Perhaps perhaps = new Perhaps(before);
            Event event = nextOrProbe(conversation);
            while (perhaps.take(event)) {
                event = nextOrProbe(conversation);
            }
            if (event instanceof Event.Ended ended) {
                if (told && ended.how() == Event.Ended.How.CLEANLY) { // RST may overtake a close frame
                    throw Judgement.fail(Level.SHOULD, describe(), event.describe());
                }
                conversation.allow("ended the connection without a close frame (7.1.7: SHOULD send one)");
            } else if (event instanceof Event.Close close) {
                judge(conversation, close);
            } else if (event instanceof Event.Silence && waiting.isPresent()) {
                throw Judgement.fail(waiting.get(), describe(), event.describe());
            } else {
                throw Judgement.fail(describe(), event.describe());
            }
        }

        /** The next event; a server that stays silent for a while is asked whether it is still there: a pong says it all. */
        private static Event nextOrProbe(Conversation conversation) throws Judgement {
            Event event = conversation.next(PROBE_MILLIS);
            if (event instanceof Event.Silence) {
                conversation.send(Output.of(RawFrame.ping("parley: not failed?")));
                event = conversation.next();
            }
            return event;
        }

        private void judge(Conversation conversation, Event.Close close) throws Judgement {
            boolean best = Arrays.stream(codes).anyMatch(code -> code == close.code());
            String why = tolerated.stream()
                    .filter(other -> other.code == close.code())
                    .map(Tolerated::why)
                    .findFirst()
                    .orElse("");
            if (!best && !why.isEmpty()) {
                conversation.allow(close.describe() + " instead of " + list(codes) + ": " + why);
            } else if (!best && close.code() == NO_CODE && told) {
                throw Judgement.fail(Level.SHOULD, describe(), close.describe());
            } else if (!best && close.code() == NO_CODE) {
                conversation.allow("CLOSE without code instead of " + list(codes));
            }
            if (!best && (close.code() == NORMAL || close.code() == GOING_AWAY)) {
                throw Judgement.fail(describe(), close.describe() + ", which calls it a normal end");
            }
            conversation.send(Output.of(close.code() == NO_CODE ? RawFrame.close() : RawFrame.close(close.code())));
            requireEnd(conversation);
            if (!best && why.isEmpty() && close.code() != NO_CODE) {
                throw Judgement.fail(Level.SHOULD, "CLOSE " + list(codes) + " (7.1.7, 7.4.1)", close.describe());
            }
        }
    }
}
