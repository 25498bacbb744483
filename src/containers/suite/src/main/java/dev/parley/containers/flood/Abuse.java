package dev.parley.containers.flood;

import dev.parley.containers.net.HttpAnswer;
import dev.parley.containers.net.HubPeer;
import dev.parley.containers.net.RawFrame;
import dev.parley.containers.net.RawWebSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What abusers do, each on a connection of its own: what gets them refused does not depend on how fast they are; after
 * that they go on, as fast as they can, until they are stopped or thrown out.
 */
public enum Abuse {
    /** Connects again and again, and says nothing. */
    HANDSHAKES {
        @Override
        void run(Abuser abuser) throws IOException {
            for (int i = 0; abuser.goesOn(i, MOST_HANDSHAKES); i++) {
                HttpAnswer answer = hubOf(abuser.hub()).answered();
                if (answer.status() != SWITCHING) {
                    boolean right = answer.status() == UNAVAILABLE
                            && answer.header("Retry-After").isPresent();
                    abuser.answered(right, answer.toString());
                }
            }
        }
    },
    /** Goes on with requests though it is told that it is too fast, in the end without waiting for the answers. */
    MESSAGES {
        @Override
        void run(Abuser abuser) throws IOException {
            int refusals = 0;
            while (refusals < MORE_THAN_PATIENCE) {
                refusals += sendBurst(abuser, id -> HubPeer.message("ping").build());
            }
            abuser.answered(true, refusals + " times rate-limited");
            Daemons.named("message-flood").newThread(() -> flood(abuser)).start();
            while (abuser.goesOn()) {
                abuser.peer().socket().read();
            }
        }

        @Override
        boolean isRight(JsonObject error) {
            return isTooFast(error);
        }
    },
    /** Sends messages that are longer than any may be. */
    HUGE {
        @Override
        void run(Abuser abuser) throws IOException {
            RawWebSocket socket = abuser.peer().socket();
            for (int i = 0; abuser.goesOn(i, MOST_HANDSHAKES); i++) {
                int code = sendHuge(socket);
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
            for (int round = 0; abuser.goesOn(); round++) {
                String channels = "chat:storm-" + abuser.number() + "-" + round + "-";
                int refusals = sendBurst(
                        abuser,
                        id -> HubPeer.message("sub").add("ch", channels + id).build());
                if (refusals > 0) {
                    abuser.answered(true, refusals + " too many");
                }
            }
        }

        /** It is too fast as well, in the end. */
        @Override
        boolean isRight(JsonObject error) {
            return isTooFast(error)
                    || (error.getString("code").equals("too-many-subscriptions") && !error.getBoolean("retry"));
        }
    },
    /** Follows channels with long histories, goes on asking, and never reads. */
    NEVER_READING {
        @Override
        void run(Abuser abuser) throws IOException {
            RawWebSocket socket = abuser.peer().socket();
            for (int i = 0; i < BIG_CHANNELS; i++) {
                socket.sendBytes(frame(
                        HubPeer.message("sub")
                                .add("ch", bigChannel(i))
                                .add("history", 1000)
                                .build(),
                        i + 1));
            }
            byte[] ping = frame(HubPeer.message("ping").build(), BIG_CHANNELS + 1);
            try {
                while (abuser.goesOn()) {
                    socket.sendBytes(ping);
                }
            } catch (SocketException e) { // the server has ended it: it cannot be told in any other way
                abuser.answered(true, "dropped");
            }
        }
    };

    /** How many channels there are with much in them: together more than buffers of TCP take. */
    public static final int BIG_CHANNELS = 8;

    private static final int TOO_LONG = 64 * 1024 + 1;
    private static final int MOST_HANDSHAKES = 50; // each takes a port of this machine for a while
    private static final int BURST = 30;
    private static final int MORE_THAN_PATIENCE = 25; // refusals; after 20 a connection is not read from for a while
    private static final int SWITCHING = 101;
    private static final int UNAVAILABLE = 503;
    private static final int NO_CLOSE_FRAME = 1006;
    /**
     * Too big; or the close frame did not come: the server does not read what it refuses, so that the network may cut
     * it. The metric knows why.
     */
    private static final Set<Integer> THROWN_OUT = Set.of(1009, 1001, NO_CLOSE_FRAME);

    /** Does it until the abuser is stopped, and tells what it was answered. */
    abstract void run(Abuser abuser) throws IOException;

    /** Returns whether somebody who does this should be told so. */
    boolean isRight(JsonObject error) {
        return false;
    }

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

    private static int sendHuge(RawWebSocket socket) throws IOException {
        try {
            socket.sendBytes(RawFrame.text("x".repeat(TOO_LONG)).bytes());
        } catch (SocketException e) {
            return NO_CLOSE_FRAME; // it was cut while it wrote
        }
        return socket.readClose();
    }

    /** Sends some requests at once and reads all answers; returns how many were refused. */
    int sendBurst(Abuser abuser, IntFunction<JsonObject> request) throws IOException {
        abuser.peer().socket().sendBytes(burst(request));
        int refusals = 0;
        for (int last = 0; last < BURST; ) {
            JsonObject answer = abuser.peer().receive();
            last = answer.getInt("id", last);
            if (answer.getString("t").equals("err")) {
                refusals++;
                if (!isRight(answer)) {
                    abuser.answered(false, answer.toString());
                }
            }
        }
        return refusals;
    }

    /** Writes without a pause; its reader sees the end. */
    private static void flood(Abuser abuser) {
        byte[] burst = burst(id -> HubPeer.message("ping").build());
        try {
            while (abuser.goesOn()) {
                abuser.peer().socket().sendBytes(burst);
            }
        } catch (IOException e) { // thrown out, or stopped
            abuser.wasCut(e);
        }
    }

    private static byte[] burst(IntFunction<JsonObject> request) {
        ByteArrayOutputStream burst = new ByteArrayOutputStream();
        for (int id = 1; id <= BURST; id++) {
            burst.writeBytes(frame(request.apply(id), id));
        }
        return burst.toByteArray();
    }

    private static byte[] frame(JsonObject message, int id) {
        return RawFrame.text(
                        Json.createObjectBuilder(message).add("id", id).build().toString())
                .bytes();
    }
}
