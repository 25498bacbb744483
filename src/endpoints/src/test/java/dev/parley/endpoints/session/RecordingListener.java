package dev.parley.endpoints.session;

import dev.parley.hub.spi.Outbound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a connection tells, but for the messages sent. */
final class RecordingListener implements ConnectionListener {
    private final List<String> log = new ArrayList<>();

    @Override
    public void sent(Outbound message) {}

    @Override
    public synchronized void ready() {
        log.add("ready");
    }

    @Override
    public synchronized void roundTrip(Duration time) {
        log.add("round trip " + time.toMillis() + " ms");
    }

    @Override
    public synchronized void ended() {
        log.add("ended");
    }

    @Override
    public synchronized void gone() {
        log.add("gone");
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }
}
