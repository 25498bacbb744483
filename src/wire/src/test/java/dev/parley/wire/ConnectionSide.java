package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A connection with what it said: no socket, thread or clock. */
final class ConnectionSide implements ConnectionListener {
    /** Nanoseconds that the closing handshake may take. */
    static final long TIMEOUT = 1_000;

    final Connection connection;
    final List<String> events = new ArrayList<>();
    private final Role role;
    private boolean pausing;

    ConnectionSide(Role role, ConnectionSettings settings) {
        this.role = role;
        ConnectionSettings quick = settings.withCloseTimeoutNanos(TIMEOUT);
        connection =
                role == Role.SERVER ? Connection.server(quick, this) : Connection.client(quick, () -> 0x37fa213d, this);
    }

    ConnectionSide(Role role) {
        this(role, ConnectionSettings.DEFAULT);
    }

    /** Asks for a pause after each message. */
    void pause() {
        pausing = true;
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
