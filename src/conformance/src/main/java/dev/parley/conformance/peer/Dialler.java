package dev.parley.conformance.peer;

import dev.parley.conformance.script.Target;
import dev.parley.conformance.script.TlsTerms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Knows how to reach the server under test: its addresses, and whom to trust. Immutable; safe for any thread. */
public final class Dialler {
    private final Target target;
    private final Trust trust;
    private final List<InetAddress> addresses;
    private final boolean secure;

    /**
     * How to judge the server's certificate.
     *
     * @param context what TLS connections are made with; not used for ws://
     * @param names whether the certificate has to name the host
     */
    public record Trust(SSLContext context, Names names) {
        /** Whether names count. */
        public enum Names {
            /** They must match. */
            CHECKED,
            /** Any will do: for tests of one's own server. */
            IGNORED
        }
    }

    /**
     * A dialler for this server.
     *
     * @throws IOException if its name has no address
     */
    public Dialler(Target target, Trust trust) throws IOException {
        this(target, trust, List.of(InetAddress.getAllByName(target.host())), target.isSecure());
    }

    private Dialler(Target target, Trust trust, List<InetAddress> addresses, boolean secure) {
        this.target = target;
        this.trust = trust;
        this.addresses = addresses;
        this.secure = secure;
    }

    /** One for the same server that never speaks TLS. */
    Dialler inClear() {
        return new Dialler(target, trust, addresses, false);
    }

    /** The server. */
    public Target target() {
        return target;
    }

    int addressCount() {
        return addresses.size();
    }

    /** Starts to connect to one of the addresses, without waiting. */
    SocketChannel start(int address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(addresses.get(address), target.port()));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What speaks over a connected channel, by these terms of TLS. */
    Transport transport(SocketChannel channel, TlsTerms terms) throws IOException {
        if (!secure) {
            return new PlainTransport(channel);
        }
        SSLEngine engine = trust.context().createSSLEngine(target.host(), target.port());
        SSLParameters parameters = engine.getSSLParameters();
        if (trust.names() == Trust.Names.CHECKED) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!terms.versions().isEmpty()) {
            parameters.setProtocols(terms.versions().toArray(String[]::new));
        }
        parameters.setApplicationProtocols(terms.protocols().toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return new TlsTransport(channel, engine, terms);
    }
}
