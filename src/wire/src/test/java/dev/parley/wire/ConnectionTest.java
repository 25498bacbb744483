package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.wire.Connection.State;
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

class ConnectionTest {
    @Nested
    class Messages {
        @ParameterizedTest
        @EnumSource(Role.class)
        void areSentWhole(Role role) { // 6.1
            ConnectionSide side = new ConnectionSide(role);
            assertTrue(side.connection.sendText("Grüße"));
            assertTrue(side.connection.sendBinary(new byte[] {9, 1, 2, 3}, 1, 2));
            side.assertSent(RawFrame.text("Grüße"), RawFrame.of(0x82, new byte[] {1, 2}));
            side.assertEvents();
            assertEquals(State.OPEN, side.connection.state());
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void areFragmentedIfTheyAreLongerThanSet(Role role) { // 5.4
            ConnectionSide side = new ConnectionSide(role, ConnectionSettings.DEFAULT.withMaxFramePayload(4));
            assertTrue(side.connection.sendText("0123456789"));
            assertTrue(side.connection.sendText(""));
            side.assertSent(
                    RawFrame.of(0x01, "0123"), RawFrame.of(0x00, "4567"), RawFrame.of(0x80, "89"), RawFrame.text(""));
        }

        @ParameterizedTest
        @EnumSource(Role.class)
        void areReceivedFragmentedWithControlFramesBetween(Role role) {
            ConnectionSide side = new ConnectionSide(role);
            side.receive(
                    RawFrame.of(0x01, "Hel"), RawFrame.of(0x89, "p"), RawFrame.of(0x80, "lo"), RawFrame.of(0x8A, "q"));
            side.assertEvents("ping 70", "text Hello", "pong 71");
            side.assertSent(RawFrame.of(0x8A, "p"));
        }

        @Test
        void pauseTheReceiverWhoRefusesMore() {
            ConnectionSide side = new ConnectionSide(Role.SERVER);
            side.pause();
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
            ConnectionSide side = new ConnectionSide(Role.SERVER, ConnectionSettings.DEFAULT.withMaxPendingOutput(100));
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
        void whoseFramesNoArrayCanHoldAreTheCallersMistake() {
            ConnectionSide side = new ConnectionSide(Role.SERVER, ConnectionSettings.DEFAULT.withMaxFramePayload(1));
            byte[] large = new byte[150_000_000]; // and 14 bytes of room for each of its frames
            assertThrows(IllegalArgumentException.class, () -> side.connection.sendBinary(large, 0, large.length));
            assertTrue(side.connection.sendText("x"));
            side.assertSent(RawFrame.text("x"));
        }

        @Test
        void outliveALargeOutputWrittenInPieces() {
            ConnectionSide side = new ConnectionSide(Role.CLIENT);
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
            ConnectionSide side = new ConnectionSide(role);
            side.receive(RawFrame.of(0x89, ""), RawFrame.of(0x89, RawFrame.pattern(125)));
            side.assertSent(RawFrame.of(0x8A, ""), RawFrame.of(0x8A, RawFrame.pattern(125)));
        }

        @Test
        void areAnsweredOnlyLatestWhileTheOutputIsFull() {
            ConnectionSide side = new ConnectionSide(Role.SERVER, ConnectionSettings.DEFAULT.withMaxPendingOutput(40));
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
            ConnectionSide side = new ConnectionSide(role);
            assertTrue(side.connection.sendPing(new byte[] {1}));
            assertTrue(side.connection.sendPong(new byte[] {2}));
            side.assertSent(RawFrame.of(0x89, new byte[] {1}), RawFrame.of(0x8A, new byte[] {2}));
            assertThrows(IllegalArgumentException.class, () -> side.connection.sendPing(new byte[126]));
        }
    }

    @Test
    void carriesCompressedMessagesBothWays() {
        List<String> texts = List.of("Hello", "Hello", "", "Grüße ".repeat(400), "x");
        for (int fragment : new int[] {7, Integer.MAX_VALUE}) {
            ConnectionSide client =
                    new ConnectionSide(Role.CLIENT, compressed(Role.CLIENT).withMaxFramePayload(fragment));
            ConnectionSide server =
                    new ConnectionSide(Role.SERVER, compressed(Role.SERVER).withMaxFramePayload(fragment));
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
