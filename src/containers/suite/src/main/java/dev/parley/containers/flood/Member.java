package dev.parley.containers.flood;

import dev.parley.containers.net.HubPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * One who follows a room and says so many things in it: sees that everything that all members say comes once and in order.
 * Its thread reads; another one may call {@link #say()}.
 */
final class Member {
    private final HubPeer peer;
    private final String room;
    private final int sayings;
    private final Map<String, Integer> heard = new HashMap<>(); // of each member: the number of its last saying
    private int top; // offset of the last message
    private int stored; // the last own saying that is in the log
    private int said; // confined to the thread that speaks

    /** Connects, and follows the room from now on. */
    Member(URI hub, String name, String room, int sayings) throws IOException {
        this.peer = HubPeer.open(hub, name);
        this.room = room;
        this.sayings = sayings;
        this.top = peer.follow(room).getInt("o");
    }

    /** Says the next thing; {@code false} if all are said. */
    boolean say() throws IOException {
        if (said == sayings) {
            return false;
        }
        said++;
        peer.socket()
                .sendText(HubPeer.publication(room, said, Json.createValue(said))
                        .add("id", said)
                        .build()
                        .toString());
        return true;
    }

    /**
     * Reads until all has come that {@code members} say.
     *
     * @throws AssertionError at the first message that is lost, doubled, out of order or refused
     */
    void readAll(int members) throws IOException {
        int messages = 0;
        while (messages < members * sayings || stored < sayings) {
            JsonObject message = peer.receive();
            switch (message.getString("t")) {
                case "msg" -> {
                    hear(message);
                    messages++;
                }
                case "ok" -> check(message.getInt("id") == ++stored && !message.containsKey("dup"), message);
                default -> check(false, message);
            }
        }
    }

    private void hear(JsonObject message) {
        check(message.getInt("o") == ++top, message);
        check(message.getInt("d") == heard.merge(message.getString("from"), 1, Integer::sum), message);
    }

    private void check(boolean right, JsonObject message) {
        if (!right) {
            throw new AssertionError(
                    "in " + room + " after message " + top + " and answer " + stored + " came " + message);
        }
    }

    void close() throws IOException {
        peer.close();
    }
}
