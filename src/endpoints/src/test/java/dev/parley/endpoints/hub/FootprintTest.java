package dev.parley.endpoints.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.parley.endpoints.session.Bench;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.FakeSession;
import dev.parley.endpoints.session.Profile;
import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.Disconnect;
import dev.parley.hub.Hub;
import dev.parley.hub.Message;
import dev.parley.hub.Outbox;
import dev.parley.hub.StateLimits;
import dev.parley.hub.States;
import dev.parley.hub.access.Access;
import dev.parley.hub.protocol.Channels;
import dev.parley.hub.protocol.ClientConnection;
import dev.parley.hub.protocol.ClientSession;
import dev.parley.hub.protocol.HubProtocol;
import dev.parley.hub.protocol.ProtocolLimits;
import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a delivery allocates and what an idle connection holds. The figures are printed; the limits are the design's. */
class FootprintTest {
    private static final Access ACCESS = Access.open(InstantSource.system());
    private static final int READERS = 1000;
    private static final int MAX_BYTES_PER_DELIVERY = 64;
    private static final int IDLE = 5000;
    private static final int MAX_BYTES_PER_CONNECTION = 8 << 10;
    private static final String DATA = "\"" + "x".repeat(60) + "\""; // about 130 bytes as a message

    private static final ChannelRules RULES =
            new ChannelRules(List.of(new ChannelRule.Log("news:*", 1, 1, 1))); // bounds are the hub's

    private final Hub hub = new Hub(
            new Hub.Limits(10, 10, 1000, 4 << 20, 64 << 20, Duration.ofMinutes(1)),
            InstantSource.system(),
            new Random(1),
            Runnable::run);
    private final States states = new States(
            new States.Limits(1, StateLimits.DEFAULTS, 1 << 20, Duration.ofMinutes(1)),
            InstantSource.system(),
            new Random(1),
            Runnable::run);
    private final HubProtocol protocol = new HubProtocol(
            new Channels(hub, states, RULES), ProtocolLimits.DEFAULTS, "n1", InstantSource.system(), new Random(2));

    private static String hello(int i) {
        return "{\"t\":\"hello\",\"v\":1,\"cid\":\"client-----" + (100_000 + i) + "\",\"caps\":[\"batch\"]}";
    }

    /** A reader with a real outbox, over a transport that costs nothing and completes when told. */
    private static final class Reader implements ClientConnection, Transport, Outbox.Listener {
        private final Outbox outbox = new Outbox(this, new Outbox.Bounds(1 << 18, 4096, 1 << 16), () -> 0, this);
        private final ClientSession session;
        private final boolean later;
        private @Nullable Completion underWay;
        private long bytes;
        private long sends;

        Reader(HubProtocol protocol, int i, boolean later) {
            this.later = later;
            this.session = protocol.open(this, 0);
            say(hello(i));
            say("{\"t\":\"sub\",\"id\":1,\"ch\":\"news:a\"}");
            bytes = 0; // what was said of the session differs
        }

        void say(String message) {
            session.message(message);
            complete();
        }

        void complete() {
            for (Completion next = underWay; next != null; next = underWay) {
                underWay = null;
                next.completed(Optional.empty());
            }
        }

        @Override
        public void send(Outbound message, Completion completion) {
            bytes += message.size() - Outbound.OVERHEAD;
            sends++;
            if (later) {
                underWay = completion;
            } else {
                completion.completed(Optional.empty());
            }
        }

        @Override
        public boolean offer(Outbound message, BooleanSupplier wanted) {
            return outbox.offerIfIdle(message, wanted);
        }

        @Override
        public boolean isIdle() {
            return outbox.isIdle();
        }

        @Override
        public boolean queue(Outbound message) {
            return outbox.offer(message);
        }

        @Override
        public int longestText() {
            return 7 << 10;
        }

        @Override
        public void reply(Outbound message) {
            assertTrue(outbox.reply(message));
        }

        @Override
        public void replyInOrder(Outbound message) {
            assertTrue(outbox.replyInOrder(message));
        }

        @Override
        public void readOn() {}

        @Override
        public void disconnect(Disconnect why, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void sent(Outbound message) {}

        @Override
        public void ready() {
            session.ready();
        }

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }

    @ParameterizedTest(name = "{0} outstanding")
    @CsvSource({"1, 200", "8, 50", "64, 20"})
    void allocatesLittleForADelivery(int outstanding, int rounds) {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(new Reader(protocol, i, outstanding > 1));
        }
        round(readers, outstanding, rounds / 2); // classes, caches, the first sizes of arrays
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sends = readers.stream().mapToLong(reader -> reader.sends).sum();
        long before = threads.getCurrentThreadAllocatedBytes();
        round(readers, outstanding, rounds);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        long deliveries = (long) READERS * outstanding * rounds;
        sends = readers.stream().mapToLong(reader -> reader.sends).sum() - sends;
        System.out.printf(
                "%d outstanding: %.1f bytes allocated for a delivery, %.1f messages in a frame%n",
                outstanding, (double) allocated / deliveries, (double) deliveries / sends);
        assertEquals(
                1, readers.stream().mapToLong(reader -> reader.bytes).distinct().count(), "all had the same");
        assertTrue(allocated <= MAX_BYTES_PER_DELIVERY * deliveries, allocated + " bytes");
    }

    /** Publishes so many messages, before any send completes but the first; then all complete. */
    private void round(List<Reader> readers, int outstanding, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < outstanding; i++) {
                hub.publish("news:a", new Message("~1", Optional.of("1"), Optional.empty(), DATA), sent -> {});
            }
            readers.forEach(Reader::complete);
        }
    }

    @Test
    void holdsLittleForAnIdleConnection() {
        Bench bench = new Bench(Bench.settings(IDLE + 1, IDLE + 1, 1));
        FakeSession session = new FakeSession("shared"); // the container's part, which is not ours
        connect(bench, session, IDLE); // classes and such
        List<Object> held = new ArrayList<>(IDLE);
        long before = used();
        for (int i = 0; i < IDLE; i++) {
            held.add(connect(bench, session, i));
            session.drain();
        }
        long each = (used() - before) / IDLE;
        System.out.printf("idle connection with one subscription: %d bytes%n", each);
        assertEquals(IDLE + 1, protocol.sessions());
        assertEquals(IDLE, held.size());
        assertTrue(each <= MAX_BYTES_PER_CONNECTION, each + " bytes");
    }

    private Object connect(Bench bench, FakeSession session, int i) {
        HubClient client =
                new HubClient(protocol, ACCESS.login(Optional.empty(), "192.0.2.1"), ProtocolLimits.DEFAULTS.message());
        Profile profile = new Profile("/hub", new Outbox.Bounds(1 << 18, 4096, 1 << 16));
        Connection connection = bench.open(session, client, profile);
        client.opened(connection);
        client.text(connection, hello(i), true);
        client.text(connection, "{\"t\":\"sub\",\"id\":1,\"ch\":\"news:a\"}", true);
        return client;
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
