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
    record Planted(String name, BrokenHub.Bug bug, Violation violation, Set<Fault> faults) {
        Planted(String name, BrokenHub.Bug bug, Violation violation) {
            this(name, bug, violation, Set.of());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Planted> bugs() {
        return Stream.of(
                new Planted("a message is dropped", new Bugs.Drops(), Violation.LOST),
                new Planted("the end of a channel never comes", new Bugs.ForgetsTheEnd(), Violation.LOST),
                new Planted("an accepted publish is not in the log", new Bugs.AcceptsInVain(), Violation.LOST),
                new Planted(
                        "recovery begins too late",
                        new Bugs.RecoversTooLate(),
                        Violation.LOST,
                        EnumSet.of(Fault.RESUBSCRIBE)),
                new Planted("a log is begun anew", new Bugs.ChangesEpoch(), Violation.LOST),
                new Planted("a message comes twice", new Bugs.Doubles(), Violation.DUPLICATED),
                new Planted("a publish is in the log twice", new Bugs.PublishesTwice(), Violation.DUPLICATED),
                new Planted("two messages change places", new Bugs.Swaps(), Violation.OUT_OF_ORDER),
                new Planted("two messages change their offsets", new Bugs.SwapsOffsets(), Violation.OUT_OF_ORDER),
                new Planted(
                        "a publisher's messages change places",
                        new Bugs.PublishesInAnotherOrder(),
                        Violation.OUT_OF_ORDER),
                new Planted("a gap where nothing can be missing", new Bugs.ForgesGap(), Violation.WRONG_GAP),
                new Planted("a gap that begins elsewhere", new Bugs.ShiftsGap(), Violation.WRONG_GAP),
                new Planted("data are altered", new Bugs.Alters(), Violation.ALTERED),
                new Planted("a message that nobody sent", new Bugs.Forges(), Violation.ALTERED),
                new Planted("a refusal without reason", new Bugs.Refuses(), Violation.UNEXPECTED),
                new Planted("not JSON", new Bugs.Garbles(), Violation.UNEXPECTED),
                new Planted("a publish is never answered", new Bugs.NeverAnswers(), Violation.STUCK));
    }

    static Stream<Planted> stateBugs() {
        return Stream.of(
                new Planted("an update is dropped", new StateBugs.DropsUpdate(), Violation.STATE),
                new Planted("the last updates never come", new StateBugs.ForgetsTheEnd(), Violation.STATE),
                new Planted("two updates change places", new StateBugs.SwapsUpdates(), Violation.OUT_OF_ORDER),
                new Planted("a value is altered", new StateBugs.AltersValue(), Violation.ALTERED),
                new Planted("a value that nobody gave", new StateBugs.ForgesValue(), Violation.ALTERED),
                new Planted("an accepted change was not made", new StateBugs.AcceptsInVain(), Violation.LOST),
                new Planted("a change overwrites what it must not", new StateBugs.IgnoresCondition(), Violation.LOST),
                new Planted("a conflict with nothing", new StateBugs.ConflictsWithNothing(), Violation.UNEXPECTED),
                new Planted("a coming is not told", new StateBugs.DropsComing(), Violation.PRESENCE),
                new Planted("a going is not told", new StateBugs.DropsGoing(), Violation.PRESENCE),
                new Planted("a member comes twice", new StateBugs.DoublesComing(), Violation.DUPLICATED));
    }

    @ParameterizedTest
    @MethodSource({"bugs", "stateBugs"})
    void isSeen(Planted planted) throws Exception {
        Outcome outcome = check(planted.bug(), planted.faults(), SETTLE);
        long seen = outcome.verdict().count(planted.violation());
        if (planted.bug()
                instanceof Bugs.RecoversTooLate) { // at the end of a channel the hub refuses: there is no later
            seen += outcome.verdict().count(Violation.UNEXPECTED);
        }
        assertTrue(seen > 0, text(outcome));
    }

    @Test
    void nothingIsSeenWhereNothingIsWrong() throws Exception {
        Outcome outcome = check(new BrokenHub.Bug() {}, EnumSet.of(Fault.RESET, Fault.RESUBSCRIBE, Fault.BYE), LONG);
        assertEquals(0, outcome.verdict().total(), () -> text(outcome));
        assertTrue(outcome.tally().deliveries > 0, () -> text(outcome));
    }

    private static Outcome check(BrokenHub.Bug bug, Set<Fault> faults, int settle)
            throws IOException, InterruptedException {
        CheckPlan plan = new CheckPlan(4, 2, 2, true, 4, 200, 2, settle, 1, 1000, 1, faults);
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
