package dev.parley.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.wire.handshake.HandshakeLimits;
import dev.parley.wire.handshake.RequestOutcome;
import dev.parley.wire.handshake.ServerHandshake;
import dev.parley.wire.handshake.UpgradeResponse;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.java_websocket.handshake.Handshakedata;
import org.jspecify.annotations.Nullable;

/** Java-WebSocket, whose connection takes and gives byte buffers: its handshake is done first. */
final class JavaWebSocketPeer implements FramePeer {
    private final String offer;

    /** With the extensions that it accepts of this offer, empty for none. */
    JavaWebSocketPeer(String offer) {
        this.offer = offer;
    }

    @Override
    public Outcome decode(Role role, byte[] stream, int size) throws InvalidHandshakeException {
        Listener listener = new Listener();
        WebSocketImpl connection = role == Role.SERVER ? server(listener, offer) : client(listener);
        assertEquals(List.of("open"), listener.lines);
        listener.lines.clear();
        for (int from = 0; from < stream.length && connection.isOpen(); from += size) {
            int to = Math.min(stream.length, from + size);
            try {
                connection.decode(ByteBuffer.wrap(Arrays.copyOfRange(stream, from, to)));
            } catch (RuntimeException e) { // it must not, but does
                return new Outcome(listener.lines, e.getClass().getSimpleName());
            }
        }
        return new Outcome(listener.lines, listener.failure);
    }

    @Override
    public List<String> expected(List<String> frames) {
        return FramePeer.messages(frames);
    }

    @Override
    public String negotiate(String offer) {
        WebSocketImpl connection = server(new Listener(), offer);
        String response =
                StandardCharsets.US_ASCII.decode(connection.outQueue.remove()).toString();
        return response.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Extensions: "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.joining());
    }

    private static WebSocketImpl server(Listener listener, String offer) {
        WebSocketImpl connection =
                new WebSocketImpl(listener, List.of(new Draft_6455(new PerMessageDeflateExtension())));
        String request = String.join(
                "\r\n",
                "GET / HTTP/1.1",
                "Host: example.com",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: " + offer,
                "",
                "");
        connection.decode(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        return connection;
    }

    private static WebSocketImpl client(Listener listener) throws InvalidHandshakeException {
        WebSocketImpl connection = new WebSocketImpl(listener, new Draft_6455());
        HandshakeImpl1Client handshake = new HandshakeImpl1Client();
        handshake.setResourceDescriptor("/");
        handshake.put("Host", URI.create("ws://example.com").getHost());
        connection.startHandshake(handshake);
        byte[] request = connection.outQueue.remove().array();
        RequestOutcome.Accepted accepted =
                (RequestOutcome.Accepted) ServerHandshake.read(request, 0, request.length, HandshakeLimits.DEFAULT);
        connection.decode(ByteBuffer.wrap(UpgradeResponse.to(accepted.request()).toBytes()));
        return connection;
    }

    private static final class Listener extends WebSocketAdapter {
        private final List<String> lines = new ArrayList<>();
        private @Nullable String failure;

        @Override
        public void onWebsocketOpen(WebSocket connection, Handshakedata handshake) {
            lines.add("open");
        }

        @Override
        public void onWebsocketMessage(WebSocket connection, String text) {
            lines.add(Recorder.line("text", Vectors.utf8(text)));
        }

        @Override
        public void onWebsocketMessage(WebSocket connection, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            lines.add(Recorder.line("binary", copy));
        }

        @Override
        public void onWebsocketPong(WebSocket connection, Framedata frame) {
            byte[] copy = new byte[frame.getPayloadData().remaining()];
            frame.getPayloadData().get(copy);
            lines.add(Recorder.line("pong", copy));
        }

        @Override
        public void onWebsocketClosing(WebSocket connection, int code, String reason, boolean remote) {
            if (remote && failure == null) {
                lines.add(FramePeer.closeLine(code, reason));
            }
        }

        @Override
        public void onWebsocketError(WebSocket connection, Exception error) {
            failure = error instanceof InvalidDataException invalid
                    ? Integer.toString(invalid.getCloseCode())
                    : error.getClass().getSimpleName();
        }

        @Override
        public void onWebsocketClose(WebSocket connection, int code, String reason, boolean remote) {}

        @Override
        public void onWebsocketCloseInitiated(WebSocket connection, int code, String reason) {}

        @Override
        public void onWriteDemand(WebSocket connection) {}

        @Override
        public java.net.InetSocketAddress getLocalSocketAddress(WebSocket connection) {
            throw new UnsupportedOperationException("there is no socket");
        }

        @Override
        public java.net.InetSocketAddress getRemoteSocketAddress(WebSocket connection) {
            throw new UnsupportedOperationException("there is no socket");
        }
    }
}
