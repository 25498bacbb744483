package dev.parley.wire.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header fields of a request or response in their order; names compare without case (RFC 9110 5.1). Immutable. */
public final class Headers {
    /** No headers. */
    public static final Headers NONE = new Headers(List.of());

    private final List<Header> all;

    private Headers(List<Header> all) {
        this.all = all;
    }

    /**
     * One header field.
     *
     * @param name a token
     * @param value without the white space around it; one char per byte (ISO 8859-1), control characters other than the
     *     tab excluded
     */
    public record Header(String name, String value) {
        /** Refuses what would not stay one header on the wire. */
        public Header {
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException("header name is not a token: " + name);
            }
            if (!Grammar.isFieldValue(value)) {
                throw new IllegalArgumentException("value of " + name + " cannot stand in a header");
            }
        }
    }

    /** These fields, in this order. */
    public static Headers of(List<Header> headers) {
        return headers.isEmpty() ? NONE : new Headers(List.copyOf(headers));
    }

    /** These headers and one more at the end. */
    public Headers with(String name, String value) {
        List<Header> longer = new ArrayList<>(all);
        longer.add(new Header(name, value));
        return of(longer);
    }

    /** Every field in the order received, unmodifiable. */
    public List<Header> all() {
        return all;
    }

    /** The values of every field of this name, in order; empty if there is none. */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (Header header : all) {
            if (header.name.equalsIgnoreCase(name)) {
                values.add(header.value);
            }
        }
        return values;
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        for (Header header : all) {
            if (header.name.equalsIgnoreCase(name)) {
                return Optional.of(header.value);
            }
        }
        return Optional.empty();
    }

    /** Whether the other holds equal fields in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    /** The names and values: may hold credentials, so think before it is logged. */
    @Override
    public String toString() {
        return all.toString();
    }
}
