package dev.parley.bench.load;

import dev.parley.wire.handshake.ClientHandshake;
import dev.parley.wire.handshake.WebSocketUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where connections go and what their opening handshake asks for. Immutable. The host is looked up once, here.
 *
 * @param uri a ws URI; TLS is not spoken here
 * @param address what the URI's host and port came to
 * @param subprotocols offered, most preferred first; the server must choose one if there is any
 */
public record Opening(WebSocketUri uri, InetSocketAddress address, List<String> subprotocols) {
    /** Offers these subprotocols to {@code uri}. */
    public static Opening to(String uri, String... subprotocols) throws UnknownHostException {
        WebSocketUri parsed = WebSocketUri.parse(uri);
        if (parsed.secure()) {
            throw new IllegalArgumentException("wss is not supported, only ws: " + uri);
        }
        InetAddress host = InetAddress.getByName(parsed.host());
        return new Opening(parsed, new InetSocketAddress(host, parsed.port()), List.of(subprotocols));
    }

    ClientHandshake handshake(byte[] nonce) {
        return ClientHandshake.to(uri, nonce).withSubprotocols(subprotocols);
    }
}
