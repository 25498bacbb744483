package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Connection.State;
import dev.parley.wire.Connection.Transport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a connection ends: by handshake, by time, or by a broken rule (7.1). */
class ConnectionClosingTest {
    @Nested
    class ClosingHandshake { // 7.1
        @ParameterizedTest
        @EnumSource(Role.class)
        void isAnsweredWithTheCodeOfThePeer(Role role) {
            ConnectionSide side = new ConnectionSide(role);
            side.receive(RawFrame.close(4321, "bye"));
            side.assertSent(RawFrame.close(4321, ""));
            assertEquals(State.CLOSING, side.connection.state());
            assertEquals(role == Role.SERVER ? Transport.END_OUTPUT : Transport.KEEP_OPEN, side.connection.transport());
            side.connection.receiveEnd();
            side.assertEvents("closed 4321 bye");
            assertEquals(State.CLOSED, side.connection.state());
            assertEquals(Transport.CLOSE, side.connection.transport());
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void withoutACodeIsAnsweredWithoutOne(Role role) {
            ConnectionSide side = new ConnectionSide(role);
            side.receive(RawFrame.of(0x88, ""));
            side.assertSent(RawFrame.of(0x88, ""));
            side.connection.receiveEnd();
            side.connection.receiveEnd();
            side.assertEvents("closed 1005 ");
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void startedHereWaitsForThePeer(Role role) {
            ConnectionSide side = new ConnectionSide(role);
            side.connection.close(CloseCode.GOING_AWAY, "später");
            side.connection.close(CloseCode.NORMAL_CLOSURE, "twice");
            side.assertSent(RawFrame.close(1001, "später"));
            assertFalse(side.connection.sendText("late"));
            assertFalse(side.connection.sendBinary(new byte[1], 0, 1));
            assertFalse(side.connection.sendPing(new byte[0]));
            assertFalse(side.connection.sendPong(new byte[0]));
            assertEquals(Transport.KEEP_OPEN, side.connection.transport());
            side.receive(RawFrame.text("on its way"), RawFrame.of(0x89, "p"), RawFrame.close(1001, ""));
            side.assertSent();
            assertEquals(role == Role.SERVER ? Transport.END_OUTPUT : Transport.KEEP_OPEN, side.connection.transport());
            side.connection.receiveEnd();
            side.assertEvents("closed 1001 ");
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void endsTheOutputOnlyWhenItIsWritten(Role role) {
            ConnectionSide side = new ConnectionSide(role);
            side.receive(RawFrame.of(0x81, new byte[] {-1}));
            assertEquals(Transport.KEEP_OPEN, side.connection.transport());
            side.assertSent(RawFrame.close(1007, ""));
            assertEquals(Transport.END_OUTPUT, side.connection.transport());
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void isCutShortWhenThePeerTakesTooLong(Role role) {
            ConnectionSide side = new ConnectionSide(role);
            assertEquals(Long.MAX_VALUE, side.connection.deadlineNanos());
            side.connection.advanceTo(Long.MAX_VALUE - 10); // a clock may overflow
            side.connection.close();
            long deadline = Long.MIN_VALUE + (ConnectionSide.TIMEOUT - 11);
            assertEquals(deadline, side.connection.deadlineNanos());
            side.connection.advanceTo(deadline - 1);
            assertEquals(State.CLOSING, side.connection.state());
            side.connection.advanceTo(deadline);
            assertEquals(State.CLOSED, side.connection.state());
            assertEquals(Transport.CLOSE, side.connection.transport());
            assertEquals(Long.MAX_VALUE, side.connection.deadlineNanos());
            side.connection.advanceTo(deadline + 1);
            side.assertSent(RawFrame.of(0x88, ""));
            side.assertEvents("closed 1006 ");
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void thatNeverCameIs1006(Role role) { // 7.1.5
            ConnectionSide side = new ConnectionSide(role);
            side.receive(RawFrame.of(0x01, "begun"));
            side.connection.receiveEnd();
            side.assertEvents("closed 1006 ");
            side.assertSent();
            assertEquals(10, side.connection.receive(new byte[10], 0, 10));
            assertFalse(side.connection.sendText("late"));
            side.assertEvents();
        }

        @Test
        void takesOnlyWhatMayBeOnTheWire() {
            ConnectionSide side = new ConnectionSide(Role.SERVER);
            for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 2999, 5000}) {
                assertThrows(IllegalArgumentException.class, () -> side.connection.close(new CloseCode(code), ""));
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> side.connection.close(CloseCode.NORMAL_CLOSURE, "é".repeat(62)));
            assertEquals(State.OPEN, side.connection.state());
            side.connection.close(CloseCode.NORMAL_CLOSURE, "é".repeat(61));
            side.assertSent(RawFrame.close(1000, "é".repeat(61)));
        }

        @Test
        void dropsAPongThatStillWaits() { // 5.5.1: nothing follows a Close frame
            ConnectionSide side = new ConnectionSide(Role.SERVER, ConnectionSettings.DEFAULT.withMaxPendingOutput(20));
            assertTrue(side.connection.sendText("0123456789"));
            side.receive(RawFrame.of(0x89, "0123456789"));
            side.connection.close();
            side.assertSent(RawFrame.text("0123456789"), RawFrame.of(0x88, ""));
            side.assertSent();
        }
    }

    @Nested
    class Failure { // 7.1.7
        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.parley.wire.Vectors#bad")
        void closesWithTheCodeOfTheViolationAndProcessesNothingMore(Vectors.Bad bad) {
            for (Role role : Role.values()) {
                ConnectionSide side = new ConnectionSide(role, ConnectionSettings.DEFAULT.withLimits(Vectors.LIMITS));
                byte[] stream = RawFrame.concat(
                        bad.bytesFor(role), RawFrame.text("late").bytesFor(role));
                assertEquals(stream.length, side.connection.receive(stream, 0, stream.length));
                assertEquals("failed " + bad.violation(), side.events.get(side.events.size() - 1));
                side.events.clear();
                byte[] sent = side.takeOutput();
                byte[] close =
                        RawFrame.close(bad.violation().closeCode().value(), "").bytesFor(role.peer());
                int start = sent.length - close.length; // a Pong may have gone before
                assertArrayEquals(close, java.util.Arrays.copyOfRange(sent, start, sent.length));
                assertEquals(Transport.END_OUTPUT, side.connection.transport());
                side.receive(RawFrame.close(1000, "late"));
                side.connection.receiveEnd();
                side.assertEvents("closed 1006 ");
            }
        }

        @Test
        void afterOurCloseSendsNoSecondOne() {
            ConnectionSide side = new ConnectionSide(Role.SERVER);
            side.connection.close(CloseCode.NORMAL_CLOSURE, "");
            side.receive(RawFrame.of(0xF1, ""));
            side.assertSent(RawFrame.close(1000, ""));
            side.assertEvents("failed RESERVED_BIT");
            assertEquals(Transport.END_OUTPUT, side.connection.transport());
        }
    }
}
