package dev.parley.containers.flood;

import dev.parley.containers.net.HttpAnswer;
import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.Set;

/** What abusers do, each on a connection of its own, until they are stopped. */
public enum Abuse {
    /** Connects again and again, and says nothing. */
    HANDSHAKES {
        @Override
        void run(Abuser abuser) throws IOException {
            for (int i = 0; abuser.goesOn(i, MOST_HANDSHAKES); i++) {
                HttpAnswer answer = hubOf(abuser.hub()).answered();
                if (answer.status() != SWITCHING) {
                    abuser.answered(
                            answer.status() == UNAVAILABLE
                                    && answer.header("Retry-After").isPresent(),
                            answer.toString());
                }
            }
        }
    },
    /** Sends requests without a pause, and reads the answers; it answers no pings, for which it would have to wait. */
    MESSAGES {
        @Override
        void run(Abuser abuser) throws IOException {
            Thread writer = Daemons.named("message-flood").newThread(() -> write(abuser));
            writer.start();
            while (abuser.goesOn()) {
                RawFrame frame = abuser.peer().socket().read();
                if (frame.opcode() == RawFrame.TEXT && frame.text().contains("\"t\":\"err\"")) {
                    try (JsonReader reader = Json.createReader(new StringReader(frame.text()))) {
                        JsonObject answer = reader.readObject();
                        abuser.answered(isTooFast(answer), answer.toString());
                    }
                }
            }
        }
    },
    /** Sends messages that are longer than any may be. */
    HUGE {
        @Override
        void run(Abuser abuser) throws IOException {
            byte[] huge = RawFrame.text("x".repeat(TOO_LONG)).bytes();
            RawWebSocket socket = abuser.peer().socket();
            for (int i = 0; abuser.goesOn(i, MOST_HANDSHAKES); i++) {
                socket.sendBytes(huge);
                int code = socket.readClose();
                abuser.answered(THROWN_OUT.contains(code), "close " + code);
                socket.close();
                socket = abuser.use(hubOf(abuser.hub()).open()); // refused, most often: then this is the end
            }
        }
    },
    /** Follows more and more channels, each of which the server has to make. */
    SUBSCRIPTIONS {
        @Override
        void run(Abuser abuser) throws IOException {
            HubPeer peer = abuser.peer();
            for (int round = 0; abuser.goesOn(); round++) {
                ByteArrayOutputStream burst = new ByteArrayOutputStream();
                for (int i = 1; i <= BURST; i++) {
                    String channel = "chat:storm-" + abuser.number() + "-" + round + "-" + i;
                    burst.writeBytes(frame(HubPeer.message("sub")
                            .add("id", i)
                            .add("ch", channel)
                            .build()));
                }
                peer.socket().sendBytes(burst.toByteArray());
                for (int last = 0; last < BURST && abuser.goesOn(); ) {
                    JsonObject answer = peer.receive();
                    last = answer.getInt("id", last);
                    if (answer.getString("t").equals("err")) {
                        String code = answer.getString("code");
                        abuser.answered(code.startsWith("too-many-") || isTooFast(answer), answer.toString());
                    }
                }
            }
        }
    },
    /** Follows channels with long histories, goes on asking, and never reads. */
    NEVER_READING {
        @Override
        void run(Abuser abuser) throws IOException {
            RawWebSocket socket = abuser.peer().socket();
            try {
                for (int i = 0; i < BIG_CHANNELS; i++) {
                    socket.sendBytes(frame(HubPeer.message("sub")
                            .add("id", 1)
                            .add("ch", bigChannel(i))
                            .add("history", 1000)
                            .build()));
                }
                byte[] ping = frame(HubPeer.message("ping").add("id", 2).build());
                while (abuser.goesOn()) {
                    socket.sendBytes(ping);
                }
            } catch (IOException e) { // the server has ended it: it cannot be told in any other way
                abuser.answered(true, "dropped");
            }
        }
    };

    /** How many channels there are with much in them: together more than buffers of TCP take. */
    public static final int BIG_CHANNELS = 8;

    private static final int TOO_LONG = 64 * 1024 + 1;
    private static final int MOST_HANDSHAKES = 150; // each takes a port of this machine for a while
    private static final int BURST = 30;
    private static final int SWITCHING = 101;
    private static final int UNAVAILABLE = 503;
    /** Too big; or the close was not done in time on a busy machine, and was cut short: the metric knows why. */
    private static final Set<Integer> THROWN_OUT = Set.of(1009, 1001, 1006);

    /** Does it until the abuser is stopped, and tells what it was answered. */
    abstract void run(Abuser abuser) throws IOException;

    /** Returns the name of one of the {@link #BIG_CHANNELS}. */
    public static String bigChannel(int number) {
        return "chat:big-" + number;
    }

    private static RawWebSocket.Opening hubOf(URI hub) {
        return RawWebSocket.to(hub).header("Sec-WebSocket-Protocol", HubPeer.PROTOCOL);
    }

    private static boolean isTooFast(JsonObject error) {
        return error.getString("code").equals("rate-limited") && error.getBoolean("retry") && error.getInt("after") > 0;
    }

    private static void write(Abuser abuser) {
        ByteArrayOutputStream burst = new ByteArrayOutputStream();
        for (int i = 1; i <= BURST; i++) {
            burst.writeBytes(frame(HubPeer.message("ping").add("id", i).build()));
        }
        try {
            while (abuser.goesOn()) {
                abuser.peer().socket().sendBytes(burst.toByteArray());
            }
        } catch (IOException e) { // over: only its reader can see why
            abuser.wasCut(e);
        }
    }

    private static byte[] frame(JsonObject message) {
        return RawFrame.text(message.toString()).bytes();
    }
}
