package dev.parley.bench.check;

import dev.parley.bench.load.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What goes wrong for one page, and how it comes right again. Confined to one thread. */
final class Faults {
    private static final int PAUSE = 15_000; // ms at most
    private static final int DRIP = 5_000;
    private static final int NOTICED = 2_000; // a cut, by a client that looks
    private static final int UNNOTICED = 40_000;
    private static final int LINGERS = 60_000; // what is left of a cut connection
    private static final long PROBE_SECONDS = 3;

    private final Page page;
    private final Run run;
    private final List<Client> frozen = new ArrayList<>();
    private boolean cut; // until the page comes back
    private boolean ending;

    Faults(Page page, Run run) {
        this.page = page;
        this.run = run;
    }

    boolean isCut() {
        return cut;
    }

    /** One of these happens now and then, until the end. */
    void comeEvery(double meanMillis, List<Fault> kinds) {
        run.thread().schedule(run.about(meanMillis), TimeUnit.MILLISECONDS, () -> {
            if (!ending) {
                page.current().filter(link -> link.isWelcome() && !cut).ifPresent(link -> {
                    Fault fault = kinds.get(run.random().nextInt(kinds.size()));
                    run.tally().fault(fault);
                    suffer(fault, link);
                });
                comeEvery(meanMillis, kinds);
            }
        });
    }

    private void suffer(Fault fault, Link on) {
        page.disturbed();
        switch (fault) {
            case RESET -> on.client().reset();
            case CUT -> cut(on);
            case PAUSE -> {
                on.client().pauseReading();
                later(on, run.upTo(PAUSE), () -> on.client().resumeReading());
            }
            case DRIP -> {
                on.client().limitIo(1, 1);
                later(on, run.upTo(DRIP), () -> on.client().limitIo(Integer.MAX_VALUE, Integer.MAX_VALUE));
            }
            case CLOCK -> probe(on);
            case BYE -> on.send("{\"t\":\"bye\"}");
            case RESUBSCRIBE ->
                resubscribe(
                        on,
                        page.followings()
                                .get(run.random().nextInt(page.followings().size())));
            case STOP, KILL, DATABASE, DISK, FSYNC -> throw new IllegalArgumentException("not a fault of a page");
        }
    }

    private void later(Link on, long millis, Runnable action) {
        run.thread().schedule(millis, TimeUnit.MILLISECONDS, () -> {
            page.disturbed();
            if (!on.client().isEnded()) {
                action.run();
            }
        });
    }

    /** Half the time the client notices at once, else when the silence is too long; the server must find out by itself. */
    private void cut(Link on) {
        on.client().freeze();
        frozen.add(on.client());
        cut = true;
        long unnoticed = run.upTo(run.random().nextBoolean() ? NOTICED : UNNOTICED);
        later(on, unnoticed, () -> {
            if (page.isCurrent(on)) {
                comeBack();
            }
        });
        later(on, unnoticed + run.upTo(LINGERS), () -> {
            frozen.remove(on.client());
            on.client().reset();
        });
    }

    private void comeBack() {
        cut = false;
        page.comeBack();
    }

    /** Is the server there? If it does not say so, the client leaves. */
    private void probe(Link on) {
        boolean[] answered = new boolean[1];
        long id = on.ask(new Expected() {
            @Override
            public void answered(ServerMessage answer) {
                answered[0] = true;
            }
        });
        on.send("{\"t\":\"ping\",\"id\":" + id + "}");
        run.thread().schedule(PROBE_SECONDS, TimeUnit.SECONDS, () -> {
            if (!answered[0] && page.isCurrent(on) && !on.client().isEnded()) {
                on.client().reset();
            }
        });
    }

    private void resubscribe(Link on, Following following) {
        if (following.isLive()) {
            String end = page.unsubscription(on, following, new Ended());
            on.send("[" + end + "," + page.subscription(on, following) + "]");
        }
    }

    /** A request that the server has no reason to refuse. */
    private static class Expected implements Link.Asker {
        @Override
        public void answered(ServerMessage answer) {}

        @Override
        public boolean refused(String code, long afterMillis) {
            return false;
        }
    }

    /** A request to end what the server may have ended just now. */
    private static final class Ended extends Expected {
        @Override
        public boolean refused(String code, long afterMillis) {
            return code.equals("not-subscribed");
        }
    }

    /** The end of a page that goes for good. */
    void depart(Fault how, Link on) {
        switch (how) {
            case CUT -> {
                on.client().freeze();
                frozen.add(on.client());
            }
            case BYE -> on.send("{\"t\":\"bye\"}");
            default -> on.client().reset();
        }
    }

    /** No more faults; what is still wrong comes right. */
    void end() {
        ending = true;
        if (cut) {
            comeBack();
            return;
        }
        page.current().map(Link::client).filter(client -> !client.isEnded()).ifPresent(client -> {
            client.resumeReading();
            client.limitIo(Integer.MAX_VALUE, Integer.MAX_VALUE);
        });
    }

    /** Resets what is left of cut connections. */
    void leave() {
        frozen.forEach(Client::reset);
        frozen.clear();
    }
}
