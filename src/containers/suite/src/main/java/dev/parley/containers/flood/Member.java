package dev.parley.containers.flood;

import dev.parley.containers.net.HubPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * One who follows a room and says something in it once a round: sees that everything that all members say comes once and
 * in order. Used by one thread at a time.
 */
final class Member implements AutoCloseable {
    private final HubPeer peer;
    private final String room;
    private final Map<String, Integer> heard = new HashMap<>(); // of each member: the number of its last saying
    private int top; // offset of the last message
    private int said;

    /** Connects, and follows the room from now on. */
    Member(URI hub, String name, String room) throws IOException {
        this.peer = HubPeer.open(hub, name);
        this.room = room;
        this.top = peer.follow(room).getInt("o");
    }

    /** Says the next thing. */
    void say() throws IOException {
        said++;
        peer.socket()
                .sendText(HubPeer.publication(room, said, Json.createValue(said))
                        .add("id", said)
                        .build()
                        .toString());
    }

    /**
     * Reads until what {@code members} say in a round has come, and the answer to what it said itself.
     *
     * @throws AssertionError at the first message that is lost, doubled, out of order or refused
     */
    void hearRound(int members) throws IOException {
        boolean answered = false;
        for (int messages = 0; messages < members || !answered; ) {
            JsonObject message = peer.receive();
            switch (message.getString("t")) {
                case "msg" -> {
                    hear(message);
                    messages++;
                }
                case "ok" -> {
                    check(!answered && message.getInt("id") == said && !message.containsKey("dup"), message);
                    answered = true;
                }
                default -> check(false, message);
            }
        }
    }

    private void hear(JsonObject message) {
        check(message.getInt("o") == ++top, message);
        check(message.getInt("d") == heard.merge(message.getString("from"), 1, Integer::sum), message);
        check(message.getInt("d") == said, message);
    }

    /** Sees that nothing more has come, and that the connection is open. */
    void expectSilence() throws IOException {
        peer.send(HubPeer.message("ping").add("id", said + 1));
        JsonObject message = peer.receive();
        check(message.getString("t").equals("pong") && message.getInt("id") == said + 1, message);
    }

    private void check(boolean right, JsonObject message) {
        if (!right) {
            throw new AssertionError("in " + room + " after message " + top + " of round " + said + " came " + message);
        }
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
