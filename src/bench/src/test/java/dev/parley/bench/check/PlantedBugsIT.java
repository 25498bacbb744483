package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.servers.ServerKind;
import dev.parley.bench.servers.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bug of each kind, planted into a hub that has none; the checker sees it, and sees nothing where there is none. */
@Timeout(120)
class PlantedBugsIT {
    private static final int SETTLE = 10; // seconds; some bugs let nothing settle
    private static final int LONG = 60;

    private static ServerProcess server;

    private static final int RUNS = 5;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.start(ServerKind.EMBEDDED, List.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /**
     * A bug.
     *
     * @param faults what has to go wrong for the bug to show
     */
    record Planted(String name, Supplier<BrokenHub.Bug> bug, Violation violation, Set<Fault> faults) {
        Planted(String name, Supplier<BrokenHub.Bug> bug, Violation violation) {
            this(name, bug, violation, Set.of());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Planted> bugs() {
        return Stream.of(
                new Planted("a message is dropped", Bugs.Drops::new, Violation.LOST),
                new Planted("the end of a channel never comes", Bugs.ForgetsTheEnd::new, Violation.LOST),
                new Planted("an accepted publish is not in the log", Bugs.AcceptsInVain::new, Violation.LOST),
                new Planted(
                        "recovery begins too late",
                        Bugs.RecoversTooLate::new,
                        Violation.LOST,
                        EnumSet.of(Fault.RESUBSCRIBE)),
                new Planted("a log is begun anew", Bugs.ChangesEpoch::new, Violation.LOST),
                new Planted("a message comes twice", Bugs.Doubles::new, Violation.DUPLICATED),
                new Planted("a publish is in the log twice", Bugs.PublishesTwice::new, Violation.DUPLICATED),
                new Planted("two messages change places", Bugs.Swaps::new, Violation.OUT_OF_ORDER),
                new Planted("two messages change their offsets", Bugs.SwapsOffsets::new, Violation.OUT_OF_ORDER),
                new Planted(
                        "a publisher's messages change places",
                        Bugs.PublishesInAnotherOrder::new,
                        Violation.OUT_OF_ORDER),
                new Planted("a gap where nothing can be missing", Bugs.ForgesGap::new, Violation.WRONG_GAP),
                new Planted("a gap that begins elsewhere", Bugs.ShiftsGap::new, Violation.WRONG_GAP),
                new Planted("data are altered", Bugs.Alters::new, Violation.ALTERED),
                new Planted("a message that nobody sent", Bugs.Forges::new, Violation.ALTERED),
                new Planted("a refusal without reason", Bugs.Refuses::new, Violation.UNEXPECTED),
                new Planted("not JSON", Bugs.Garbles::new, Violation.UNEXPECTED),
                new Planted("a publish is never answered", Bugs.NeverAnswers::new, Violation.STUCK));
    }

    static Stream<Planted> stateBugs() {
        return Stream.of(
                new Planted("an update is dropped", StateBugs.DropsUpdate::new, Violation.STATE),
                new Planted("the last updates never come", StateBugs.ForgetsTheEnd::new, Violation.STATE),
                new Planted("two updates change places", StateBugs.SwapsUpdates::new, Violation.OUT_OF_ORDER),
                new Planted("a value is altered", StateBugs.AltersValue::new, Violation.ALTERED),
                new Planted("a value that nobody gave", StateBugs.ForgesValue::new, Violation.ALTERED),
                new Planted("an accepted change was not made", StateBugs.AcceptsInVain::new, Violation.LOST),
                new Planted("a change overwrites what it must not", StateBugs.IgnoresCondition::new, Violation.LOST),
                new Planted("a conflict with nothing", StateBugs.ConflictsWithNothing::new, Violation.UNEXPECTED),
                new Planted("a coming is not told", StateBugs.DropsComing::new, Violation.PRESENCE),
                new Planted("a going is not told", StateBugs.DropsGoing::new, Violation.PRESENCE),
                new Planted("a member comes twice", StateBugs.DoublesComing::new, Violation.DUPLICATED));
    }

    /** A bug that only shows after a fault may find nothing to spoil in one short run: then there is another. */
    @ParameterizedTest
    @MethodSource({"bugs", "stateBugs"})
    void isSeen(Planted planted) throws Exception {
        Outcome outcome = check(planted.bug().get(), planted.faults(), SETTLE);
        for (int run = 2; run <= RUNS && !isSeen(planted, outcome); run++) {
            outcome = check(planted.bug().get(), planted.faults(), SETTLE);
        }
        assertTrue(isSeen(planted, outcome), text(outcome));
    }

    private static boolean isSeen(Planted planted, Outcome outcome) {
        long seen = outcome.verdict().count(planted.violation());
        if (planted.faults()
                .contains(Fault.RESUBSCRIBE)) { // at the end of a channel the hub refuses: there is no later
            seen += outcome.verdict().count(Violation.UNEXPECTED);
        }
        return seen > 0;
    }

    @Test
    void nothingIsSeenWhereNothingIsWrong() throws Exception {
        Outcome outcome = check(new BrokenHub.Bug() {}, EnumSet.of(Fault.RESET, Fault.RESUBSCRIBE, Fault.BYE), LONG);
        assertEquals(0, outcome.verdict().total(), () -> text(outcome));
        assertTrue(outcome.tally().deliveries > 0, () -> text(outcome));
    }

    private static Outcome check(BrokenHub.Bug bug, Set<Fault> faults, int settle)
            throws IOException, InterruptedException {
        CheckPlan plan = new CheckPlan(4, 2, 2, true, 4, 200, 2, settle, settle, 1, 1, 1000, 1, faults);
        try (BrokenHub broken = new BrokenHub(server.uri().getPort(), bug)) {
            return new Checker(plan, "planted", Optional.empty(), new PrintWriter(new StringWriter()))
                    .run(broken.url());
        }
    }

    private static String text(Outcome outcome) {
        StringWriter text = new StringWriter();
        TextReport.print(outcome, new PrintWriter(text));
        return text.toString();
    }
}
