package dev.parley.endpoints.session;

import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Outbound;
import java.util.Optional;

/** Whole text messages up to a length, from the parts of one connection; a longer one ends it. One thread. */
public final class TextMessages {
    private final int maxMessageSize;
    private final TextAssembler assembler = new TextAssembler();

    /** Takes messages of up to {@code maxMessageSize} bytes of UTF-8. */
    public TextMessages(int maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    /** Takes a part; returns the message when it is whole and the connection still wants it. */
    public Optional<String> add(Connection connection, String part, boolean last) {
        connection.received();
        if (connection.isOver()) {
            assembler.clear();
            return Optional.empty();
        }
        long bytes = assembler.bytes() + Outbound.Text.utf8Length(part);
        if (bytes > maxMessageSize) {
            assembler.clear();
            connection.disconnect(
                    Disconnect.MESSAGE_TOO_BIG,
                    "message of " + bytes + " bytes or more exceeds limit " + maxMessageSize);
            return Optional.empty();
        }
        assembler.add(part);
        return last ? Optional.of(assembler.finish()) : Optional.empty();
    }
}
