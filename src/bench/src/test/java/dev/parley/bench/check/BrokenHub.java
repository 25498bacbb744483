package dev.parley.bench.check;

import dev.parley.bench.load.WholeMessages;
import dev.parley.wire.FrameDecoder;
import dev.parley.wire.FrameEncoder;
import dev.parley.wire.FrameHeader;
import dev.parley.wire.FrameSink;
import dev.parley.wire.Limits;
import dev.parley.wire.MaskingKeys;
import dev.parley.wire.Opcode;
import dev.parley.wire.ProtocolException;
import dev.parley.wire.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A hub with a bug: a real one behind a proxy that understands frames and messages, and spoils them. Two threads for each
 * connection; a bug is asked by all of them.
 */
final class BrokenHub implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    /** What goes wrong. Called by many threads, one at a time. */
    interface Bug {
        /** What the client gets for this JSON object of the server. */
        default List<String> toClient(int connection, String object) {
            return List.of(object);
        }

        /** What the server gets for this JSON object of the client. */
        default List<String> toServer(int connection, String object) {
            return List.of(object);
        }

        /** What the client gets for this JSON object of its own, before the server says anything. */
        default List<String> answer(int connection, String object) {
            return List.of();
        }
    }

    private final ServerSocket listener;
    private final int hub;
    private final Bug bug;
    private final List<Socket> sockets = new ArrayList<>(); // guarded by itself
    private int connections; // of the accepting thread

    BrokenHub(int hub, Bug bug) throws IOException {
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.hub = hub;
        this.bug = bug;
        start(this::accept);
    }

    String url() {
        return "ws://127.0.0.1:" + listener.getLocalPort() + "/hub";
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Optional<Socket> found = toServer();
                if (found.isEmpty()) {
                    client.close(); // between two lives of the server
                    continue;
                }
                Socket server = found.get();
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                synchronized (sockets) {
                    sockets.add(client);
                    sockets.add(server);
                }
                int number = connections++;
                Side toClient = new Side(client.getOutputStream(), FrameEncoder.server());
                Side toServer = new Side(server.getOutputStream(), FrameEncoder.client(MaskingKeys.strong()));
                start(() -> {
                    pump(server, toClient, Role.CLIENT, object -> bug.toClient(number, object));
                    closeBoth(client, server);
                });
                start(() -> {
                    pump(client, toServer, Role.SERVER, object -> {
                        toClient.send(bug.answer(number, object));
                        return bug.toServer(number, object);
                    });
                    closeBoth(client, server);
                });
            }
        } catch (IOException e) { // closed: the test is over
        }
    }

    private Optional<Socket> toServer() {
        try {
            return Optional.of(new Socket(InetAddress.getLoopbackAddress(), hub));
        } catch (IOException e) { // it does not listen
            return Optional.empty();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "broken hub");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeBoth(Socket one, Socket other) {
        try {
            one.close();
            other.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pump(Socket from, Side to, Role reader, Function<String, List<String>> spoil) {
        try {
            InputStream in = from.getInputStream();
            to.write(head(in));
            FrameDecoder decoder = FrameDecoder.of(reader, Limits.DEFAULT);
            FrameSink sink = new Spoiler(to, spoil);
            byte[] buffer = new byte[BUFFER];
            int kept = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer, kept, BUFFER - kept)) {
                int end = kept + n;
                int consumed = decoder.decode(buffer, 0, end, sink);
                kept = end - consumed;
                System.arraycopy(buffer, consumed, buffer, 0, kept);
            }
        } catch (IOException | ProtocolException e) { // a reset, as clients do
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no handshake");
            }
            head.append((char) c);
        }
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Spoils whole messages, passes control frames on. */
    private final class Spoiler implements FrameSink {
        private final Side to;
        private final WholeMessages whole;

        Spoiler(Side to, Function<String, List<String>> spoil) {
            this.to = to;
            this.whole = new WholeMessages((bytes, offset, length) -> {
                for (String object : objects(new String(bytes, offset, length, StandardCharsets.UTF_8))) {
                    List<String> instead;
                    synchronized (BrokenHub.this) {
                        instead = spoil.apply(object);
                    }
                    to.send(instead);
                }
            });
        }

        @Override
        public boolean onData(int flags, byte[] bytes, int offset, int length) {
            whole.add(flags, bytes, offset, length);
            return true;
        }

        @Override
        public boolean onControl(Opcode opcode, byte[] bytes, int offset, int length) {
            to.frame(opcode, bytes, offset, length);
            return true;
        }
    }

    /** The objects of a message: itself, or those of the array that it is. */
    private static List<String> objects(String message) {
        if (!message.startsWith("[")) {
            return List.of(message);
        }
        List<String> objects = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean text = false;
        for (int i = 1; i < message.length() - 1; i++) {
            char c = message.charAt(i);
            if (text && c == '\\') {
                i++;
            } else if (c == '"') {
                text = !text;
            } else if (!text && (c == '{' || c == '[') && depth++ == 0) {
                start = i;
            } else if (!text && (c == '}' || c == ']') && --depth == 0) {
                objects.add(message.substring(start, i + 1));
            }
        }
        return objects;
    }

    /** One direction's output; both threads may write to the client. */
    private static final class Side {
        private final OutputStream out;
        private final FrameEncoder encoder;

        Side(OutputStream out, FrameEncoder encoder) {
            this.out = out;
            this.encoder = encoder;
        }

        synchronized void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        void send(List<String> objects) {
            for (String object : objects) {
                byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
                frame(Opcode.TEXT, bytes, 0, bytes.length);
            }
        }

        synchronized void frame(Opcode opcode, byte[] bytes, int offset, int length) {
            byte[] frame = new byte[length + FrameHeader.MAX_SIZE];
            encoder.output(frame, 0, frame.length);
            encoder.frame(FrameHeader.FIN | opcode.value(), bytes, offset, length);
            try {
                out.write(frame, 0, encoder.position());
            } catch (IOException e) { // the other side has gone; reading tells
                return;
            }
        }
    }
}
