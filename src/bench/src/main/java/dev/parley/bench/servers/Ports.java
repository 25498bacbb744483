package dev.parley.bench.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/**
 * Ports to which a server returns: below those that the system gives to connections, one of which would else be the port of
 * a client while the server is away, or even be connected to itself.
 */
public final class Ports {
    private static final int FROM = 20_000;
    private static final int TO = 32_000;
    private static final int TRIES = 100;

    private Ports() {}

    /** Returns one on which nobody listens at present. */
    public static int free() throws IOException {
        SplittableRandom random = new SplittableRandom();
        IOException last = new IOException("no port from " + FROM + " to " + TO + " is free");
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(FROM, TO);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
