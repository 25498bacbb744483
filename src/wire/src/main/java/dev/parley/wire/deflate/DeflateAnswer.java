package dev.parley.wire.deflate;

/** What a client makes of the extensions in a server's answer (5). Immutable. */
public sealed interface DeflateAnswer {
    /** The server took the offer: use {@link PermessageDeflate} with this agreement. */
    record Agreed(DeflateAgreement agreement) implements DeflateAnswer {}

    /** The server did not take the offer: go on without compression. */
    record NotUsed() implements DeflateAnswer {}

    /** The answer breaks a rule: fail the connection (7). */
    record Failed(DeflateFault fault) implements DeflateAnswer {}
}
