package dev.parley.hub;

import dev.parley.hub.spi.MessageId;
import java.util.Optional;

/**
 * Something to publish. Immutable.
 *
 * @param sender who publishes it, for others to see
 * @param id the publisher's own id for it, as JSON text, for others to see
 * @param once the client's number for it, so that it is published once, however often it comes
 * @param data JSON text of its value; passed through as it is
 */
public record Message(String sender, Optional<String> id, Optional<MessageId> once, String data) {}
