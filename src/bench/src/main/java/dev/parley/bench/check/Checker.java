package dev.parley.bench.check;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.SelectorThread;
import dev.parley.bench.load.Swarm;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One run: fills the channels with pages, lets them publish and suffer, ends the faults, waits until everything has come
 * right, reads the logs, and judges. All pages are on one thread; this object belongs to the caller's.
 */
final class Checker {
    private static final String SUBPROTOCOL = "parley.v1.json";
    private static final long POLL_MILLIS = 50;
    private static final long PROGRESS_SECONDS = 30;
    private static final long STOP_EVERY_MILLIS = 20_000;
    private static final long STOP_AT_MOST_MILLIS = 5_000;

    private final CheckPlan plan;
    private final String server;
    private final Optional<ServerControl> control;
    private final PrintWriter out;
    private final Verdict verdict = new Verdict();
    private final Tally tally = new Tally();
    private final Ledger ledger;
    private final List<Page> pages = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param server names what is checked, for people
     * @param control of the server's process, if it may be stopped
     * @param out where progress is told
     */
    Checker(CheckPlan plan, String server, Optional<ServerControl> control, PrintWriter out) {
        this.plan = plan;
        this.server = server;
        this.control = control;
        this.out = out;
        this.ledger = new Ledger(verdict, plan.kept());
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
                    plan.settleSeconds(),
                    () -> !pages.isEmpty() && pages.stream().allMatch(Page::isLive))) {
                thread.execute(() -> disturb());
                letRun(thread);
                thread.execute(() -> pages.forEach(Page::end));
                await(thread, plan.settleSeconds(), () -> pages.stream().allMatch(Page::isSettled));
            }
            messages = judge(run);
            thread.execute(() -> pages.forEach(Page::leave));
        }
        return new Outcome(server, plan, verdict, tally, (System.nanoTime() - begun) / 1e9, messages);
    }

    private void populate(Run run) {
        for (int i = 0; i < plan.channels(); i++) {
            ledger.addChannel((i % 2 == 0 ? "chat:" : "news:") + "check-" + run.name() + "-" + i);
        }
        for (int i = 0; i < plan.pages(); i++) {
            List<KnownLog> choice = new ArrayList<>(ledger.logs());
            Collections.shuffle(choice, run.random());
            pages.add(new Page(ledger.addPage(), i, run, choice.subList(0, plan.follows())));
        }
        pages.add(new Page(ledger.addPage(), plan.pages(), run, ledger.logs())); // hears everything, suffers nothing
        pages.forEach(Page::connect);
    }

    private void disturb() {
        List<Fault> faults =
                plan.faults().stream().filter(fault -> fault != Fault.STOP).toList();
        for (Page page : pages.subList(0, plan.pages())) {
            page.publishEvery(1000.0 * plan.pages() / plan.perSecond());
            if (!faults.isEmpty()) {
                page.sufferEvery(1000.0 * plan.faultSeconds(), faults);
            }
        }
    }

    /** Waits until the time is over, and stops the server's process meanwhile if that is asked for. */
    private void letRun(SelectorThread thread) throws IOException, InterruptedException {
        Random random = new Random(plan.seed());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.seconds());
        long progress = System.nanoTime();
        boolean stops = control.isPresent() && plan.faults().contains(Fault.STOP);
        long nextStop = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(STOP_EVERY_MILLIS));
        while (System.nanoTime() - end < 0) {
            long now = System.nanoTime();
            if (stops && now - nextStop >= 0) {
                stop(control.orElseThrow(), random.nextLong(STOP_AT_MOST_MILLIS));
                thread.execute(() -> tally.fault(Fault.STOP));
                nextStop = now + TimeUnit.MILLISECONDS.toNanos(random.nextLong(2 * STOP_EVERY_MILLIS));
            }
            if (now - progress >= TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS)) {
                progress = now;
                out.println(thread.ask(this::progress));
                out.flush();
            }
            Thread.sleep(POLL_MILLIS);
            thread.ask(() -> true); // fails if the thread did
        }
    }

    private static void stop(ServerControl control, long millis) throws IOException, InterruptedException {
        control.stop();
        try {
            Thread.sleep(millis);
        } finally {
            control.go();
        }
    }

    private String progress() {
        return tally.accepted + " of " + tally.published + " publishes accepted, " + tally.deliveries + " deliveries, "
                + tally.connections + " connections, " + verdict.total() + " violations";
    }

    /** Reads the logs and compares; returns how many messages they ever had. */
    private long judge(Run run) throws InterruptedException {
        SelectorThread thread = run.thread();
        Optional<Link> link = thread.ask(() -> pages.get(pages.size() - 1).current());
        if (link.filter(Link::isWelcome).isEmpty()) {
            return thread.ask(() -> {
                verdict.found(Violation.STUCK, "no connection to read the logs by");
                return 0L;
            });
        }
        LogReader reader = new LogReader(link.get(), run);
        thread.execute(reader::begin);
        await(thread, plan.settleSeconds(), reader::isDone);
        return thread.ask(() -> {
            long messages = 0;
            for (KnownLog log : ledger.logs()) {
                messages += reader.top(log);
            }
            if (reader.isDone()) {
                pages.forEach(
                        page -> page.followers().forEach(follower -> follower.finish(reader.top(follower.log()))));
                ledger.audit();
            }
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
                        verdict.found(Violation.STUCK, "the logs were not read within %d s", seconds);
                    }
                });
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
