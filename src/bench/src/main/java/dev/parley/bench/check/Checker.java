package dev.parley.bench.check;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.SelectorThread;
import dev.parley.bench.load.Swarm;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One run: fills the channels with pages, lets them publish and suffer, ends the faults, waits until everything has come
 * right, reads the logs, and judges. All pages are on one thread; this object belongs to the caller's.
 */
final class Checker {
    static final String SUBPROTOCOL = "parley.v1.json";
    private static final long POLL_MILLIS = 50;
    private static final long PROGRESS_SECONDS = 30;
    private static final int CONNECT_SECONDS = 60; // for all pages, at the beginning
    private static final int DEPARTS = 10; // one page of so many goes for good at the end

    private final CheckPlan plan;
    private final String server;
    private final Optional<ServerControl> control;
    private final PrintWriter out;
    private final Verdict verdict = new Verdict();
    private final Tally tally = new Tally();
    private final Ledger ledger;
    private final List<Page> pages = new ArrayList<>();
    private final List<Page> departed = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param server names what is checked, for people
     * @param control of the server's process and its store, if they are the checker's
     * @param out where progress is told
     */
    Checker(CheckPlan plan, String server, Optional<ServerControl> control, PrintWriter out) {
        this.plan = plan;
        this.server = server;
        this.control = control;
        this.out = out;
        this.ledger = new Ledger(
                verdict,
                plan.kept(),
                new Lives(control.filter(ServerControl::isDurable).isPresent()));
    }

