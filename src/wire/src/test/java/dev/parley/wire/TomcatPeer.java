package dev.parley.wire;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
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
import org.apache.tomcat.websocket.TransformationFactory;
import org.apache.tomcat.websocket.Util;
import org.apache.tomcat.websocket.WsFrameBase;
import org.apache.tomcat.websocket.WsIOException;
import org.apache.tomcat.websocket.WsRemoteEndpointImplBase;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** Tomcat's frame base class with a session, fed through its input buffer, and its negotiation of extensions. */
final class TomcatPeer implements FramePeer {
    private final String offer;

    /** With the extensions that it accepts of this offer, empty for none. */
    TomcatPeer(String offer) {
        this.offer = offer;
    }

    @Override
    public Outcome decode(Role role, byte[] stream, int size) throws DeploymentException {
        List<String> lines = new ArrayList<>();
        Output output = new Output();
        WsSession session = session(lines, output);
        Frames frames =
                role == Role.SERVER ? new ServerFrames(session, accepted(offer)) : new Frames(session, accepted(offer));
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
    public String negotiate(String offer) {
        Transformation extension = accepted(offer);
        if (extension == null) {
            return "";
        }
        Extension answer = extension.getExtensionResponse();
        StringBuilder header = new StringBuilder(answer.getName());
        for (Extension.Parameter parameter : answer.getParameters()) {
            header.append("; ").append(parameter.getName());
            header.append(parameter.getValue() == null ? "" : "=" + parameter.getValue());
        }
        return header.toString();
    }

    /** As its upgrade does: all offers of one extension go to the factory together, as preferences. */
    private static @Nullable Transformation accepted(String offer) {
        List<Extension> offers = new ArrayList<>();
        Util.parseExtensionHeader(offers, offer);
        List<List<Extension.Parameter>> preferences = offers.stream()
                .filter(extension -> "permessage-deflate".equals(extension.getName()))
                .map(Extension::getParameters)
                .toList();
        return preferences.isEmpty()
                ? null
                : TransformationFactory.getInstance().create("permessage-deflate", preferences, true);
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

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static class Frames extends WsFrameBase {
        private static final Log LOG = LogFactory.getLog(Frames.class);

        Frames(WsSession session, @Nullable Transformation extension) {
            super(session, extension);
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
        ServerFrames(WsSession session, @Nullable Transformation extension) {
            super(session, extension);
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
