package dev.parley.endpoints.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Outbound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BackPressureTest {
    private static final ConnectionListener SILENT = new ConnectionListener() {};

    private final Bench bench = new Bench(Bench.settings(100, 100, 1));

    private Connection full(FakeSession session) {
        session.sends(Sends.LATER);
        Connection connection = bench.open(session, SILENT);
        IntStream.range(0, 10).forEach(i -> connection.reply(Outbound.Text.of("m" + i)));
        return connection;
    }

    /** Holds a thread and returns when it waits. */
    private static Thread held(Connection connection) {
        Thread thread = new Thread(connection::holdBack);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void holdsNothingWhileThereIsRoom() {
        Connection connection = bench.open(new FakeSession("s"), SILENT);
        connection.holdBack();
        assertFalse(connection.isOver());
        assertEquals(1, bench.registry().heldThreads().availablePermits());
    }

    @Test
    void holdsTheThreadUntilHalfHasLeft() throws InterruptedException {
        FakeSession session = new FakeSession("s");
        Thread thread = held(full(session));
        assertEquals(0, bench.registry().heldThreads().availablePermits());
        IntStream.range(0, 4).forEach(i -> session.complete());
        assertTrue(thread.isAlive());
        session.complete();
        thread.join();
        assertEquals(1, bench.registry().heldThreads().availablePermits());
    }

    @Test
    void letsTheThreadGoWithTheConnection() throws InterruptedException {
        List<java.util.function.Consumer<Connection>> ends = new ArrayList<>();
        ends.add(Connection::gone);
        ends.add(connection -> connection.disconnect(Disconnect.NORMAL));
        ends.add(Connection::abandon);
        ends.add(connection -> bench.registry().closeAll());
        for (var end : ends) {
            Connection connection = full(new FakeSession("s"));
            Thread thread = held(connection);
            end.accept(connection);
            thread.join();
            connection.gone();
            assertEquals(1, bench.registry().heldThreads().availablePermits());
        }
    }

    @Test
    void holdsForTheWriteTimeoutAtMost() throws InterruptedException {
        FakeSession session = new FakeSession("s");
        Thread thread = held(full(session));
        session.drain();
        bench.sweepFor(Duration.ofSeconds(10));
        thread.join();
        assertEquals(List.of("close 4501 does not read"), session.drain());
        assertEquals(1, bench.registry().heldThreads().availablePermits());
    }

    @Test
    void dropsThePeerThatWouldHoldOneThreadTooMany() throws InterruptedException {
        Connection first = full(new FakeSession("first"));
        Thread thread = held(first);
        FakeSession second = new FakeSession("second");
        Connection tooMany = full(second);
        tooMany.holdBack();
        assertTrue(tooMany.isOver());
        assertFalse(first.isOver());
        assertEquals(List.of("text m0", "close 4501 does not read"), second.drain());
        first.gone();
        thread.join();
        assertEquals(1, bench.registry().heldThreads().availablePermits());
    }

    /** A listener that holds its peer back. */
    private static final class Holding implements ConnectionListener {
        volatile boolean held = true;

        @Override
        public boolean isHeld() {
            return held;
        }
    }

    @Test
    void pausesAPeerThatIsHeldUntilThatEnds() {
        Holding holding = new Holding();
        ScriptedControl control = new ScriptedControl();
        FakeSession session = new FakeSession("s").sends(Sends.LATER);
        Connection connection = bench.open(session, holding, control);
        IntStream.range(0, 10).forEach(i -> connection.reply(Outbound.Text.of("m" + i)));
        connection.holdBack();
        IntStream.range(0, 10).forEach(i -> session.complete()); // there is room again
        connection.readOn();
        assertEquals(List.of("pause"), control.log());
        holding.held = false;
        connection.readOn();
        connection.readOn();
        connection.holdBack();
        assertEquals(List.of("pause", "resume"), control.log());
    }

    @Test
    void holdsAThreadForAPeerThatIsHeldAndNoneTooMany() throws InterruptedException {
        Holding holding = new Holding();
        Connection connection = bench.open(new FakeSession("s"), holding);
        Thread thread = held(connection);
        Connection other = bench.open(new FakeSession("t"), holding);
        other.holdBack(); // all threads wait that may: this one goes on
        assertFalse(other.isOver());
        holding.held = false;
        connection.readOn();
        thread.join();
        assertEquals(1, bench.registry().heldThreads().availablePermits());
    }

    @Test
    void givesTheThreadBackToAContainerThatInterruptsIt() throws InterruptedException {
        Connection connection = full(new FakeSession("s"));
        List<Boolean> interrupted = new ArrayList<>();
        Thread thread = new Thread(() -> {
            connection.holdBack();
            interrupted.add(Thread.interrupted());
        });
        thread.start();
        thread.interrupt();
        thread.join();
        assertEquals(List.of(true), interrupted);
        assertEquals(1, bench.registry().heldThreads().availablePermits());
    }
}
