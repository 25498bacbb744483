package dev.parley.conformance.cases;

import static dev.parley.conformance.model.CaseBuilder.must;
import static dev.parley.conformance.model.CaseBuilder.quality;
import static dev.parley.conformance.script.Closings.closedAfterPerhaps;
import static dev.parley.conformance.script.Closings.failed;
import static dev.parley.conformance.script.RawFrame.binary;
import static dev.parley.conformance.script.RawFrame.close;
import static dev.parley.conformance.script.RawFrame.continuation;
import static dev.parley.conformance.script.RawFrame.ping;
import static dev.parley.conformance.script.RawFrame.text;
import static dev.parley.conformance.script.Steps.act;
import static dev.parley.conformance.script.Steps.check;
import static dev.parley.conformance.script.Steps.expect;

import dev.parley.conformance.cases.Sweep.Row;
import dev.parley.conformance.model.ConformanceCase;
import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.script.Output;
import dev.parley.conformance.script.Payload;
import dev.parley.conformance.script.RawFrame;
import dev.parley.conformance.script.Step;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Echoes that fill the socket, since nobody reads them yet, and what comes meanwhile. */
final class UnreadCases {
    private static final long QUIET_MILLIS = 100;
    private static final int MIB = 1 << 20;
    private static final int POLICY = 1008;
    private static final int TRY_LATER = 1013;
    private static final int PINGS = 80;

    private UnreadCases() {}

    static Stream<ConformanceCase> cases() {
        return Stream.of(
                quality("robustness.reader.slow-large", "10.4", "A reader that reads late gets every large echo")
                        .why("A frame that the socket takes in part goes on where it stopped, once it is read.")
                        .tags("performance")
                        .connected(large(0), echoes(large()), large(0), echoes(large())),
                quality("robustness.reader.slow-pings", "5.5.2", "The last ping is answered though echoes wait")
                        .why("A pong may stand for those before it (5.5.3), and none may be lost for want of room.")
                        .tags("performance")
                        .connected(check(
                                "the echo of each of " + PINGS
                                        + " messages, and the pong of the last ping between them",
                                UnreadCases::pings)),
                must("closing.before.unread", "5.5.1", "Large messages and a close frame, read late: echoes, or none")
                        .why("A server may give up what it has not begun to send, but not in the midst of a frame.")
                        .tags("performance")
                        .raw(Sweep.of("large messages before a close frame", UnreadCases::closed)),
                must("closing.every.bad-unread", "7.1.7", "Large messages and a bad frame, read late")
                        .why("The close frame stands behind what has been begun, and not in the midst of it.")
                        .tags("performance")
                        .raw(Sweep.of("large messages before a bad frame", UnreadCases::bad)));
    }

    private static List<RawFrame> large() {
        return List.of( // what is small may not overtake what is large
                binary(Payload.bytes(MIB + 7)),
                text(""),
                text(Payload.ascii(2 * MIB)),
                binary(Payload.EMPTY),
                text("small"),
                binary(Payload.bytes(70_000)));
    }

    private static Step large(int more, RawFrame... behind) {
        List<RawFrame> frames = new ArrayList<>();
        for (RawFrame whole : large()) {
            Payload all = whole.payload();
            if (all.length() < 70_000) {
                frames.add(whole);
                continue;
            }
            frames.add(whole.payload(all.slice(0, 60_000 + more)).notFinal());
            frames.add(continuation(all.slice(60_000 + more, all.length())));
        }
        frames.addAll(List.of(behind));
        return act("messages of up to 2 MiB, unread until no more is taken", conversation -> {
            unread(conversation, Output.of(frames.toArray(RawFrame[]::new)));
        });
    }

    private static void unread(Conversation conversation, Output output) throws Judgement {
        conversation.pause();
        conversation.post(output);
        boolean all = conversation.settle(QUIET_MILLIS);
        conversation.note(all ? "all of it was taken unread" : "no more is taken unread");
        conversation.resume();
    }

    private static Step echoes(List<RawFrame> frames) {
        return expect(frames.stream()
                .map(frame -> Expected.echo(frame).limitedBy(1009, POLICY, TRY_LATER))
                .toArray(Expected[]::new));
    }

    private static void pings(Conversation conversation) throws Judgement {
        List<RawFrame> frames = new ArrayList<>();
        for (int i = 0; i < PINGS; i++) {
            frames.add(binary(Payload.bytes(60_000 + i)));
            frames.add(ping("ping " + i));
        }
        unread(conversation, Output.of(frames.toArray(RawFrame[]::new)));
        int echoes = 0;
        String last = "";
        while (echoes < PINGS || !last.equals("\"ping " + (PINGS - 1) + "\"")) {
            Event event = conversation.next();
            if (event instanceof Event.Close close && (close.code() == POLICY || close.code() == TRY_LATER)) {
                throw Judgement.limited("refused with " + close.describe());
            }
            if (event instanceof Event.Pong pong) {
                last = Payload.show(pong.payload());
            } else if (echoes < PINGS
                    && event instanceof Event.Message echo
                    && echo.carries(frames.get(2 * echoes).payload())) {
                echoes++;
            } else {
                throw Judgement.fail(
                        "echo " + echoes + " of " + PINGS + ", and the pong of the last ping", event.describe());
            }
        }
    }

    private static Expected[] answers() {
        return large().stream().map(Expected::echo).toArray(Expected[]::new);
    }

    private static List<Row> closed() {
        List<Row> rows = new ArrayList<>();
        for (RawFrame end : List.of(close(1000), close(), close(4000, "unread"))) {
            rows.add(Sweep.connected(
                    end.describe(),
                    large(rows.size(), end),
                    closedAfterPerhaps(List.of(answers()), 1000, 4000, -1, 1009)));
        }
        return rows;
    }

    private static List<Row> bad() {
        List<Row> rows = new ArrayList<>();
        for (RawFrame end :
                List.of(text("x").rsv(2), text(Payload.hex("61ff")), ping("x").notFinal())) {
            rows.add(Sweep.connected(
                    end.describe(),
                    large(rows.size(), end),
                    failed(1002, 1007)
                            .tolerating(1009, "it says less well what was wrong")
                            .afterPerhaps(answers())));
        }
        return rows;
    }
}
