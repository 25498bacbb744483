package dev.parley.peers.tyrus;

import dev.parley.peers.plain.Room;
import jakarta.websocket.DeploymentException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.glassfish.tyrus.server.Server;

/** Tyrus on a free port of the loopback address, until the process is ended. */
public final class Main {
    private Main() {}

    /** Serves {@code /room/{name}}. */
    public static void main(String[] args) throws DeploymentException, InterruptedException {
        Server server = new Server("127.0.0.1", -1, "/", Map.of(), Room.class); // -1 takes a free one
        server.start();
        System.out.println("listening on http://127.0.0.1:" + server.getPort() + "/");
        new CountDownLatch(1).await();
    }
}
