package dev.parley.endpoints.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.endpoints.session.Bench;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.FakeSession;
import dev.parley.endpoints.session.FakeSession.Sends;
import dev.parley.endpoints.session.Profile;
import dev.parley.hub.Outbox;
import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {
    private static final int MAX = 100;
    private static final Profile PROFILE = new Profile("/echo", new Outbox.Bounds(10_000, 1000, 10_000));

    private final Bench bench = new Bench();
    private final MemoryBudget budget = new MemoryBudget(2_000);
    private final FakeSession session = new FakeSession("s");
    private final Echo echo = new Echo(MAX, budget);
    private final Connection connection = bench.open(session, echo, PROFILE);

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.wrap(new byte[length]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "héllo", "😀", "a😀é漢😀z"})
    void echoesTextWholeHoweverItIsSplit(String text) {
        for (int i = 0; i <= text.length(); i++) {
            for (int j = i; j <= text.length(); j++) {
                echo.text(connection, text.substring(0, i), false);
                echo.text(connection, text.substring(i, j), false);
                echo.text(connection, text.substring(j), true);
                assertEquals(List.of("text " + text), session.drain());
                assertEquals(0, budget.taken());
            }
        }
    }

    @Test
    void echoesBinaryWholeHoweverItIsSplitAndThoughTheBufferIsUsedAgain() {
        byte[] message = new byte[20];
        new Random(1).nextBytes(message);
        for (int i = 0; i <= message.length; i++) {
            for (int j = i; j <= message.length; j++) {
                byte[] buffer = message.clone();
                echo.binary(connection, ByteBuffer.wrap(buffer, 0, i), false);
                java.util.Arrays.fill(buffer, 0, i, (byte) 0);
                echo.binary(connection, ByteBuffer.wrap(buffer, i, j - i), false);
                echo.binary(connection, ByteBuffer.wrap(buffer, j, message.length - j), true);
                assertEquals(List.of("binary " + HexFormat.of().formatHex(message)), session.drain());
            }
        }
        assertEquals(0, budget.taken());
    }

    @Test
    void echoesReadOnlyAndDirectBuffers() {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        echo.binary(connection, direct, false);
        echo.binary(connection, ByteBuffer.wrap(new byte[] {4}).asReadOnlyBuffer(), true);
        assertEquals(List.of("binary 01020304"), session.drain());
    }

    @Test
    void keepsTheOrderOfManyMessages() {
        session.sends(Sends.LATER);
        for (int i = 0; i < 20; i++) {
            echo.text(connection, "m" + i, true);
        }
        IntStream.range(0, 20).forEach(i -> session.complete());
        assertEquals(IntStream.range(0, 20).mapToObj(i -> "text m" + i).toList(), session.drain());
        assertEquals(0, budget.taken());
    }

    @Test
    void takesTheLongestMessage() {
        echo.text(connection, "x".repeat(MAX), true);
        echo.binary(connection, bytes(MAX), true);
        echo.text(connection, "é".repeat(MAX / 2), true);
        assertEquals(3, session.drain().size());
        assertFalse(connection.isOver());
    }

    @Test
    void closesWith1009OneByteBeyond() {
        echo.text(connection, "x".repeat(MAX), false);
        echo.text(connection, "x", false);
        echo.text(connection, "x", true);
        assertEquals(List.of("close 1009 message of 101 bytes or more exceeds limit 100"), session.drain());
        connection.gone();
        assertEquals(0, budget.taken());
    }

    @Test
    void countsBytesNotCharacters() {
        echo.text(connection, "é".repeat(MAX / 2) + "x", true);
        assertEquals(List.of("close 1009 message of 101 bytes or more exceeds limit 100"), session.drain());
    }

    @Test
    void closesWith1009InTheMiddleOfABinaryMessage() {
        echo.binary(connection, bytes(60), false);
        echo.binary(connection, bytes(60), false);
        assertEquals(List.of("close 1009 message of 120 bytes or more exceeds limit 100"), session.drain());
        connection.gone();
        assertEquals(0, budget.taken());
    }

    @Test
    void closesWith1013WhenTheBudgetIsUsedUp() {
        MemoryBudget small = new MemoryBudget(250);
        Echo other = new Echo(MAX, small);
        FakeSession others = new FakeSession("other");
        Connection holder = bench.open(others, other, PROFILE);
        other.binary(holder, bytes(MAX), false);
        Echo second = new Echo(MAX, small);
        FakeSession mine = new FakeSession("mine");
        Connection refused = bench.open(mine, second, PROFILE);
        second.binary(refused, bytes(MAX), true); // 100 + 164 bytes
        assertEquals(List.of("close 1013 memory for messages is used up, try again later"), mine.drain());
        assertFalse(holder.isOver());
        refused.gone();
        holder.gone();
        assertEquals(0, small.taken());
    }

    @Test
    void holdsTheBudgetUntilTheEchoHasLeft() {
        session.sends(Sends.LATER);
        echo.text(connection, "12345", false);
        assertEquals(5, budget.taken());
        echo.text(connection, "67890", true);
        assertEquals(10 + Outbound.OVERHEAD, budget.taken());
        session.complete();
        assertEquals(0, budget.taken());
    }

    @Test
    void holdsTheBudgetOfWhatWaitsThoughTheConnectionIsClosing() {
        session.sends(Sends.LATER);
        echo.binary(connection, bytes(MAX), true);
        echo.binary(connection, bytes(MAX), true);
        echo.binary(connection, bytes(MAX + 1), true); // closes behind the echoes that wait
        assertTrue(connection.isOver());
        assertEquals(2 * (MAX + Outbound.OVERHEAD), budget.taken());
        session.complete();
        assertEquals(MAX + Outbound.OVERHEAD, budget.taken());
        connection.gone();
        assertEquals(0, budget.taken());
    }

    @Test
    void holdsNothingForPartsWithoutBytes() {
        for (int i = 0; i < 3_000_000; i++) {
            echo.binary(connection, ByteBuffer.allocate(0), false);
        }
        for (int i = 0; i < 3_000_000; i++) {
            echo.text(connection, "", false);
        }
        assertEquals(0, budget.taken());
        assertEquals(List.of(), session.drain());
    }

    @Test
    void ignoresWhatComesAfterTheEnd() {
        connection.gone();
        echo.text(connection, "late", true);
        echo.binary(connection, bytes(5), false);
        assertEquals(List.of(), session.drain());
        assertEquals(0, budget.taken());
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void givesTheWholeBudgetBackAfterAnySequence(int seed) {
        Random random = new Random(seed);
        session.sends(Sends.LATER);
        boolean text = true;
        boolean last = true;
        for (int i = 0; i < 200; i++) {
            text = last ? random.nextBoolean() : text;
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> {
                    if (session.underWay() > 0) {
                        session.complete();
                    }
                }
                case 5 -> bench.sweepFor(java.time.Duration.ofSeconds(random.nextInt(3)));
                default -> {
                    last = random.nextBoolean();
                    int length = random.nextInt(random.nextInt(20) == 0 ? MAX + 20 : MAX / 4);
                    if (text) {
                        echo.text(connection, "x".repeat(length), last);
                    } else {
                        echo.binary(connection, bytes(length), last);
                    }
                }
            }
            assertTrue(budget.taken() >= 0 && budget.taken() <= 2_000);
        }
        connection.gone();
        assertEquals(0, budget.taken());
    }

    @Test
    void refusesNobodyForWhatAnotherCouldNotTake() throws InterruptedException {
        MemoryBudget shared = new MemoryBudget(1000);
        MemoryBudget.Share greedy = shared.share();
        MemoryBudget.Share modest = shared.share();
        AtomicBoolean done = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            while (!done.get()) {
                greedy.take(1001);
            }
        });
        thread.start();
        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            if (modest.take(1)) {
                modest.give(1);
            } else {
                refused.add(i);
            }
        }
        done.set(true);
        thread.join();
        assertEquals(List.of(), refused);
        assertEquals(0, shared.taken());
    }

    @Test
    void takesNothingOnceClosed() {
        MemoryBudget.Share share = budget.share();
        assertTrue(share.take(2_000));
        assertFalse(share.take(1));
        share.give(5_000); // more than it holds
        assertEquals(0, budget.taken());
        share.close();
        assertFalse(share.take(1));
        assertFalse(share.take(0));
        assertEquals(0, budget.taken());
    }
}
