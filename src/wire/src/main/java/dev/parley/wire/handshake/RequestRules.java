package dev.parley.wire.handshake;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The rules of 4.2.1 for a request whose lines are well formed. One function a rule, in the order of {@link #judge}. */
final class RequestRules {
    private final Headers headers;
    private final RequestLine line;

    private RequestRules(RequestLine line, Headers headers) {
        this.line = line;
        this.headers = headers;
    }

    static RequestOutcome judge(Head head) {
        Optional<RequestLine> line = RequestLine.parse(head.startLine());
        if (line.isEmpty()) {
            return refuse(HandshakeFault.MALFORMED_REQUEST_LINE);
        }
        RequestRules rules = new RequestRules(line.get(), head.headers());
        Optional<HandshakeFault> fault = line.get()
                .fault()
                .or(rules::body)
                .or(rules::repeated)
                .or(rules::host)
                .or(rules::upgrade)
                .or(rules::key)
                .or(rules::version)
                .or(rules::subprotocols)
                .or(rules::extensions);
        return fault.<RequestOutcome>map(RequestRules::refuse)
                .orElseGet(() -> new RequestOutcome.Accepted(rules.request(), head.end()));
    }

    /** The refusal that belongs to a fault, with the headers that tell the client what would do. */
    static RequestOutcome.Refused refuse(HandshakeFault fault) {
        Headers headers = switch (fault) {
            case METHOD_NOT_GET -> Headers.NONE.with(Names.ALLOW, RequestLine.GET); // RFC 9110 15.5.6
            // RFC 9110 15.5.22: 426 names the protocol; 4.4: and every version understood
            case MISSING_UPGRADE, UNSUPPORTED_VERSION ->
                Headers.NONE.with(Names.UPGRADE, Names.WEBSOCKET).with(Names.VERSION, Names.VERSION_13);
            case MALFORMED_VERSION -> Headers.NONE.with(Names.VERSION, Names.VERSION_13);
            default -> Headers.NONE;
        };
        return new RequestOutcome.Refused(fault.status(), headers, fault.reason(), Optional.of(fault));
    }

    private UpgradeRequest request() {
        return new UpgradeRequest(
                line.resourceName(),
                headers.first(Names.HOST).orElseThrow(),
                Grammar.list(headers.values(Names.PROTOCOL)),
                offered().orElseThrow(),
                headers);
    }

    /** A body would be read as frames by us and as a body by a proxy, or the other way round. */
    private Optional<HandshakeFault> body() {
        if (headers.first(Names.TRANSFER_ENCODING).isPresent()) {
            return Optional.of(HandshakeFault.TRANSFER_ENCODING);
        }
        List<String> lengths = headers.values(Names.CONTENT_LENGTH);
        if (lengths.isEmpty() || lengths.equals(List.of("0"))) {
            return Optional.empty();
        }
        boolean number = lengths.size() == 1
                && !lengths.get(0).isEmpty()
                && lengths.get(0).chars().allMatch(Grammar::isDigit);
        return Optional.of(number ? HandshakeFault.BODY : HandshakeFault.MALFORMED_CONTENT_LENGTH);
    }

    private Optional<HandshakeFault> repeated() {
        boolean repeated = Names.ONCE_IN_REQUEST.stream()
                .anyMatch(name -> headers.values(name).size() > 1);
        return repeated ? Optional.of(HandshakeFault.REPEATED_HEADER) : Optional.empty();
    }

    private Optional<HandshakeFault> host() {
        List<String> hosts = headers.values(Names.HOST);
        if (hosts.isEmpty()) {
            return Optional.of(HandshakeFault.MISSING_HOST); // 4.2.1 item 2
        }
        if (hosts.size() > 1) {
            return Optional.of(HandshakeFault.REPEATED_HEADER); // RFC 9112 3.2
        }
        Optional<Authority> host = Authority.parse(hosts.get(0));
        if (host.isEmpty()) {
            return Optional.of(HandshakeFault.MALFORMED_HOST);
        }
        return line.agreesWith(host.get()) ? Optional.empty() : Optional.of(HandshakeFault.HOST_MISMATCH);
    }

    private Optional<HandshakeFault> upgrade() {
        List<String> protocols = Grammar.list(headers.values(Names.UPGRADE));
        // 4.2.1 item 3; RFC 9110 7.8: another protocol in the list may have a version
        if (!Grammar.containsIgnoreCase(protocols, Names.WEBSOCKET)
                || !protocols.stream().allMatch(Grammar::isProtocol)) {
            return Optional.of(HandshakeFault.MISSING_UPGRADE);
        }
        return Grammar.hasUpgradeOption(headers) // 4.2.1 item 4
                ? Optional.empty()
                : Optional.of(HandshakeFault.MISSING_CONNECTION_UPGRADE);
    }

    private Optional<HandshakeFault> key() {
        Optional<String> key = headers.first(Names.KEY);
        if (key.isEmpty()) {
            return Optional.of(HandshakeFault.MISSING_KEY); // 4.2.1 item 5
        }
        return AcceptKey.isKey(key.get()) ? Optional.empty() : Optional.of(HandshakeFault.MALFORMED_KEY);
    }

    private Optional<HandshakeFault> version() {
        String version = headers.first(Names.VERSION).orElse("0"); // 4.2.1 item 6; without one it is a draft's client
        if (version.equals(Names.VERSION_13)) {
            return Optional.empty();
        }
        boolean wellFormed =
                Grammar.number(version, 3).filter(number -> number <= 255).isPresent();
        return Optional.of(wellFormed ? HandshakeFault.UNSUPPORTED_VERSION : HandshakeFault.MALFORMED_VERSION);
    }

    private Optional<HandshakeFault> subprotocols() {
        List<String> values = headers.values(Names.PROTOCOL);
        List<String> offered = Grammar.list(values);
        if (offered.isEmpty() != values.isEmpty() || !offered.stream().allMatch(Grammar::isToken)) {
            return Optional.of(HandshakeFault.MALFORMED_SUBPROTOCOL); // 4.1 item 10
        }
        boolean unique = new HashSet<>(offered).size() == offered.size();
        return unique ? Optional.empty() : Optional.of(HandshakeFault.REPEATED_SUBPROTOCOL);
    }

    private Optional<HandshakeFault> extensions() {
        return offered().isPresent() ? Optional.empty() : Optional.of(HandshakeFault.MALFORMED_EXTENSIONS);
    }

    private Optional<List<Extension>> offered() {
        return Extension.parse(headers.values(Names.EXTENSIONS));
    }
}
