package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Connection.State;
import dev.parley.wire.Connection.Transport;
import dev.parley.wire.deflate.DeflateAgreement;
import dev.parley.wire.deflate.DeflateNegotiation;
import dev.parley.wire.deflate.DeflateSettings;
import dev.parley.wire.deflate.PermessageDeflate;
import dev.parley.wire.handshake.Extension;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionTest {
    private static final long TIMEOUT = 1_000;

    /** A connection with what it said: no socket, thread or clock. */
    private static final class Side implements ConnectionListener {
        private final Role role;
        private final Connection connection;
        private final List<String> events = new ArrayList<>();
        private boolean pausing;

        Side(Role role, ConnectionSettings settings) {
            this.role = role;
            ConnectionSettings quick = settings.withCloseTimeoutNanos(TIMEOUT);
            connection = role == Role.SERVER
                    ? Connection.server(quick, this)
                    : Connection.client(quick, () -> 0x37fa213d, this);
        }

        Side(Role role) {
            this(role, ConnectionSettings.DEFAULT);
        }

        /** Receives frames of the peer. */
        void receive(RawFrame... frames) {
            for (RawFrame frame : frames) {
                byte[] bytes = frame.bytesFor(role);
                int position = 0;
                while (position < bytes.length) {
                    position = connection.receive(bytes, position, bytes.length);
                }
            }
        }

        /** Takes the output, and asserts that it is these frames. */
        void assertSent(RawFrame... frames) {
            byte[][] expected = new byte[frames.length][];
            for (int i = 0; i < frames.length; i++) {
                expected[i] = frames[i].bytesFor(role.peer());
            }
            assertArrayEquals(RawFrame.concat(expected), takeOutput());
        }

        byte[] takeOutput() {
            ByteBuffer output = connection.output();
            byte[] bytes = new byte[output.remaining()];
            output.get(bytes);
            return bytes;
        }

        void assertEvents(String... expected) {
            assertEquals(List.of(expected), events);
            events.clear();
        }

        @Override
        public boolean onText(String text) {
            events.add("text " + text);
            return !pausing;
        }

        @Override
        public boolean onBinary(byte[] bytes) {
            events.add(Recorder.line("binary", bytes));
            return !pausing;
        }

        @Override
        public void onPing(byte[] payload) {
            events.add(Recorder.line("ping", payload));
        }

        @Override
        public void onPong(byte[] payload) {
            events.add(Recorder.line("pong", payload));
        }

        @Override
        public void onFailed(ProtocolException failure) {
            events.add("failed " + failure.violation());
        }

        @Override
        public void onClosed(CloseCode code, String reason) {
            events.add("closed " + code.value() + " " + reason);
        }
    }

    @Nested
    class Messages {
        @ParameterizedTest
        @EnumSource(Role.class)
        void areSentWhole(Role role) { // 6.1
            Side side = new Side(role);
            assertTrue(side.connection.sendText("Grüße"));
            assertTrue(side.connection.sendBinary(new byte[] {9, 1, 2, 3}, 1, 2));
            side.assertSent(RawFrame.text("Grüße"), RawFrame.of(0x82, new byte[] {1, 2}));
            side.assertEvents();
            assertEquals(State.OPEN, side.connection.state());
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void areFragmentedIfTheyAreLongerThanSet(Role role) { // 5.4
            Side side = new Side(role, ConnectionSettings.DEFAULT.withMaxFramePayload(4));
            assertTrue(side.connection.sendText("0123456789"));
            assertTrue(side.connection.sendText(""));
            side.assertSent(
                    RawFrame.of(0x01, "0123"), RawFrame.of(0x00, "4567"), RawFrame.of(0x80, "89"), RawFrame.text(""));
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void areReceivedFragmentedWithControlFramesBetween(Role role) {
            Side side = new Side(role);
            side.receive(
                    RawFrame.of(0x01, "Hel"), RawFrame.of(0x89, "p"), RawFrame.of(0x80, "lo"), RawFrame.of(0x8A, "q"));
            side.assertEvents("ping 70", "text Hello", "pong 71");
            side.assertSent(RawFrame.of(0x8A, "p"));
        }

        @Test
        void pauseTheReceiverWhoRefusesMore() {
            Side side = new Side(Role.SERVER);
            side.pausing = true;
            byte[] one = RawFrame.text("one message").masked(RawFrame.KEY);
            byte[] two = RawFrame.concat(one, one);
            int position = side.connection.receive(two, 0, two.length);
            assertEquals(one.length, position);
            side.assertEvents("text one message");
            assertEquals(two.length, side.connection.receive(two, position, two.length));
            side.assertEvents("text one message");
        }

        @Test
        void areRefusedBeyondThePendingBound() {
            Side side = new Side(Role.SERVER, ConnectionSettings.DEFAULT.withMaxPendingOutput(100));
            byte[] large = new byte[500];
            assertTrue(side.connection.sendBinary(large, 0, 500), "a first message is taken whatever its size");
            assertFalse(side.connection.sendText("x"));
            assertFalse(side.connection.sendPing(new byte[0]));
            side.assertSent(RawFrame.of(0x82, large));
            assertTrue(side.connection.sendText("x".repeat(50)));
            assertFalse(side.connection.sendText("y".repeat(50)));
            side.assertSent(RawFrame.text("x".repeat(50)));
        }

        @Test
        void outliveALargeOutputWrittenInPieces() {
            Side side = new Side(Role.CLIENT);
            List<RawFrame> sent = new ArrayList<>();
            byte[] got = {};
            for (int n = 0; n < 60; n++) {
                RawFrame frame = RawFrame.binary(n * 50);
                sent.add(frame);
                assertTrue(side.connection.sendBinary(frame.payload(), 0, frame.payload().length));
                ByteBuffer output = side.connection.output();
                byte[] piece = new byte[Math.min(700, output.remaining())]; // the transport is slower than we are
                output.get(piece);
                got = RawFrame.concat(got, piece);
            }
            got = RawFrame.concat(got, side.takeOutput());
            byte[] expected = RawFrame.concat(
                    sent.stream().map(f -> f.masked(RawFrame.KEY)).toArray(byte[][]::new));
            assertArrayEquals(expected, got);
        }
    }

    @Nested
    class Pings { // 5.5.2, 5.5.3
        @ParameterizedTest
        @EnumSource(Role.class)
        void areAnsweredWithTheirPayload(Role role) {
            Side side = new Side(role);
            side.receive(RawFrame.of(0x89, ""), RawFrame.of(0x89, RawFrame.pattern(125)));
            side.assertSent(RawFrame.of(0x8A, ""), RawFrame.of(0x8A, RawFrame.pattern(125)));
        }

        @Test
        void areAnsweredOnlyLatestWhileTheOutputIsFull() {
            Side side = new Side(Role.SERVER, ConnectionSettings.DEFAULT.withMaxPendingOutput(40));
            assertTrue(side.connection.sendText("x".repeat(30)));
            side.receive(RawFrame.of(0x89, "one"), RawFrame.of(0x89, "two"), RawFrame.of(0x89, "three"));
            side.assertSent(RawFrame.text("x".repeat(30)));
            side.assertSent(RawFrame.of(0x8A, "three"));
            side.assertSent();
            side.receive(RawFrame.of(0x89, "four"));
            side.assertSent(RawFrame.of(0x8A, "four"));
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void areSentOnRequestAndPongsUnasked(Role role) {
            Side side = new Side(role);
            assertTrue(side.connection.sendPing(new byte[] {1}));
            assertTrue(side.connection.sendPong(new byte[] {2}));
            side.assertSent(RawFrame.of(0x89, new byte[] {1}), RawFrame.of(0x8A, new byte[] {2}));
            assertThrows(IllegalArgumentException.class, () -> side.connection.sendPing(new byte[126]));
        }
    }

    @Nested
    class ClosingHandshake { // 7.1
        @ParameterizedTest
        @EnumSource(Role.class)
        void isAnsweredWithTheCodeOfThePeer(Role role) {
            Side side = new Side(role);
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
            Side side = new Side(role);
            side.receive(RawFrame.of(0x88, ""));
            side.assertSent(RawFrame.of(0x88, ""));
            side.connection.receiveEnd();
            side.connection.receiveEnd();
            side.assertEvents("closed 1005 ");
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void startedHereWaitsForThePeer(Role role) {
            Side side = new Side(role);
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
            Side side = new Side(role);
            side.receive(RawFrame.of(0x81, new byte[] {-1}));
            assertEquals(Transport.KEEP_OPEN, side.connection.transport());
            side.assertSent(RawFrame.close(1007, ""));
            assertEquals(Transport.END_OUTPUT, side.connection.transport());
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void isCutShortWhenThePeerTakesTooLong(Role role) {
            Side side = new Side(role);
            assertEquals(Long.MAX_VALUE, side.connection.deadlineNanos());
            side.connection.advanceTo(Long.MAX_VALUE - 10); // a clock may overflow
            side.connection.close();
            long deadline = Long.MIN_VALUE + (TIMEOUT - 11);
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
            Side side = new Side(role);
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
            Side side = new Side(Role.SERVER);
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
            Side side = new Side(Role.SERVER, ConnectionSettings.DEFAULT.withMaxPendingOutput(20));
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
                Side side = new Side(role, ConnectionSettings.DEFAULT.withLimits(Vectors.LIMITS));
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
            Side side = new Side(Role.SERVER);
            side.connection.close(CloseCode.NORMAL_CLOSURE, "");
            side.receive(RawFrame.of(0xF1, ""));
            side.assertSent(RawFrame.close(1000, ""));
            side.assertEvents("failed RESERVED_BIT");
            assertEquals(Transport.END_OUTPUT, side.connection.transport());
        }
    }

    @Test
    void carriesCompressedMessagesBothWays() {
        List<String> texts = List.of("Hello", "Hello", "", "Grüße ".repeat(400), "x");
        for (int fragment : new int[] {7, Integer.MAX_VALUE}) {
            Side client = new Side(Role.CLIENT, compressed(Role.CLIENT).withMaxFramePayload(fragment));
            Side server = new Side(Role.SERVER, compressed(Role.SERVER).withMaxFramePayload(fragment));
            for (String text : texts) {
                assertTrue(client.connection.sendText(text));
                assertTrue(server.connection.sendBinary(
                        text.getBytes(StandardCharsets.UTF_8), 0, Vectors.utf8(text).length));
            }
            byte[] up = client.takeOutput();
            byte[] down = server.takeOutput();
            assertEquals(0xC0, (up[0] & 0xC0) | (fragment == 7 ? 0x80 : 0), "RSV1 on the first frame");
            assertEquals(up.length, server.connection.receive(up, 0, up.length));
            assertEquals(down.length, client.connection.receive(down, 0, down.length));
            server.assertEvents(texts.stream().map(text -> "text " + text).toArray(String[]::new));
            client.assertEvents(texts.stream()
                    .map(text -> Recorder.line("binary", Vectors.utf8(text)))
                    .toArray(String[]::new));
            client.connection.receiveEnd();
            server.connection.receiveEnd();
        }
    }

    private static ConnectionSettings compressed(Role role) {
        DeflateAgreement agreement = agreement();
        return ConnectionSettings.DEFAULT.withExtension(
                PermessageDeflate.of(role, agreement, DeflateSettings.DEFAULT, Limits.DEFAULT));
    }

    private static DeflateAgreement agreement() {
        List<Extension> offers = List.of(DeflateNegotiation.offer(DeflateSettings.DEFAULT));
        return DeflateNegotiation.accept(offers, DeflateSettings.DEFAULT)
                .orElseThrow()
                .agreement();
    }
}
