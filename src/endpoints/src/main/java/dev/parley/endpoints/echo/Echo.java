package dev.parley.endpoints.echo;

import dev.parley.endpoints.session.BinaryAssembler;
import dev.parley.endpoints.session.Connection;
import dev.parley.endpoints.session.ConnectionListener;
import dev.parley.endpoints.session.TextAssembler;
import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Outbound;
import java.nio.ByteBuffer;

/**
 * The echo of one connection: assembles each message from its parts and sends it back whole. What it holds, coming in
 * or going out, counts against a budget of all connections; between messages that is nothing. The methods that take
 * parts are confined to the thread that delivers messages.
 */
public final class Echo implements ConnectionListener {
    private final int maxMessageSize;
    private final MemoryBudget.Share share;
    private final TextAssembler text = new TextAssembler();
    private final BinaryAssembler binary = new BinaryAssembler();

    /**
     * Begins with nothing.
     *
     * @param maxMessageSize longest message in bytes
     */
    public Echo(int maxMessageSize, MemoryBudget budget) {
        this.maxMessageSize = maxMessageSize;
        this.share = budget.share();
    }

    /** Takes a part of a text message. */
    public void text(Connection connection, String part, boolean last) {
        connection.received();
        if (!accepted(connection, text.bytes(), Outbound.Text.utf8Length(part), last)) {
            text.clear();
            return;
        }
        text.add(part);
        if (last) {
            long bytes = text.bytes();
            connection.reply(new Outbound.Text(text.finish(), (int) bytes + Outbound.OVERHEAD));
            connection.holdBack();
        }
    }

    /** Takes a part of a binary message. */
    public void binary(Connection connection, ByteBuffer part, boolean last) {
        connection.received();
        if (!accepted(connection, binary.bytes(), part.remaining(), last)) {
            binary.clear();
            return;
        }
        binary.add(part);
        if (last) {
            connection.reply(Outbound.Binary.of(binary.finish()));
            connection.holdBack();
        }
    }

    private boolean accepted(Connection connection, long before, long bytes, boolean last) {
        if (connection.isOver()) {
            return false;
        }
        if (before + bytes > maxMessageSize) {
            connection.disconnect(
                    Disconnect.MESSAGE_TOO_BIG,
                    "message of " + (before + bytes) + " bytes or more exceeds limit " + maxMessageSize);
            return false;
        }
        if (!share.take(last ? bytes + Outbound.OVERHEAD : bytes)) {
            connection.disconnect(Disconnect.TRY_AGAIN_LATER, "memory for messages is used up, try again later");
            return false;
        }
        return true;
    }

    @Override
    public void sent(Outbound message) {
        if (!(message instanceof Outbound.Ping) && !(message instanceof Outbound.Close)) {
            share.give(message.size());
        }
    }

    @Override
    public void gone() { // not at ended(): what waits to be sent is held until then
        share.close();
    }
}
