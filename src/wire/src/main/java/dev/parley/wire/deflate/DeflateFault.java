package dev.parley.wire.deflate;

/** A rule of the negotiation that an offer or answer breaks: an offer is declined, on an answer the client fails (7). */
public enum DeflateFault {
    /** 7: only the four parameters of 7.1 are defined. */
    UNDEFINED_PARAMETER("7"),
    /** 7: a parameter occurs once. */
    REPEATED_PARAMETER("7"),
    /** 7.1.1, 7.1.2: a window is a decimal number from 8 to 15 without leading zero; "no context takeover" has no value. */
    INVALID_VALUE("7.1"),
    /** RFC 6455 4.1: a server answers with an extension only if the client offered it. */
    UNOFFERED("RFC 6455 4.1"),
    /** 5: a server takes one offer, so it answers once. */
    REPEATED_ANSWER("5"),
    /** 7.1.1.1: a server that accepts an offer with "server_no_context_takeover" answers with it. */
    CONTEXT_TAKEOVER_NOT_CONFIRMED("7.1.1.1"),
    /** 7.1.2.1: a server that accepts an offer with "server_max_window_bits" answers with that value or a smaller one. */
    SERVER_WINDOW_TOO_LARGE("7.1.2.1"),
    /** 7.1.2.2: a server restricts the client's window only where the offer invites it, and not above the offered value. */
    UNASKED_CLIENT_WINDOW("7.1.2.2");

    private final String section;

    DeflateFault(String section) {
        this.section = section;
    }

    /** The section that states the rule: of RFC 7692 if it is a bare number, else with the RFC's name before it. */
    public String section() {
        return section;
    }
}
