package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.core.Behavior;
import org.eclipse.jetty.websocket.core.ExtensionStack;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.Negotiated;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.eclipse.jetty.websocket.core.internal.MessageHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our decoder beside Jetty's connection and core session, which end in memory instead of a socket. */
class JettyFrameTest {
    /** All that it does otherwise, with the section; docs/wire.md tells what it means. */
    private static final String DIFFERENCES = """
            5.2: 0 in 16 bits: taken
            5.2: 0 in 64 bits: taken
            5.2: 1 in 16 bits: taken
            5.2: 1000 in 64 bits: taken
            5.2: 124 in 16 bits: taken
            5.2: 125 in 16 bits: taken
            5.2: 125 in 64 bits: taken
            5.2: 126 in 64 bits: taken
            5.2: 65535 in 64 bits: taken
            5.2: length 2^63: refused with 1009
            5.2: length 2^64 - 1: refused with 1009
            5.5: opcode 10 of 2^40 bytes: refused with 1009
            5.5: opcode 8 of 2^40 bytes: refused with 1009
            5.5: opcode 9 of 2^40 bytes: refused with 1009
            """;

    @Test
    void differsOnlyWhereListed() throws Exception {
        assertEquals(DIFFERENCES, FramePeer.differences(new Jetty()));
    }

    private static final class Jetty implements FramePeer {
        private final WebSocketComponents components = new WebSocketComponents();

        @Override
        public Outcome decode(Role role, byte[] stream, int size) {
            Behavior behavior = role == Role.SERVER ? Behavior.SERVER : Behavior.CLIENT;
            ExtensionStack extensions = new ExtensionStack(components, behavior);
            extensions.negotiate(List.of(), List.of());
            Handler handler = new Handler();
            WebSocketCoreSession session =
                    new WebSocketCoreSession(handler, behavior, Negotiated.from(extensions), components);
            session.setAutoFragment(false);
            End end = new End();
            WebSocketConnection connection = new WebSocketConnection(
                    end, Runnable::run, new ScheduledExecutorScheduler(), new ArrayByteBufferPool(), session);
            session.setWebSocketConnection(connection);
            end.setConnection(connection);
            connection.onOpen();
            for (int from = 0; from < stream.length; from += size) {
                int to = Math.min(stream.length, from + size);
                end.addInputAndExecute(ByteBuffer.wrap(Arrays.copyOfRange(stream, from, to)));
            }
            return new Outcome(handler.lines, handler.failure);
        }

        @Override
        public List<String> expected(List<String> frames) {
            return frames;
        }
    }

    private static final class Handler extends MessageHandler {
        private final List<String> lines = new ArrayList<>();
        private @Nullable String failure;

        @Override
        public void onFrame(Frame frame, Callback callback) {
            String kind = OpCode.name(frame.getOpCode()).toLowerCase(Locale.ROOT);
            lines.add(Recorder.line(kind + (frame.isFin() ? "" : "..."), BufferUtil.toArray(frame.getPayload())));
            super.onFrame(frame, callback);
        }

        @Override
        protected void onText(String message, Callback callback) {
            callback.succeeded();
        }

        @Override
        protected void onBinary(ByteBuffer message, Callback callback) {
            callback.succeeded();
        }

        @Override
        public void onError(Throwable cause, Callback callback) {
            failure = cause instanceof CloseException close
                    ? Integer.toString(close.getStatusCode())
                    : cause.getClass().getSimpleName();
            super.onError(cause, callback);
        }
    }

    /** Runs what it is given in the thread of the test. */
    private static final class End extends ByteArrayEndPoint {
        @Override
        protected void execute(Runnable task) {
            task.run();
        }
    }
}
