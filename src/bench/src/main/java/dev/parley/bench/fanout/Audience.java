package dev.parley.bench.fanout;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.SelectorThread;
import dev.parley.bench.load.Swarm;
import dev.parley.bench.servers.ProcessCpu;
import dev.parley.bench.servers.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All connections to one server, on one selector thread: so that what they count needs no lock, and the window of messages
 * outstanding is exact. Driven by one other thread.
 */
final class Audience implements AutoCloseable {
    private static final long LIMIT_SECONDS = 300;
    private static final long POLL_MILLIS = 5;
    private static final long PROBE_MILLIS = 200;
    private static final long SILENCE_MILLIS = 1000;

    private final Swarm swarm;
    private final SelectorThread thread;
    private final ServerProcess server;
    private final Counts counts = new Counts();
    private final List<Room> rooms = new ArrayList<>();
    private final List<Member> frozen = new ArrayList<>();

    private Audience(Swarm swarm, ServerProcess server) {
        this.swarm = swarm;
        this.thread = swarm.thread(0);
        this.server = server;
    }

    /**
     * Fills the rooms and waits until everybody hears. In a single room an extra connection speaks; in many the members do.
     */
    static Audience open(ServerProcess server, Dialect dialect, int rooms, int members)
            throws IOException, InterruptedException {
        Audience audience = new Audience(Swarm.start(1), server);
        try {
            audience.fill(dialect, rooms, members);
            return audience;
        } catch (IOException | InterruptedException | RuntimeException e) {
            audience.close();
            throw e;
        }
    }

    private void fill(Dialect dialect, int count, int members) throws IOException, InterruptedException {
        int number = 0;
        for (int r = 0; r < count; r++) {
            List<Member> speakers = new ArrayList<>();
            // no name twice on a server: a room may keep its history
            Room room = new Room("of" + members + "-" + r, speakers);
            Opening to = Opening.to(
                    server.webSocket(dialect.path(room.name())),
                    dialect.subprotocols().toArray(String[]::new));
            List<Member> all = new ArrayList<>();
            for (int m = 0; m < members; m++) {
                Member member = Member.listener(number++, room, dialect, counts);
                room.add(member);
                all.add(member);
            }
            if (count == 1) {
                speakers.add(Member.speaker(number++, room, dialect));
                all.addAll(speakers);
            }
            room.chooseWitnesses();
            rooms.add(room);
            thread.execute(() -> all.forEach(member -> thread.connect(to, member)));
        }
        await("to enter", () -> rooms.stream().allMatch(Room::isReady));
        probe();
    }

    /** A subscription may take effect after its answer: says something until everybody hears, and waits for silence. */
    private void probe() throws InterruptedException {
        long probed = System.nanoTime();
        thread.execute(() -> rooms.forEach(Room::say));
        while (!ask(() -> rooms.stream().allMatch(Room::isHeard))) {
            if (System.nanoTime() - probed > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                throw new IllegalStateException("not everybody hears within " + LIMIT_SECONDS + " s");
            }
            Thread.sleep(PROBE_MILLIS);
            thread.execute(() -> rooms.stream().filter(room -> !room.isHeard()).forEach(Room::say));
        }
        long deliveries;
        do {
            deliveries = ask(() -> counts.deliveries);
            Thread.sleep(SILENCE_MILLIS);
        } while (deliveries != ask(() -> counts.deliveries));
        ask(() -> {
            rooms.forEach(Room::beginCounting);
            counts.faults = 0; // what two speakers say at once has no order yet
            counts.firstFault = "";
            return true;
        });
    }

    /** As many messages as go, so many outstanding in each room, for this time; then waits for the last delivery. */
    Sample saturate(int window, long millis) throws IOException, InterruptedException {
        return measure(millis, () -> rooms.forEach(room -> room.setWindow(window)));
    }

    /** So many messages a second in each room, evenly, with latencies. */
    Sample steady(int perSecond, long millis) throws IOException, InterruptedException {
        ask(() -> {
            rooms.forEach(room -> room.members().forEach(Member::measureLatency));
            return true;
        });
        long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        return measure(millis, () -> {
            long begin = System.nanoTime();
            sayEvery(period, begin, begin + TimeUnit.MILLISECONDS.toNanos(millis));
        });
    }

    private void sayEvery(long period, long at, long end) {
        if (at - end >= 0) {
            return;
        }
        rooms.forEach(Room::say);
        long next = at + period;
        thread.schedule(next - System.nanoTime(), TimeUnit.NANOSECONDS, () -> sayEvery(period, next, end));
    }

    private Sample measure(long millis, Runnable start) throws IOException, InterruptedException {
        ask(() -> {
            counts.clear();
            return true;
        });
        long allocatedBefore = server.heap().allocatedBytes();
        ProcessCpu before = ProcessCpu.of(server.pid());
        long began = System.nanoTime();
        thread.execute(start);
        Thread.sleep(millis);
        thread.execute(() -> rooms.forEach(room -> room.setWindow(0)));
        drain();
        long wall = System.nanoTime() - began;
        ProcessCpu cpu = ProcessCpu.of(server.pid()).since(before);
        long allocated = server.heap().allocatedBytes() - allocatedBefore;
        return ask(() -> new Sample(
                counts.deliveries,
                allocated,
                wall,
                cpu,
                counts.messages,
                counts.bytes,
                counts.latency.getValueAtPercentile(50),
                counts.latency.getValueAtPercentile(99),
                counts.faults));
    }

    /** From now on one member, from the middle, reads no more; it does not count any longer. */
    void freezeOne() throws InterruptedException {
        ask(() -> {
            Member member = rooms.get(0).removeOne();
            member.freeze();
            frozen.add(member);
            return true;
        });
    }

    /** The frozen members are gone. */
    void dropFrozen() throws InterruptedException {
        ask(() -> {
            frozen.forEach(Member::drop);
            frozen.clear();
            return true;
        });
    }

    /** The name of the first room. */
    String firstRoom() {
        return rooms.get(0).name();
    }

    /** Makes sure that all members are there. */
    void check() throws InterruptedException {
        ask(() -> true);
    }

    /** What went wrong first; empty if nothing did. */
    String firstFault() throws InterruptedException {
        return ask(() -> counts.firstFault);
    }

    private void drain() throws InterruptedException {
        await("for the last message", () -> rooms.stream().allMatch(Room::isDrained));
    }

    private void await(String what, Supplier<Boolean> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!ask(condition)) {
            if (System.nanoTime() - deadline >= 0) {
                String laggard = ask(() -> rooms.stream()
                        .map(Room::laggard)
                        .filter(lag -> !lag.isEmpty())
                        .findFirst()
                        .orElse(""));
                throw new IllegalStateException("waited " + LIMIT_SECONDS + " s " + what + ": " + laggard);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private <T> T ask(Supplier<T> question) throws InterruptedException {
        swarm.check();
        return thread.ask(question);
    }

    @Override
    public void close() {
        swarm.close();
    }
}
