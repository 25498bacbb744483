package dev.parley.endpoints.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the address of the client, which is not that of the peer where a trusted proxy stands between. */
public final class RemoteAddress {
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]{1,45}"); // and Java's own check
    private static final Pattern PORT = Pattern.compile("^\\[(.+)](?::\\d+)?$|^([^:]+):\\d+$");

    private RemoteAddress() {}

    /**
     * Returns the address to count connections by.
     *
     * @param peer address of the other end of the TCP connection
     * @param forwardedFor the {@code X-Forwarded-For} header, all its lines joined by commas; only its last entry
     *     counts, since a client can write the others
     * @param trustedProxies addresses whose header is believed
     */
    public static String of(String peer, Optional<String> forwardedFor, List<String> trustedProxies) {
        String canonical = canonical(peer).orElse(peer);
        boolean trusted = trustedProxies.stream()
                .anyMatch(proxy -> proxy.equals(peer) || canonical(proxy).equals(Optional.of(canonical)));
        if (!trusted) {
            return canonical;
        }
        String header = forwardedFor.orElse("");
        String last = header.substring(header.lastIndexOf(',') + 1).trim();
        return canonical(PORT.matcher(last).replaceFirst("$1$2")).orElse(canonical);
    }

    /**
     * Returns whether somebody asks from this machine for himself.
     *
     * @param peer address of the other end of the TCP connection
     * @param headers those that a proxy would have added: {@code Forwarded} and {@code X-Forwarded-For}
     */
    public static boolean isLocal(String peer, Stream<Optional<String>> headers) {
        boolean loopback;
        try {
            // a literal: nothing is looked up; no address at all would be the loopback one
            loopback = !peer.isEmpty() && InetAddress.getByName(peer).isLoopbackAddress();
        } catch (UnknownHostException e) {
            loopback = false;
        }
        return loopback && headers.allMatch(Optional::isEmpty);
    }

    /** Returns the one form of an address that may be written in several; empty if it is none. Looks nothing up. */
    private static Optional<String> canonical(String address) {
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address).getHostAddress());
        } catch (UnknownHostException e) { // looks like an address and is none
            return Optional.empty();
        }
    }
}
