package dev.parley.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Many members of one chat room on raw sockets and one thread. Each remembers the offsets and texts of the messages
 * that it saw; frames are read by hand, so that no client library hides what the server sends. Confined to one thread.
 */
final class ChatCrowd implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Member> members = new ArrayList<>();
    private final InetSocketAddress server;
    private final String room;

    ChatCrowd(int port, String room) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.room = room;
    }

    /** Connects a member; it has joined when {@link Member#joined} is true. */
    Member add(String name) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Member member = new Member(channel, "{\"type\":\"join\",\"name\":\"" + name + "\"}");
        members.add(member);
        member.write("GET /chat/" + room + " HTTP/1.1\r\nHost: localhost:" + server.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, member);
        return member;
    }

    List<Member> members() {
        return members;
    }

    /** Reads until {@code done}; fails after {@code seconds}. */
    void readUntil(BooleanSupplier done, int seconds) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!done.getAsBoolean()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                throw new AssertionError("not done after " + seconds + " s: "
                        + members.stream().mapToInt(m -> m.texts.size()).min().orElse(0)
                        + " messages at the member that saw least");
            }
            selector.select(millis);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Member) key.attachment()).read();
            }
            selector.selectedKeys().clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.channel.close();
        }
        selector.close();
    }

    /** One member. */
    static final class Member {
        private final SocketChannel channel;
        private final String join;
        private final ByteBuffer buffer = ByteBuffer.allocate(128 * 1024);
        private final List<String> texts = new ArrayList<>();
        private final List<Long> offsets = new ArrayList<>();
        private boolean upgraded;
        private boolean joined;
        private int others;

        private Member(SocketChannel channel, String join) {
            this.channel = channel;
            this.join = join;
        }

        boolean joined() {
            return joined;
        }

        List<String> texts() {
            return texts;
        }

        List<Long> offsets() {
            return offsets;
        }

        /** Returns how many errors, gaps and other messages came that should not have come. */
        int others() {
            return others;
        }

        void say(String text) throws IOException {
            send("{\"type\":\"say\",\"text\":\"" + text + "\"}");
        }

        private void send(String json) throws IOException {
            byte[] payload = json.getBytes(StandardCharsets.UTF_8);
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
            frame.put((byte) 0x81);
            if (payload.length < 126) {
                frame.put((byte) (0x80 | payload.length));
            } else {
                frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
            }
            frame.putInt(0).put(payload).flip(); // a masking key of 0 masks nothing
            write(frame);
        }

        private void pong(ByteBuffer payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(payload.remaining() + 6);
            frame.put((byte) 0x8a).put((byte) (0x80 | payload.remaining())).putInt(0);
            write(frame.put(payload).flip());
        }

        private void write(String text) throws IOException {
            write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        private void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    throw new IOException("the server does not read");
                }
            }
        }

        private void read() throws IOException {
            if (channel.read(buffer) < 0) {
                throw new IOException("the server closed the connection after " + texts.size() + " messages");
            }
            buffer.flip();
            if (!upgraded) {
                upgraded = skipHead();
            }
            if (upgraded) {
                boolean whole = true;
                while (whole) {
                    whole = frame();
                }
            }
            buffer.compact();
        }

        private boolean skipHead() throws IOException {
            String head = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
            int end = head.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            if (!head.startsWith("HTTP/1.1 101")) {
                throw new AssertionError("no upgrade: " + head);
            }
            buffer.position(buffer.position() + end + 4);
            send(join);
            return true;
        }

        private boolean frame() throws IOException {
            if (buffer.remaining() < 2) {
                return false;
            }
            int start = buffer.position();
            int opcode = buffer.get() & 0x8f;
            int length = buffer.get();
            if (length == 126 && buffer.remaining() >= 2) {
                length = buffer.getShort() & 0xffff;
            } else if (length >= 126) {
                buffer.position(start);
                return false;
            }
            if (buffer.remaining() < length) {
                buffer.position(start);
                return false;
            }
            ByteBuffer payload = buffer.slice(buffer.position(), length);
            buffer.position(buffer.position() + length);
            if (opcode == 0x81) {
                message(StandardCharsets.UTF_8.decode(payload).toString());
            } else if (opcode == 0x89) {
                pong(payload);
            } else {
                others++;
            }
            return true;
        }

        private void message(String json) {
            if (json.startsWith("{\"type\":\"message\",\"offset\":")) {
                offsets.add(Long.parseLong(json.substring(json.indexOf("offset\":") + 8, json.indexOf(",\"from\""))));
                texts.add(json.substring(json.indexOf("\"text\":\"") + 8, json.indexOf("\",\"time\"")));
            } else if (json.startsWith("{\"type\":\"welcome\"")) {
                joined = true;
            } else if (!json.startsWith("{\"type\":\"joined\"") && !json.startsWith("{\"type\":\"members\"")) {
                others++;
            }
        }
    }
}
