package dev.parley.hub.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Disconnect;
import dev.parley.hub.spi.Identity;
import dev.parley.hub.spi.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A client with its connection, which is as wide as it is told to be. In its texts ' stands for ". One thread. */
final class TestClient implements ClientConnection {
    /** Room without end. */
    static final int WIDE = Integer.MAX_VALUE;

    private final List<String> told = new ArrayList<>();
    private final ClientSession session;
    private boolean over;
    private Outbound lastSent = Outbound.Text.of("");
    int room = WIDE;
    int longestText = 8192;
    int readOns;

    TestClient(TestHub hub) {
        this(hub, Optional.empty());
    }

    /** Opens a connection of somebody whom the container knows. */
    TestClient(TestHub hub, Optional<Identity> container) {
        session = hub.protocol.open(this, hub.access.login(container, "192.0.2.1"), hub.nanos);
    }

    /** Opens a connection and says hello. */
    static TestClient welcome(TestHub hub, String name) {
        TestClient client = new TestClient(hub);
        client.say(hello(name));
        assertEquals(1, client.take().size());
        return client;
    }

    /** Makes the hello of a client whose cid is {@code name} made longer. */
    static String hello(String name) {
        return "{'t':'hello','v':1,'cid':'" + cid(name) + "'}";
    }

    /** Makes the hello of a client with a token. */
    static String hello(String name, String token) {
        return "{'t':'hello','v':1,'cid':'" + cid(name) + "','token':'" + token + "'}";
    }

    /** Opens a connection and says hello with a token. */
    static TestClient welcome(TestHub hub, String name, String token) {
        TestClient client = new TestClient(hub);
        client.say(hello(name, token));
        assertEquals(1, client.take().size());
        return client;
    }

    static String cid(String name) {
        return name + ".".repeat(16 - name.length());
    }

    ClientSession session() {
        return session;
    }

    void say(String... messages) {
        for (String message : messages) {
            session.message(message.replace('\'', '"'));
        }
    }

    /** Returns what the client was told since the last time. */
    List<String> take() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    /** Asserts what the client was told since the last time. */
    void assertTold(String... messages) {
        assertEquals(String.join("\n", messages).replace('\'', '"'), String.join("\n", take()));
    }

    /** Says something and asserts the answer. */
    void assertAnswer(String message, String... answer) {
        say(message);
        if (answer.length > 0 && answer[0].startsWith("{'t':'ok'")) {
            String request = message.replace('\'', '"');
            assertTrue(Schemas.CLIENT.takes(request), () -> "what is granted is in the schema: " + request);
        }
        assertEquals(
                String.join("\n", answer).replace('\'', '"'), String.join("\n", take()), () -> "answer to " + message);
    }

    /** The connection has room for so many messages. */
    void ready(int messages) {
        room = messages;
        session.ready();
    }

    /** The connection ends by itself. */
    void vanish() {
        over = true;
        session.ended();
    }

    @Override
    public boolean offer(Outbound message, BooleanSupplier wanted) {
        return wanted.getAsBoolean() && queue(message);
    }

    @Override
    public boolean queue(Outbound message) {
        if (over || room == 0) {
            return false;
        }
        room -= room == WIDE ? 0 : 1;
        add(message);
        return true;
    }

    @Override
    public boolean isIdle() {
        return !over && room > 0;
    }

    @Override
    public int longestText() {
        return longestText;
    }

    @Override
    public void reply(Outbound message) {
        add(message);
    }

    @Override
    public void replyInOrder(Outbound message) {
        add(message);
    }

    @Override
    public void readOn() {
        readOns++;
    }

    @Override
    public void disconnect(Disconnect why, String reason) {
        if (!over) {
            over = true;
            told.add("close " + why.code() + " " + reason);
            session.ended();
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** Returns the last message that was sent, itself. */
    Outbound lastSent() {
        return lastSent;
    }

    private void add(Outbound message) {
        lastSent = message;
        if (message instanceof Outbound.Text text) {
            Schemas.SERVER.assertTakes(text.text());
            told.add(text.text());
        } else if (message instanceof Outbound.Binary binary) {
            String text = StandardCharsets.UTF_8.decode(binary.bytes()).toString();
            Schemas.SERVER.assertTakes(text);
            told.add("binary " + text);
        } else {
            throw new AssertionError("the protocol speaks in messages: " + message);
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(told.toArray());
    }
}
