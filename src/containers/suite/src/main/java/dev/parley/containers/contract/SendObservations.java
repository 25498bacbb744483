package dev.parley.containers.contract;

import dev.parley.containers.net.Eventually;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Sends, their handlers, and what becomes of them when the peer does not read. */
final class SendObservations {
    private static final Duration LONGER_THAN_THE_TIMEOUT = Duration.ofSeconds(4);

    private SendObservations() {}

    static Map<String, Observation> all() {
        return Map.of(
                "concurrent asynchronous sends", SendObservations::concurrent,
                "thread of the send handler", client -> asked(client, "handler-thread"),
                "sends pending at a reset", SendObservations::pendingAtReset,
                "send timeout while peer does not read", SendObservations::timeout,
                "sendPing(null)", client -> asked(client, "ping-null"),
                "sendPing of 126 bytes", client -> asked(client, "ping-126"),
                "buffer 10/20 after sendBinary", client -> asked(client, "buffer"),
                "frames of a text of 20,000", SendObservations::frames,
                "asynchronous send after close", client -> asked(client, "send-after-close"));
    }

    private static String asked(ProbeClient client, String command) throws Exception {
        client.open();
        return client.ask(command);
    }

    /** A peer that reads, so that nothing but the concurrency can fail. */
    private static String concurrent(ProbeClient client) throws Exception {
        RawWebSocket socket = client.open();
        Thread reader = new Thread(
                () -> {
                    try {
                        socket.readEnd();
                    } catch (IOException e) {
                        // closed by the test
                    }
                },
                "reader");
        reader.setDaemon(true);
        reader.start();
        return client.ask("concurrent");
    }

    private static String frames(ProbeClient client) throws Exception {
        RawWebSocket socket = client.open();
        client.ask("long-text");
        int frames = 1;
        RawFrame frame = socket.read();
        while (!frame.fin()) {
            frame = socket.read();
            frames++;
        }
        return String.valueOf(frames);
    }

    private static RawWebSocket deaf(ProbeClient client) throws Exception {
        return client.open(RawWebSocket.to(client.uri()).receiveBuffer(4096));
    }

    /** Waits until a send is under way that does not end: the peer's buffers are full. */
    private static void awaitStuck(ProbeClient client) throws Exception {
        String[] last = {""};
        int[] same = {0};
        Eventually.await("a send that is stuck", ProbeClient.GENEROUS, () -> {
            String state = client.ask("flood-state");
            same[0] = state.equals(last[0]) ? same[0] + 1 : 0;
            last[0] = state;
            return same[0] >= 10;
        });
    }

    private static String pendingAtReset(ProbeClient client) throws Exception {
        RawWebSocket socket = deaf(client);
        client.ask("flood");
        awaitStuck(client);
        socket.reset();
        Eventually.await(
                "failure of the stuck send",
                ProbeClient.GENEROUS,
                () -> client.ask("flood-state").startsWith("failed"));
        String[] counts = client.ask("flood-state").replace("failed ", "").split(" of ", -1);
        return counts[0].equals(counts[1]) ? "all answered" : "unanswered: " + counts[0] + " of " + counts[1];
    }

    private static String timeout(ProbeClient client) throws Exception {
        deaf(client);
        client.ask("flood-with-timeout");
        awaitStuck(client);
        boolean failed = failsWithin(client, LONGER_THAN_THE_TIMEOUT);
        if (!failed) {
            return "unanswered";
        }
        boolean closeEvent = client.happensWithin(Duration.ofSeconds(1), "close");
        return "failed, " + (client.ask("is-open").equals("true") ? "open" : "closed")
                + (closeEvent ? ", close event" : ", no close event");
    }

    private static boolean failsWithin(ProbeClient client, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (client.ask("flood-state").startsWith("failed")) {
                return true;
            }
        }
        return false;
    }
}
