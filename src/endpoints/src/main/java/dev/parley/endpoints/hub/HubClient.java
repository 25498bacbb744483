package dev.parley.endpoints.hub;

import dev.parley.endpoints.session.BinaryAssembler;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.ConnectionListener;
import dev.parley.endpoints.session.TextMessages;
import dev.parley.hub.Disconnect;
import dev.parley.hub.access.Deed;
import dev.parley.hub.access.Login;
import dev.parley.hub.protocol.ClientConnection;
import dev.parley.hub.protocol.ClientSession;
import dev.parley.hub.protocol.HubProtocol;
import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins a connection and its session of the protocol. The methods that take parts are confined to the thread that
 * delivers messages.
 */
public final class HubClient implements ConnectionListener {
    private final HubProtocol protocol;
    private final Login login;
    private final int maxMessageSize;
    private final TextMessages text;
    private final BinaryAssembler binary = new BinaryAssembler();
    private volatile @Nullable ClientSession session; // null until the connection is open
    private volatile boolean over;
    private boolean answered; // whether the last pong answered a ping

    /**
     * Begins without a connection.
     *
     * @param login who is at the other end
     * @param maxMessageSize longest message in bytes
     */
    public HubClient(HubProtocol protocol, Login login, int maxMessageSize) {
        this.protocol = protocol;
        this.login = login;
        this.maxMessageSize = maxMessageSize;
        this.text = new TextMessages(maxMessageSize);
    }

    /** The connection is open. */
    public void opened(Connection connection) {
        ClientSession opened = protocol.open(new Adapter(connection), login, connection.openedNanos());
        session = opened;
        if (over) { // ended meanwhile
            opened.ended();
        }
    }

    /** Takes a part of a text message. */
    public void text(Connection connection, String part, boolean last) {
        text.add(connection, part, last).ifPresent(message -> deliver(connection, message));
    }

    /** Takes a part of a binary message, which is UTF-8. */
    public void binary(Connection connection, ByteBuffer part, boolean last) {
        connection.received();
        if (connection.isOver()) {
            binary.clear();
            return;
        }
        long bytes = binary.bytes() + part.remaining();
        if (bytes > maxMessageSize) {
            binary.clear();
            connection.disconnect(
                    Disconnect.MESSAGE_TOO_BIG,
                    "message of " + bytes + " bytes or more exceeds limit " + maxMessageSize);
            return;
        }
        binary.add(part);
        if (last) {
            decode(connection, binary.finish());
        }
    }

    /** Takes a pong; one that answers nothing counts as a message. */
    public void pong(Connection connection, ByteBuffer payload) {
        answered = false;
        connection.pong(payload);
        if (!answered && login.count(Deed.REQUEST).isPresent()) {
            connection.holdBack();
        }
    }

    @Override
    public void roundTrip(Duration time) {
        answered = true;
    }

    private void decode(Connection connection, ByteBuffer message) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(message).toString();
        } catch (CharacterCodingException e) {
            ClientSession current = session;
            if (current != null) {
                current.garbage();
            }
            return;
        }
        deliver(connection, decoded);
    }

    private void deliver(Connection connection, String message) {
        ClientSession current = session;
        if (current != null) {
            current.message(message);
            connection.holdBack();
        }
    }

    @Override
    public boolean isHeld() {
        ClientSession current = session;
        return current != null && current.isHeld();
    }

    @Override
    public void swept(long nowNanos) {
        ClientSession current = session;
        if (current != null) {
            current.sweep(nowNanos);
        }
    }

    @Override
    public Outbound ping(ByteBuffer payload) {
        ClientSession current = session;
        return current == null ? new Outbound.Ping(payload) : current.ping();
    }

    @Override
    public void ready() {
        ClientSession current = session;
        if (current != null) {
            current.ready();
        }
    }

    @Override
    public void ended() {
        over = true;
        ClientSession current = session;
        if (current != null) {
            current.ended();
        }
    }

    private record Adapter(Connection connection) implements ClientConnection {
        @Override
        public boolean offer(Outbound message, BooleanSupplier wanted) {
            return connection.offerIfIdle(message, wanted);
        }

        @Override
        public boolean isIdle() {
            return connection.isIdle();
        }

        @Override
        public boolean queue(Outbound message) {
            return connection.offer(message);
        }

        @Override
        public int longestText() {
            return connection.longestText();
        }

        @Override
        public void reply(Outbound message) {
            connection.reply(message);
        }

        @Override
        public void replyInOrder(Outbound message) {
            connection.replyInOrder(message);
        }

        @Override
        public void readOn() {
            connection.readOn();
        }

        @Override
        public void disconnect(Disconnect why, String reason) {
            connection.disconnect(why, reason);
        }

        @Override
        public boolean isOver() {
            return connection.isOver();
        }
    }
}
