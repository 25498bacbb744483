package dev.parley.hub.spi;

/**
 * Names a message of a client, so that a repeated one is known. Immutable.
 *
 * @param client names the client, through reconnects and reloads; nobody else knows it
 * @param number rises with each new message of the client, from 1
 */
public record MessageId(String client, long number) {
    /** Checks the range of {@code number}. */
    public MessageId {
        if (number < 1) {
            throw new IllegalArgumentException("message number " + number + "; the first is 1");
        }
    }
}
