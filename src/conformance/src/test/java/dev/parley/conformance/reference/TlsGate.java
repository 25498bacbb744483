package dev.parley.conformance.reference;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Looks at the first bytes of a connection before TLS does, for the faults that are about them. Stateless. */
final class TlsGate {
    private static final int PEEK = 11; // up to the version of a ClientHello
    private static final int HANDSHAKE = 0x16;
    private static final int TLS_1_2 = 0x0303;

    private TlsGate() {}

    /** The channel to serve; empty if the connection has been dealt with. */
    static Optional<Channel> open(Socket tcp, SSLContext context, Faults faults, Company company) throws IOException {
        byte[] first = first(tcp.getInputStream(), faults);
        boolean hello = first.length == PEEK && first[0] == HANDSHAKE;
        if (!hello && faults.has(Trait.ANSWERS_IN_CLEAR)) {
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(first), tcp.getInputStream());
            return Optional.of(new Channel(tcp, tcp, all));
        }
        if (!hello && faults.has(Trait.DIES_OF_BAD_HELLO)) {
            throw new SSLException("no ClientHello"); // before TLS itself says so to the client
        }
        if (!hello && faults.has(Trait.READS_HELLO_ONCE)) {
            return Optional.empty();
        }
        int version = hello ? ((first[9] & 0xFF) << 8) | (first[10] & 0xFF) : TLS_1_2;
        if (version < TLS_1_2 && faults.has(Trait.SPEAKS_OLD_TLS)) {
            byte[] serverHello = HexFormat.of().parseHex("160301002a020000260000" + "a5".repeat(32) + "00002f00");
            serverHello[9] = first[9];
            serverHello[10] = first[10];
            tcp.getOutputStream().write(serverHello);
            return Optional.empty();
        }
        boolean records = Trait.RECORDS.stream().anyMatch(faults::has);
        InputStream begun = records ? new Records(tcp, first, faults, company) : new ByteArrayInputStream(first);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, begun, true);
        if (faults.has(Trait.PICKS_FIRST_PROTOCOL)) {
            tls.setHandshakeApplicationProtocolSelector((socket, offered) -> offered.get(0));
        }
        if (faults.has(Trait.ONLY_TLS_1_2)) {
            tls.setEnabledProtocols(new String[] {"TLSv1.2"});
        } else if (faults.has(Trait.ONLY_TLS_1_3)) {
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
        }
        if (faults.has(Trait.CHOOSES_H2)) {
            tls.setHandshakeApplicationProtocolSelector((socket, offered) ->
                    offered.contains("h2") ? "h2" : offered.contains("http/1.1") ? "http/1.1" : "");
        }
        InputStream in = tls.getInputStream();
        return Optional.of(new Channel(tls, tcp, faults.has(Trait.READS_PART_OF_RECORD) ? new PartOfRecord(in) : in));
    }

    private static byte[] first(InputStream in, Faults faults) throws IOException {
        if (!faults.has(Trait.READS_HELLO_ONCE)) {
            return in.readNBytes(PEEK);
        }
        byte[] once = new byte[PEEK];
        return Arrays.copyOf(once, Math.max(0, in.read(once)));
    }
}
