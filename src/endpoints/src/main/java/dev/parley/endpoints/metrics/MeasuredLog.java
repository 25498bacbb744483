package dev.parley.endpoints.metrics;

import dev.parley.hub.spi.Appended;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.Draft;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.StreamPosition;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A log whose answers to drafts are timed; what it answers at once is not. */
record MeasuredLog(ChannelLog log, Timer time, LongSupplier nanoTime) implements ChannelLog {
    @Override
    public void listen(Listener listener) {
        log.listen(listener);
    }

    @Override
    public String epoch() {
        return log.epoch();
    }

    @Override
    public long top() {
        return log.top();
    }

    @Override
    public long first() {
        return log.first();
    }

    @Override
    public long endangered() {
        return log.endangered();
    }

    @Override
    public Optional<Appended> append(Draft draft, Consumer<Appended> later) {
        long begun = nanoTime.getAsLong();
        return log.append(draft, outcome -> {
            time.record(nanoTime.getAsLong() - begun, TimeUnit.NANOSECONDS);
            later.accept(outcome);
        });
    }

    @Override
    public boolean isSettled() {
        return log.isSettled();
    }

    @Override
    public List<Publication> read(long after, int limit) {
        return log.read(after, limit);
    }

    @Override
    public void acknowledge(String client, long offset) {
        log.acknowledge(client, offset);
    }

    @Override
    public Optional<StreamPosition> acknowledged(String client) {
        return log.acknowledged(client);
    }

    @Override
    public void expire(long nowMillis) {
        log.expire(nowMillis);
    }

    @Override
    public void close() {
        log.close();
    }
}
