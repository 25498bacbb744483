package dev.parley.wire.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server's answer that accepts a request (4.2.2): switches protocols. Immutable; each {@code with} gives another
 * answer. What the client did not offer cannot be put in.
 */
public final class UpgradeResponse {
    private final UpgradeRequest request;
    private final Optional<String> subprotocol;
    private final List<Extension> extensions;
    private final Headers headers;

    private UpgradeResponse(
            UpgradeRequest request, Optional<String> subprotocol, List<Extension> extensions, Headers headers) {
        this.request = request;
        this.subprotocol = subprotocol;
        this.extensions = extensions;
        this.headers = headers;
    }

    /** Accepts a request, without subprotocol and extensions. */
    public static UpgradeResponse to(UpgradeRequest request) {
        return new UpgradeResponse(request, Optional.empty(), List.of(), Headers.NONE);
    }

    /**
     * Names the subprotocol in use.
     *
     * @throws IllegalArgumentException if the client did not offer it (4.2.2 item 4)
     */
    public UpgradeResponse withSubprotocol(String name) {
        if (!request.subprotocols().contains(name)) {
            throw new IllegalArgumentException("subprotocol " + name + " is not among " + request.subprotocols());
        }
        return new UpgradeResponse(request, Optional.of(name), extensions, headers);
    }

    /**
     * Adds an extension in use, after those that are already there: it works on what they have made of the data (9.1).
     *
     * @throws IllegalArgumentException if the client did not offer it (4.2.2 item 4); its parameters are not looked at
     */
    public UpgradeResponse withExtension(Extension extension) {
        if (request.extensions().stream().noneMatch(offer -> offer.name().equals(extension.name()))) {
            throw new IllegalArgumentException("extension " + extension.name() + " was not offered");
        }
        List<Extension> more = new ArrayList<>(extensions);
        more.add(extension);
        return new UpgradeResponse(request, subprotocol, List.copyOf(more), headers);
    }

    /**
     * Adds a header, such as Set-Cookie.
     *
     * @throws IllegalArgumentException if the handshake writes this header itself or it cannot stand in one line
     */
    public UpgradeResponse withHeader(String name, String value) {
        Names.requireForeign(name);
        return new UpgradeResponse(request, subprotocol, extensions, headers.with(name, value));
    }

    /** The subprotocol in use. */
    public Optional<String> subprotocol() {
        return subprotocol;
    }

    /** The extensions in use, in the order in which they work on data sent. */
    public List<Extension> extensions() {
        return extensions;
    }

    /** The whole response; frames may follow at once. */
    public byte[] toBytes() {
        HeadWriter head = new HeadWriter("HTTP/1.1 101 Switching Protocols")
                .header(Names.UPGRADE, Names.WEBSOCKET)
                .header(Names.CONNECTION, Names.UPGRADE_OPTION)
                .header(Names.ACCEPT, AcceptKey.accept(request.key()));
        subprotocol.ifPresent(name -> head.header(Names.PROTOCOL, name));
        return head.extensions(extensions).headers(headers).toBytes();
    }
}
