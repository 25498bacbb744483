package dev.parley.bench.codec;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.websocket.EndpointHolder;
import org.apache.tomcat.websocket.WsFrameBase;
import org.apache.tomcat.websocket.WsRemoteEndpointImplBase;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.WsWebSocketContainer;

/** Tomcat: its frame base class in server role, fed through its own 8 KiB input buffer; it always makes a String. */
final class TomcatDecodePeer implements DecodePeer {
    private final Frames frames;
    private Tally tally = new Tally();

    TomcatDecodePeer(Work work) {
        WsWebSocketContainer container = new WsWebSocketContainer();
        int size = Math.max(8192, work.size());
        container.setDefaultMaxTextMessageBufferSize(size);
        container.setDefaultMaxBinaryMessageBufferSize(size);
        try {
            WsSession session = new WsSession(
                    new EndpointHolder(new Idle()),
                    new NoRemote(),
                    container,
                    List.of(),
                    "",
                    Map.of(),
                    false,
                    ClientEndpointConfig.Builder.create().build());
            MessageHandler.Whole<String> texts = text -> tally.add(text);
            MessageHandler.Whole<ByteBuffer> binaries =
                    bytes -> tally.add(bytes.remaining(), bytes.get(bytes.position()), bytes.get(bytes.limit() - 1));
            session.addMessageHandler(String.class, texts);
            session.addMessageHandler(ByteBuffer.class, binaries);
            frames = new Frames(session);
        } catch (DeploymentException e) {
            throw new IllegalStateException("Tomcat refused the bare session", e);
        }
    }

    @Override
    public void decode(byte[] stream, int readSize, Tally to) throws IOException {
        tally = to;
        for (int from = 0; from < stream.length; ) {
            int read = Math.min(readSize, stream.length - from);
            frames.read(stream, from, from + read);
            from += read;
        }
    }

    private static final class Frames extends WsFrameBase {
        private static final Log LOG = LogFactory.getLog(Frames.class);

        Frames(WsSession session) {
            super(session, null);
        }

        /** Puts bytes behind the unread ones, as much as fits, as the server's read loop does. */
        void read(byte[] stream, int from, int to) throws IOException {
            for (int at = from; at < to; ) {
                int unread = inputBuffer.position();
                int end = inputBuffer.limit();
                int room = Math.min(inputBuffer.capacity() - end, to - at);
                inputBuffer
                        .limit(end + room)
                        .position(end)
                        .put(stream, at, room)
                        .position(unread);
                at += room;
                processInputBuffer();
            }
        }

        @Override
        protected boolean isMasked() {
            return true;
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

    private static final class Idle extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {}
    }

    private static final class NoRemote extends WsRemoteEndpointImplBase {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        protected void doWrite(SendHandler handler, long blockingWriteTimeoutExpiry, ByteBuffer... data) {
            throw new IllegalStateException("nothing is sent here");
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
