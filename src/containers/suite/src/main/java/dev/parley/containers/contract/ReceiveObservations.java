package dev.parley.containers.contract;

import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import java.time.Duration;
import java.util.Map;

/** Messages that come in. */
final class ReceiveObservations {
    private static final int MIB = 1024 * 1024;

    private ReceiveObservations() {}

    static Map<String, Observation> all() {
        return Map.of(
                "1 MiB of text in one frame, by parts", ReceiveObservations::parts,
                "suspend and resume", ReceiveObservations::suspendAndResume,
                "message handler throws", ReceiveObservations::throwing);
    }

    /** Pairs of surrogates throughout: a container that cut its parts anywhere would cut some. */
    private static String parts(ProbeClient client) throws Exception {
        try (RawWebSocket socket = RawWebSocket.open(client.at("parts"))) {
            String pair = "\ud83d\ude00";
            socket.send(RawFrame.text("x" + pair.repeat(MIB / 4)));
            return socket.readText().replace((1 + MIB / 2) + " ", "");
        }
    }

    private static String suspendAndResume(ProbeClient client) throws Exception {
        RawWebSocket socket = client.open();
        String outcome = client.ask("suspend");
        if (!outcome.equals("done")) {
            return outcome;
        }
        socket.sendText("while suspended");
        if (client.happensWithin(Duration.ofMillis(500), "text")) {
            return "does not hold back";
        }
        client.ask("resume");
        client.awaitEvent("text while suspended");
        return "holds back";
    }

    private static String throwing(ProbeClient client) throws Exception {
        RawWebSocket socket = client.open();
        socket.sendText("throw");
        client.awaitEvent("error");
        return "error, " + ProbeClient.stateOf(socket);
    }
}
