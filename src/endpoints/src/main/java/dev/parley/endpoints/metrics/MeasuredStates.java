package dev.parley.endpoints.metrics;

import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StateWrite;
import dev.parley.hub.spi.StoredState;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Channels of values whose writes are timed; what is refused at once is not. */
record MeasuredStates(StateStore store, Timer time, LongSupplier nanoTime) implements StateStore {
    @Override
    public StoredState open(String channel) {
        return new Measured(store.open(channel), time, nanoTime, new ArrayDeque<>(0));
    }

    @Override
    public boolean isLasting(String channel) {
        return store.isLasting(channel);
    }

    /** When a write was given. */
    private record Begun(long number, long nanos) {}

    private record Measured(StoredState state, Timer time, LongSupplier nanoTime, ArrayDeque<Begun> begun)
            implements StoredState {
        @Override
        public String epoch() {
            return state.epoch();
        }

        @Override
        public StateContent content() {
            return state.content();
        }

        @Override
        public void listen(Listener listener) {
            state.listen(new Listener() {
                @Override
                public void kept(long number) {
                    settled(number);
                    listener.kept(number);
                }

                @Override
                public void lost() {
                    settled(Long.MAX_VALUE);
                    listener.lost();
                }

                @Override
                public void found(StateContent news) {
                    listener.found(news);
                }

                @Override
                public void ended() {
                    listener.ended();
                }
            });
        }

        private void settled(long number) {
            long now = nanoTime.getAsLong();
            synchronized (begun) {
                while (!begun.isEmpty() && begun.element().number() <= number) {
                    time.record(now - begun.remove().nanos(), TimeUnit.NANOSECONDS);
                }
            }
        }

        @Override
        public Taken write(StateWrite write) {
            Begun given = new Begun(write.number(), nanoTime.getAsLong());
            synchronized (begun) { // taken with it, or the answer might be there first
                Taken taken = state.write(write);
                if (taken == Taken.LATER) {
                    begun.add(given);
                }
                return taken;
            }
        }

        @Override
        public void forget(String key, long version) {
            state.forget(key, version);
        }

        @Override
        public void close() {
            state.close();
        }
    }
}
