package dev.parley.bench.check;

import dev.parley.bench.servers.RunningServer;
import dev.parley.bench.stores.Store;
import dev.parley.bench.stores.Trouble;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** A server that the checker started, with its store. */
final class StartedServer implements ServerControl {
    private final RunningServer server;
    private final Store store;

    /** Controls a server that keeps its channels there. */
    StartedServer(RunningServer server, Store store) {
        this.server = server;
        this.store = store;
    }

    @Override
    public Set<Fault> faults() {
        Set<Fault> faults = EnumSet.of(Fault.STOP, Fault.KILL);
        for (Trouble trouble : store.troubles()) {
            faults.add(of(trouble));
        }
        return faults;
    }

    private static Fault of(Trouble trouble) {
        return switch (trouble) {
            case DATABASE -> Fault.DATABASE;
            case DISK -> Fault.DISK;
            case FSYNC -> Fault.FSYNC;
        };
    }

    @Override
    public boolean isDurable() {
        return store.isDurable();
    }

    @Override
    public void suffer(Fault fault, long atMostMillis, Random random, Runnable killed)
            throws IOException, InterruptedException {
        long millis = random.nextLong(atMostMillis);
        switch (fault) {
            case STOP -> {
                server.process().signal("STOP");
                try {
                    Thread.sleep(millis);
                } finally {
                    server.process().signal("CONT");
                }
            }
            case KILL -> {
                server.kill();
                killed.run();
                server.startAgain();
            }
            case DATABASE -> store.suffer(Trouble.DATABASE, millis, random);
            case DISK -> store.suffer(Trouble.DISK, millis, random);
            case FSYNC -> store.suffer(Trouble.FSYNC, millis, random);
            case RESET, CUT, PAUSE, DRIP, CLOCK, BYE, RESUBSCRIBE ->
                throw new IllegalArgumentException("not a fault of a server: " + fault);
        }
    }
}
