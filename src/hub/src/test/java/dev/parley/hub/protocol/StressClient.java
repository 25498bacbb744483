package dev.parley.hub.protocol;

import dev.parley.hub.Disconnect;
import dev.parley.hub.Outbox;
import dev.parley.hub.json.JsonText;
import dev.parley.hub.json.Parsed;
import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** A client over an outbox whose transport is slow or quick; it checks what comes. */
final class StressClient implements ClientConnection, Outbox.Listener, Transport {
    private static final int MANY = 100_000;

    private final String name;
    private final SplittableRandom random; // confined to the send in flight
    private final Executor network;
    private final int quickness;
    private final Outbox outbox = new Outbox(this, new Outbox.Bounds(100_000, 1000, 100_000), () -> 0, this);
    private final ClientSession session;
    private final JsonText json = new JsonText();
    private final Map<String, Long> offsets = new HashMap<>(); // guarded by this; by channel
    private final Set<String> left = new HashSet<>(); // guarded by this; channels that nothing is to come from
    private final List<String> faults = new ArrayList<>(); // guarded by this
    private long frames; // guarded by this
    private long messages; // guarded by this
    private long gaps; // guarded by this

    StressClient(HubProtocol protocol, String name, SplittableRandom random, Executor network) {
        this.name = name;
        this.random = random;
        this.network = network;
        this.quickness = 1 + random.nextInt(20); // 1 is always later
        this.session = protocol.open(this, 0);
        String caps = List.of("", "\"batch\"", "\"binary\",\"batch\"").get(random.nextInt(3));
        say("{\"t\":\"hello\",\"v\":1,\"cid\":\"" + TestClient.cid(name) + "\",\"caps\":[" + caps + "]}");
    }

    /** Says something, when the outbox has room for the answer, as a server reads that holds a client back. */
    void say(String message) {
        while (outbox.isFull() || session.isHeld()) {
            Thread.onSpinWait();
        }
        session.message(message);
    }

    /** Leaves a channel. */
    void leave(String channel) {
        say("{\"t\":\"unsub\",\"id\":1,\"ch\":\"" + channel + "\"}");
    }

    /** Returns whether the answer to {@link #leave} has come. */
    synchronized boolean hasLeft(String channel) {
        return left.contains(channel);
    }

    /** Follows a channel from the offset that it has seen. */
    void follow(String channel, String epoch) {
        long since;
        synchronized (this) {
            since = offsets.getOrDefault(channel, 0L);
        }
        say("{\"t\":\"sub\",\"id\":1,\"ch\":\"" + channel + "\",\"since\":{\"e\":\"" + epoch + "\",\"o\":" + since
                + "}}");
    }

    void end() {
        outbox.discard();
        session.ended();
    }

    synchronized boolean isAt(String channel, long offset) {
        return offsets.getOrDefault(channel, 0L) == offset;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized long gaps() {
        return gaps;
    }

    /** Returns how many messages of channels came for each frame. */
    synchronized double messagesPerFrame() {
        return (double) messages / Math.max(1, frames);
    }

    @Override
    public void send(Outbound message, Completion completion) {
        String text = message instanceof Outbound.Binary binary
                ? StandardCharsets.UTF_8.decode(binary.bytes()).toString()
                : ((Outbound.Text) message).text();
        json.readAll(text, MANY).forEach(this::check);
        synchronized (this) {
            frames++;
        }
        if (random.nextInt(quickness) == 0) {
            network.execute(() -> completion.completed(Optional.empty()));
        } else {
            completion.completed(Optional.empty());
        }
    }

    private synchronized void check(Parsed message) {
        switch (text(message, "t")) {
            case "msg" -> {
                follows(text(message, "ch"), Long.parseLong(text(message, "o")), Long.parseLong(text(message, "o")));
                messages++;
            }
            case "gap" -> {
                follows(
                        text(message, "ch"),
                        Long.parseLong(text(message, "from")),
                        Long.parseLong(text(message, "to")));
                gaps++;
            }
            case "ok" -> answered(message);
            case "err", "unsub" -> faults.add(name + ": " + message.fields());
            default -> {} // answers
        }
    }

    private void answered(Parsed ok) {
        if (ok.get("s").isPresent()) {
            left.remove(text(ok, "ch"));
        } else if (ok.get("ch").isPresent()) {
            left.add(text(ok, "ch"));
        }
    }

    private void follows(String channel, long from, long to) {
        long before = offsets.getOrDefault(channel, 0L);
        if (from != before + 1 || to < from || left.contains(channel)) {
            faults.add(name + ": " + channel + " " + from + ".." + to + " follows " + before);
        }
        offsets.put(channel, to);
    }

    private static String text(Parsed message, String field) {
        return message.get(field).orElseThrow().text();
    }

    @Override
    public boolean offer(Outbound message, BooleanSupplier wanted) {
        return outbox.offerIfIdle(message, wanted);
    }

    @Override
    public boolean isIdle() {
        return outbox.isIdle();
    }

    @Override
    public boolean queue(Outbound message) {
        return outbox.offer(message);
    }

    @Override
    public int longestText() {
        return 4096;
    }

    @Override
    public void reply(Outbound message) {
        replied(outbox.reply(message));
    }

    @Override
    public void replyInOrder(Outbound message) {
        replied(outbox.replyInOrder(message));
    }

    private synchronized void replied(boolean taken) {
        if (!taken) {
            faults.add(name + ": no room for an answer");
        }
    }

    @Override
    public void readOn() {
        // say() looks by itself
    }

    @Override
    public void disconnect(Disconnect why, String reason) {
        end();
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public void sent(Outbound message) {}

    @Override
    public void ready() {
        session.ready();
    }

    @Override
    public synchronized void failed(Throwable cause) {
        faults.add(name + ": " + cause);
    }
}
