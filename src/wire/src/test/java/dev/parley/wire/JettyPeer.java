package dev.parley.wire;

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
import org.eclipse.jetty.websocket.core.ExtensionConfig;
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

/** Jetty's connection, core session and stack of extensions, which end in memory instead of a socket. */
final class JettyPeer implements FramePeer {
    private final WebSocketComponents components = new WebSocketComponents();
    private final String offer;

    /** With the extensions that it accepts of this offer, empty for none. */
    JettyPeer(String offer) {
        this.offer = offer;
    }

    @Override
    public Outcome decode(Role role, byte[] stream, int size) {
        Behavior behavior = role == Role.SERVER ? Behavior.SERVER : Behavior.CLIENT;
        ExtensionStack extensions = accepted(behavior, offer);
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
    public String negotiate(String offer) {
        return ExtensionConfig.toHeaderValue(accepted(Behavior.SERVER, offer).getNegotiatedExtensions());
    }

    private ExtensionStack accepted(Behavior behavior, String offer) {
        List<ExtensionConfig> offers = offer.isEmpty() ? List.of() : ExtensionConfig.parseList(offer);
        ExtensionStack extensions = new ExtensionStack(components, behavior);
        extensions.negotiate(offers, offers);
        return extensions;
    }

    @Override
    public List<String> expected(List<String> frames) {
        return frames;
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
