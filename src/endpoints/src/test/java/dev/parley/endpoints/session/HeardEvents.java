package dev.parley.endpoints.session;

import dev.parley.hub.Disconnect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what connections do. Safe for any thread. */
final class HeardEvents implements ConnectionEvents {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger sentBytes = new AtomicInteger();

    @Override
    public void opened(String endpoint, Optional<Duration> response) {
        lines.add(endpoint + " opened" + response.map(time -> " after " + time).orElse(""));
    }

    @Override
    public void closed(String endpoint, String address, Optional<Disconnect> why, Duration took) {
        lines.add(endpoint + " closed by " + why.map(Disconnect::name).orElse("its peer") + " in " + took);
    }

    @Override
    public void received() {
        received.incrementAndGet();
    }

    @Override
    public void sent(int bytes) {
        sentBytes.addAndGet(bytes);
    }

    @Override
    public void roundTrip(Duration time) {
        lines.add("round trip of " + time);
    }

    List<String> lines() {
        return lines;
    }

    int receivedMessages() {
        return received.get();
    }

    int sentBytes() {
        return sentBytes.get();
    }
}
