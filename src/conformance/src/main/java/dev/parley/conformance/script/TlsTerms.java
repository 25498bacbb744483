package dev.parley.conformance.script;

import java.util.List;

/**
 * How TLS is spoken. Immutable.
 *
 * @param versions such as {@code TLSv1.2}; if there are none, the usual ones
 * @param protocols what is offered by ALPN (RFC 7301 3.1), such as {@code http/1.1}; if there are none, it is not used
 * @param record bytes of a write that go into each record; all records of a write go out together. 0 for as many as fit
 * @param segment bytes of what was encrypted that go into each write to TCP; 0 for as many as there are
 */
public record TlsTerms(List<String> versions, List<String> protocols, int record, int segment) {
    /** As it comes. */
    public static final TlsTerms USUAL = new TlsTerms(List.of(), List.of(), 0, 0);

    /** Lists are copied. */
    public TlsTerms {
        versions = List.copyOf(versions);
        protocols = List.copyOf(protocols);
    }

    /** These versions only. */
    public TlsTerms speaking(String... others) {
        return new TlsTerms(List.of(others), protocols, record, segment);
    }

    /** With an offer of protocols. */
    public TlsTerms offering(List<String> others) {
        return new TlsTerms(versions, others, record, segment);
    }

    /** In records of so many bytes, many of them in a segment of TCP. */
    public TlsTerms inRecords(int bytes) {
        return new TlsTerms(versions, protocols, bytes, segment);
    }

    /** In segments of TCP of so many bytes, the ClientHello included. */
    public TlsTerms inSegments(int bytes) {
        return new TlsTerms(versions, protocols, record, bytes);
    }
}