    /**
     * Runs.
     *
     * @param url of the hub
     */
    Outcome run(String url) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long messages;
        try (Swarm swarm = Swarm.start(1)) {
            SelectorThread thread = swarm.thread(0);
            Random random = new Random(plan.seed());
            String name = Long.toString(System.currentTimeMillis(), 36);
            Run run = new Run(plan, name, thread, Opening.to(url, SUBPROTOCOL), random, ledger, verdict, tally);
            thread.execute(() -> populate(run));
            if (await(
                    thread,
                    Math.max(CONNECT_SECONDS, plan.settleSeconds()),
                    () -> !pages.isEmpty() && pages.stream().allMatch(Page::isLive))) {
                thread.execute(this::disturb);
                boolean killed = letRun(run);
                thread.execute(() -> pages.forEach(Page::end));
                if (killed && plan.presence()) {
                    awaitPresence(thread);
                }
                if (await(thread, plan.settleSeconds(), this::isSettled) && plan.presence()) {
                    thread.execute(this::depart);
                    await(thread, plan.settleSeconds(), this::isSettled);
                }
            }
            messages = judge(run);
            thread.execute(() -> pages.forEach(Page::leave));
            thread.execute(() -> departed.forEach(Page::leave));
        }
        return new Outcome(server, plan, verdict, tally, (System.nanoTime() - begun) / 1e9, messages);
    }

    private void populate(Run run) {
        for (int i = 0; i < plan.channels(); i++) {
            ledger.addLog((i % 2 == 0 ? "chat:" : "news:") + "check-" + run.name() + "-" + i);
        }
        for (int i = 0; i < plan.states(); i++) {
            boolean durable = i % 2 != 0; // as the settings have it
            ledger.addState((durable ? "sync:" : "ticker:") + "check-" + run.name() + "-" + i, durable);
        }
        for (int i = 0; i < plan.pages(); i++) {
            List<Topic> choice = new ArrayList<>(ledger.topics());
            Collections.shuffle(choice, run.random());
            pages.add(new Page(ledger.addPage(), i, run, choice.subList(0, plan.follows())));
        }
        pages.add(new Page(ledger.addPage(), plan.pages(), run, ledger.topics())); // hears everything, suffers nothing
        pages.forEach(Page::connect);
    }

    private void disturb() {
        List<Fault> faults =
                plan.faults().stream().filter(fault -> !fault.isOfServer()).toList();
        for (Page page : pages.subList(0, plan.pages())) {
            page.publishEvery(1000.0 * plan.pages() / plan.perSecond());
            if (!faults.isEmpty()) {
                page.faults().comeEvery(1000.0 * plan.faultSeconds(), faults);
            }
        }
    }

    private boolean isSettled() {
        return pages.stream().allMatch(Page::isSettled) && isPresenceRight();
    }

    private boolean isPresenceRight() {
        Map<Topic, Set<String>> members = members();
        return pages.stream().allMatch(Page::isLive)
                && pages.stream()
                        .flatMap(page -> page.presences().stream())
                        .allMatch(presence -> presence.knows(members.getOrDefault(presence.topic(), Set.of())));
    }

    /** After a kill of the server everybody has to know in time who is there, whatever else is not right yet. */
    private void awaitPresence(SelectorThread thread) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.presenceSeconds());
        while (!thread.ask(this::isPresenceRight)) {
            if (System.nanoTime() - deadline >= 0) {
                thread.execute(() -> verdict.found(
                        Violation.PRESENCE,
                        "not right %d s after the server's process was killed",
                        plan.presenceSeconds()));
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Who is in the channels. */
    private Map<Topic, Set<String>> members() {
        Map<Topic, Set<String>> members = new HashMap<>();
        for (Page page : pages) {
            for (PresenceFollower presence : page.presences()) {
                members.computeIfAbsent(presence.topic(), topic -> new HashSet<>())
                        .add(page.user());
            }
        }
        return members;
    }

    /** Some pages go for good, in one way or another: the others have to learn of it. */
    private void depart() {
        List<Fault> ways = Stream.of(Fault.BYE, Fault.RESET, Fault.CUT)
                .filter(way -> way == Fault.BYE || plan.faults().contains(way))
                .toList();
        for (int i = plan.pages() - 1; i >= 0; i -= DEPARTS) {
            Page page = pages.remove(i);
            page.depart(ways.get(departed.size() % ways.size()));
            departed.add(page);
        }
    }

    /** Waits until the time is over, with what happens to the server meanwhile; returns whether it was killed. */
    private boolean letRun(Run run) throws IOException, InterruptedException {
        Optional<ServerFaults> faults = control.map(of -> new ServerFaults(
                of,
                plan.faults(),
                1000L * plan.serverFaultSeconds(),
                run,
                new Random(plan.seed()),
                () -> pages.forEach(Page::disturbed)));
        SelectorThread thread = run.thread();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.seconds());
        long progress = System.nanoTime();
        while (System.nanoTime() - end < 0) {
            if (faults.isPresent()) {
                faults.get().comeIfDue();
            }
            if (System.nanoTime() - progress >= TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)) {
                progress = System.nanoTime();
                out.println(thread.ask(this::progress));
                out.flush();
            }
            Thread.sleep(POLL_MILLIS);
            thread.ask(() -> true); // fails if the thread did
        }
        if (faults.isPresent()) {
            faults.get().finish();
        }
        return faults.filter(ServerFaults::kills).isPresent();
    }

    private String progress() {
        return tally.accepted + " of " + tally.published + " publishes accepted, " + tally.deliveries + " deliveries, "
                + tally.connections + " connections, " + verdict.total() + " violations";
    }

    /** Reads the logs and compares; returns how many messages they ever had. */
    private long judge(Run run) throws InterruptedException {
        SelectorThread thread = run.thread();
        Page reading = thread.ask(() -> pages.get(pages.size() - 1));
        await(thread, plan.settleSeconds(), reading::isLive);
        Optional<Link> link = thread.ask(reading::current);
        if (link.filter(Link::isWelcome).isEmpty()) {
            return thread.ask(() -> {
                verdict.found(Violation.STUCK, "no connection to read the logs by");
                return 0L;
            });
        }
        thread.execute(
                () -> { // it has seen nothing: what it is told is what the server holds
                    pages.add(new Page(ledger.addPage(), pages.size(), run, ledger.topics()));
                    pages.get(pages.size() - 1).connect();
                });
        await(thread, plan.settleSeconds(), () -> pages.get(pages.size() - 1).isSettled());
        LogReader reader = new LogReader(link.get(), run);
        thread.execute(reader::begin);
        await(thread, plan.settleSeconds(), reader::isDone);
        return thread.ask(() -> {
            long messages = 0;
            for (KnownLog log : ledger.logs()) {
                messages += log.latest().top();
            }
            ledger.audit();
            if (reader.isDone()) {
                pages.forEach(page -> page.followings().forEach(Following::finish));
                departed.forEach(page -> page.followings().forEach(Following::finish));
            }
            Map<Topic, Set<String>> members = members();
            pages.stream()
                    .flatMap(page -> page.presences().stream())
                    .forEach(presence -> presence.finish(members.getOrDefault(presence.topic(), Set.of())));
            return messages;
        });
    }

    /** Waits on the pages' thread; false, and a violation, if it takes too long. */
    private boolean await(SelectorThread thread, int seconds, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!thread.ask(condition::getAsBoolean)) {
            if (System.nanoTime() - deadline >= 0) {
                thread.execute(() -> {
                    List<Page> unsettled =
                            pages.stream().filter(page -> !page.isSettled()).toList();
                    unsettled.forEach(page -> verdict.found(Violation.STUCK, "after %d s: %s", seconds, page.state()));
                    if (unsettled.isEmpty()) {
                        verdict.found(Violation.STUCK, "presence is not right, or the logs not read, in %d s", seconds);
                    }
                });
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
