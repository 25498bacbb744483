package dev.parley.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the addresses that a host name stands for. */
final class ListenAddresses {
    private static final String LOCALHOST = "localhost";

    private ListenAddresses() {}

    /**
     * Returns the addresses of this machine that {@code host} stands for; if none does, those that it stands for. For
     * {@code localhost} these are 127.0.0.1 and, where the machine has it, ::1, whatever its resolver says.
     *
     * @throws IOException if the name is unknown; the message is for the operator
     */
    static List<InetAddress> of(String host) throws IOException {
        Set<InetAddress> all = new LinkedHashSet<>();
        if (host.equals(LOCALHOST)) {
            all.addAll(List.of(InetAddress.getAllByName("127.0.0.1")));
            all.addAll(List.of(InetAddress.getAllByName("::1")));
        } else {
            try {
                all.addAll(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                throw new IOException("cannot listen on " + host + ": the name is unknown", e);
            }
        }
        List<InetAddress> here = new ArrayList<>();
        for (InetAddress address : all) {
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                here.add(address);
            }
        }
        return here.isEmpty() ? List.copyOf(all) : here;
    }
}
