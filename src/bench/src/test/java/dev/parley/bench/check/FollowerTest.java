package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.Swarm;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader is told, as a script, and which guarantees that breaks. */
class FollowerTest {
    private static final int KEPT = 10;
    private static final int SENT = 30; // so that 1 to 20 may be trimmed
    private static Swarm swarm;

    @BeforeAll
    static void start() throws Exception {
        swarm = Swarm.start(1);
    }

    @AfterAll
    static void stop() {
        swarm.close();
    }

    /** Script: "sub", "again" (unsub and sub), "ok epoch top from", "msg o", "gap from to why", "live o", "out", "die" (the server), "end top"; "forgets" before all: with the server. */
    static Stream<Arguments> scripts() {
        return Stream.of(
                script("sub|ok a 5 5|live 5|msg 6|msg 7|end 7"),
                script("sub|ok a 5 5|live 5|msg 6|out|sub|ok a 8 6|msg 7|msg 8|live 8|end 8"),
                script("sub|ok a 0 0|live 0|out|sub|ok a 25 0|gap 1 15 trimmed|msg 16|msg 17|live 17|end 17"),
                script("sub|ok a 5 5|live 5|again|msg 6|ok a 6 5|msg 6|live 6|end 6"),
                script("sub|ok a 5 5|live 5|msg 6|die|sub|ok a 8 6|msg 7|msg 8|live 8|end 8"),
                script("sub|ok a 0 0|live 0|die|sub|ok b 0 0|gap 1 - epoch|live 0|msg 1|end 1"),
                script("sub|ok a 5 5|live 5|die|sub|ok b 1 0|gap 6 - epoch|msg 1|live 1|end 1", Violation.LOST, 1),
                script(
                        "sub|ok a 5 5|live 5|die|sub|ok a 4 4|live 4|end 4",
                        Violation.UNEXPECTED,
                        1,
                        Violation.ALTERED,
                        1),
                script("forgets|sub|ok a 5 5|live 5|die|sub|ok b 1 0|gap 6 - epoch|msg 1|live 1|end 1"),
                script("forgets|sub|ok a 5 5|live 5|die|sub|ok b 1 0|msg 1|live 1|end 1", Violation.LOST, 1),
                script(
                        "forgets|sub|ok a 5 5|live 5|msg 7|die|sub|ok b 1 0|gap 8 - epoch|msg 1|live 1|end 1",
                        Violation.LOST,
                        1),
                script("forgets|sub|ok a 5 5|live 5|die|end 0", Violation.LOST, 1),
                script("sub|ok a 5 5|live 5|msg 7|end 7", Violation.LOST, 1),
                script("sub|ok a 5 5|live 5|msg 6|end 7", Violation.LOST, 1),
                script("sub|ok a 5 5|msg 6|live 7|end 7", Violation.LOST, 1),
                script(
                        "sub|ok a 5 5|live 5|out|sub|ok a 8 7|msg 8|live 8|end 8",
                        Violation.LOST,
                        1,
                        Violation.UNEXPECTED,
                        1),
                script("sub|ok a 5 5|live 5|out|sub|ok b 1 0|msg 1|live 1|end 1", Violation.LOST, 2),
                script("sub|ok a 5 5|live 5|out|sub|ok b 1 0|gap 6 - epoch|msg 1|live 1|end 1", Violation.LOST, 1),
                script("sub|ok a 5 5|live 5|msg 6|msg 6|end 6", Violation.DUPLICATED, 1),
                script("sub|ok a 5 5|live 5|msg 5|end 5", Violation.DUPLICATED, 1),
                script("sub|ok a 5 5|live 5|msg 6|msg 9|msg 7|msg 8|end 9", Violation.OUT_OF_ORDER, 2),
                script("sub|ok a 5 5|live 5|msg 6|msg 9|msg 8|end 9", Violation.OUT_OF_ORDER, 1, Violation.LOST, 1),
                script("sub|ok a 0 0|live 0|gap 2 3 trimmed|end 3", Violation.WRONG_GAP, 1),
                script("sub|ok a 0 0|live 0|gap 1 21 trimmed|end 21", Violation.WRONG_GAP, 1),
                script("sub|ok a 0 0|live 0|gap 1 2 mood|end 2", Violation.WRONG_GAP, 1),
                script("sub|ok a 0 0|live 0|gap 1 0 trimmed|end 0", Violation.WRONG_GAP, 1),
                script("sub|ok a 0 0|live 0|gap 1 - epoch|end 0", Violation.WRONG_GAP, 1),
                script("sub|ok a 5 5|live 5|end 4", Violation.ALTERED, 1),
                script("sub|msg 1|ok a 1 1|live 1|end 1", Violation.UNEXPECTED, 1),
                script("sub|ok a 5 5|live 5|live 5|end 5", Violation.UNEXPECTED, 1),
                script("sub|ok a 5 6|live 6|end 6", Violation.UNEXPECTED, 1));
    }

    private static Arguments script(String text, Object... expected) {
        Map<Violation, Long> counts = new EnumMap<>(Violation.class);
        for (int i = 0; i < expected.length; i += 2) {
            counts.put((Violation) expected[i], ((Integer) expected[i + 1]).longValue());
        }
        return Arguments.of(text, counts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void judges(String script, Map<Violation, Long> expected) throws Exception {
        Verdict verdict = new Verdict();
        Lives lives = new Lives(!script.startsWith("forgets"));
        Ledger ledger = new Ledger(verdict, KEPT, lives);
        KnownLog log = ledger.addLog("chat:x");
        for (int i = 0; i < SENT; i++) {
            log.sending();
        }
        CheckPlan plan = new CheckPlan(1, 1, 0, false, 1, 1, 1, 1, 1, 1, 1, KEPT, 1, Set.of());
        Opening nowhere = Opening.to("ws://127.0.0.1:1/hub");
        Run run = new Run(plan, "run", swarm.thread(0), nowhere, new Random(1), ledger, verdict, new Tally());
        Follower follower = new Follower("page", log, run);
        for (String step : script.split("\\|", -1)) {
            play(follower, log, lives, step.split(" ", -1));
        }
        Map<Violation, Long> found = new EnumMap<>(Violation.class);
        for (Violation violation : Violation.values()) {
            if (verdict.count(violation) > 0) {
                found.put(violation, verdict.count(violation));
            }
        }
        assertEquals(expected, found);
    }

    private static void play(Follower follower, KnownLog log, Lives lives, String[] step) {
        switch (step[0]) {
            case "sub" -> follower.subscribe(1);
            case "again" -> {
                follower.unsubscribe(1);
                follower.subscribe(2);
            }
            case "ok" -> follower.answered(step[1], Long.parseLong(step[2]), Long.parseLong(step[3]), lives.current());
            case "msg" -> follower.message(Long.parseLong(step[1]));
            case "gap" ->
                follower.gap(Long.parseLong(step[1]), step[2].equals("-") ? -1 : Long.parseLong(step[2]), step[3]);
            case "live" -> follower.live(Long.parseLong(step[1]));
            case "out" -> follower.disconnected();
            case "die" -> {
                follower.disconnected();
                lives.end();
            }
            case "forgets" -> {} // said before
            case "end" -> {
                log.latest().setTop(Long.parseLong(step[1]));
                follower.finish();
            }
            default -> throw new IllegalArgumentException(step[0]);
        }
    }
}
