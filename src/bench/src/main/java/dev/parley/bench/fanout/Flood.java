package dev.parley.bench.fanout;

import dev.parley.bench.load.Opening;
import dev.parley.bench.load.SelectorThread;
import dev.parley.bench.load.Swarm;
import dev.parley.bench.servers.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Connections that do too much, in equal parts of each kind, on a thread of their own. Used by one thread. */
final class Flood implements AutoCloseable {
    private final Swarm swarm;
    private final List<Flooder> all = new ArrayList<>();
    private final Tally tally = new Tally();

    /** What they did, and what became of it. Confined to their thread. */
    static final class Tally {
        long handshakes;
        long refused;
        long messages;
        long answerBytes;
        long thrownOut;

        /** One line for people. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "flood: %,d handshakes, %,d of them refused with 503; %,d messages sent, %,d bytes of answers read;"
                            + " %,d connections thrown out",
                    handshakes,
                    refused,
                    messages,
                    answerBytes,
                    thrownOut);
        }
    }

    private Flood(Swarm swarm) {
        this.swarm = swarm;
    }

    /** Begins a flood of {@code size} connections; {@code room} is a channel with a history. */
    static Flood begin(ServerProcess server, Dialect dialect, String room, int size) throws IOException {
        Flood flood = new Flood(Swarm.start(1));
        SelectorThread thread = flood.swarm.thread(0);
        Opening to = Opening.to(
                server.webSocket(dialect.path(room)), dialect.subprotocols().toArray(String[]::new));
        Flooder.Kind[] kinds = Flooder.Kind.values();
        for (int i = 0; i < size; i++) {
            flood.all.add(new Flooder(kinds[i % kinds.length], i, thread, to, room, flood.tally));
        }
        thread.execute(() -> flood.all.forEach(Flooder::connect));
        return flood;
    }

    /** What they have done so far, for people. */
    String summary() throws InterruptedException {
        try {
            return swarm.thread(0).ask(tally::toString);
        } catch (IllegalStateException e) {
            swarm.check(); // knows why the thread has ended, if it has
            throw e;
        }
    }

    @Override
    public void close() {
        swarm.thread(0).execute(() -> all.forEach(Flooder::stop));
        swarm.close();
    }
}
