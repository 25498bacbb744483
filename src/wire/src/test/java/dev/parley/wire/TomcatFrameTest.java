package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.websocket.EndpointHolder;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.WsFrameBase;
import org.apache.tomcat.websocket.WsIOException;
import org.apache.tomcat.websocket.WsRemoteEndpointImplBase;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our decoder beside Tomcat's frame base class with a session, fed through its input buffer. */
class TomcatFrameTest {
    /** All that it does otherwise, with the section; docs/wire.md tells what it means. */
    private static final String DIFFERENCES = """
            1.4: a Close between fragments ends the stream: refused with IOException
            1.4: what follows a Close is discarded: refused with 1002
            5.2: 0 in 16 bits: taken
            5.2: 0 in 64 bits: taken
            5.2: 1 in 16 bits: taken
            5.2: 1000 in 64 bits: taken
            5.2: 124 in 16 bits: taken
            5.2: 125 in 16 bits: taken
            5.2: 125 in 64 bits: taken
            5.2: 126 in 64 bits: taken
            5.2: 65535 in 64 bits: taken
            5.5.1: close reason cut off: refused with 1002
            5.5.1: close reason not UTF-8: refused with 1002
            5.5.1: empty close: delivered as [close 03e8]
            7.4: close 1012: delivered as [close 03ea627965]
            7.4: close 1013: delivered as [close 03ea627965]
            7.4: close 1014: delivered as [close 03ea627965]
            """;

    @Test
    void differsOnlyWhereListed() throws Exception {
        assertEquals(DIFFERENCES, FramePeer.differences(new Tomcat()));
    }

    private static final class Tomcat implements FramePeer {
        @Override
        public Outcome decode(Role role, byte[] stream, int size) throws DeploymentException {
            List<String> lines = new ArrayList<>();
            Output output = new Output();
            WsSession session = session(lines, output);
            Frames frames = role == Role.SERVER ? new ServerFrames(session) : new Frames(session);
            output.send(frames);
            try {
                for (int from = 0; from < stream.length && session.isOpen(); from += size) {
                    frames.read(stream, from, Math.min(stream.length, from + size));
                }
            } catch (WsIOException e) {
                int code = e.getCloseReason().getCloseCode().getCode();
                return new Outcome(lines, Integer.toString(code));
            } catch (IOException e) { // closes the connection without a Close frame
                return new Outcome(lines, "IOException");
            }
            return new Outcome(lines, null);
        }

        @Override
        public List<String> expected(List<String> frames) {
            return FramePeer.messages(frames);
        }

        private static WsSession session(List<String> lines, Output output) throws DeploymentException {
            WsSession session = new WsSession(
                    new EndpointHolder(new Listener(lines)),
                    output,
                    new WsWebSocketContainer(),
                    List.of(),
                    "",
                    Map.of(),
                    false,
                    ClientEndpointConfig.Builder.create().build());
            MessageHandler.Whole<String> texts = text -> lines.add(Recorder.line("text", Vectors.utf8(text)));
            MessageHandler.Whole<ByteBuffer> binaries = bytes -> lines.add(Recorder.line("binary", bytes(bytes)));
            MessageHandler.Whole<PongMessage> pongs =
                    pong -> lines.add(Recorder.line("pong", bytes(pong.getApplicationData())));
            session.addMessageHandler(String.class, texts);
            session.addMessageHandler(ByteBuffer.class, binaries);
            session.addMessageHandler(PongMessage.class, pongs);
            return session;
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static class Frames extends WsFrameBase {
        private static final Log LOG = LogFactory.getLog(Frames.class);

        Frames(WsSession session) {
            super(session, null);
        }

        /** Puts bytes behind the unread ones, as the server's read loop does. */
        void read(byte[] stream, int from, int to) throws IOException {
            int unread = inputBuffer.position();
            int end = inputBuffer.limit();
            inputBuffer
                    .limit(end + to - from)
                    .position(end)
                    .put(stream, from, to - from)
                    .position(unread);
            processInputBuffer();
        }

        @Override
        protected Transformation getTransformation() {
            return super.getTransformation();
        }

        @Override
        protected boolean isMasked() {
            return false;
        }

        @Override
        protected Log getLog() {
            return LOG;
        }

        @Override
        protected void resumeProcessing() {
            throw new IllegalStateException("nothing suspends here");
        }
    }

    /** A class of its own, since the base class asks in its constructor. */
    private static final class ServerFrames extends Frames {
        ServerFrames(WsSession session) {
            super(session);
        }

        @Override
        protected boolean isMasked() {
            return true;
        }
    }

    private static final class Listener extends Endpoint {
        private final List<String> lines;

        Listener(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {}

        @Override
        public void onError(Session session, Throwable cause) {
            throw new AssertionError("the listener failed", cause);
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            String phrase = Objects.requireNonNullElse(reason.getReasonPhrase(), "");
            lines.add(FramePeer.closeLine(reason.getCloseCode().getCode(), phrase));
        }
    }

    /** Where answers go. */
    private static final class Output extends WsRemoteEndpointImplBase {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable WsSession session;

        /** Sends as the server does: through what transforms the frames received. */
        void send(Frames frames) {
            setTransformation(frames.getTransformation());
        }

        @Override
        protected void setSession(WsSession session) {
            super.setSession(session);
            this.session = session;
        }

        @Override
        protected void doWrite(SendHandler handler, long blockingWriteTimeoutExpiry, ByteBuffer... data) {
            for (ByteBuffer buffer : data) {
                buffer.position(buffer.limit());
            }
            handler.onResult(new SendResult(Objects.requireNonNull(session)));
        }

        @Override
        protected boolean isMasked() {
            return false;
        }

        @Override
        protected void doClose() {}

        @Override
        protected ReentrantLock getLock() {
            return lock;
        }
    }
}
