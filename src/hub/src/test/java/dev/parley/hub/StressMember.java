package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Members;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Typing;
import dev.parley.hub.ChannelEvent.Why;
import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Publication;
import dev.parley.hub.spi.Transport;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A member on a connection of its own: subscriber, outbox, transport, and a checker of what leaves. */
final class StressMember implements Subscriber, Outbox.Listener, Transport {
    private final String name;
    private final SplittableRandom sending; // confined to the send in flight
    private final SplittableRandom taking; // confined to the pump
    private final Executor network;
    private final Outbox outbox;
    private final int quickness;
    private volatile boolean broken;
    private @Nullable StreamChecker checker; // from enter() on confined to the send in flight, or guarded by this
    private @Nullable Membership subscription; // from enter() on constant
    private @Nullable CountDownLatch end; // guarded by this; null again once it has been counted down
    private long endOffset; // guarded by this
    private String endMember = ""; // guarded by this

    StressMember(String name, SplittableRandom random, Executor network) {
        this.name = name;
        this.sending = random.split();
        this.taking = random.split();
        this.network = network;
        this.quickness = 1 + random.nextInt(20); // 1 is always later
        Outbox.Bounds bounds = new Outbox.Bounds(10_000, 1 + random.nextInt(40), 0);
        this.outbox = new Outbox(this, bounds, () -> 0, this);
    }

    String name() {
        return name;
    }

    Membership subscription() {
        return Optional.ofNullable(subscription).orElseThrow();
    }

    synchronized StreamChecker checker() {
        return Optional.ofNullable(checker).orElseThrow();
    }

    void enter(Hub.Accepted accepted) {
        synchronized (this) {
            checker = new StreamChecker(name, accepted.position().offset(), accepted.members());
        }
        subscription = accepted.subscription();
        accepted.subscription().start();
    }

    /** Lets the next send fail. */
    void breaks() {
        broken = true;
    }

    /** Counts {@code latch} down once the stream has come to {@code offset} and {@code member}. */
    synchronized void awaitEnd(long offset, String member, CountDownLatch latch) {
        endOffset = offset;
        endMember = member;
        end = latch;
    }

    @Override
    public boolean accept(Delivery delivery) {
        if (taking.nextInt(32) == 0) {
            network.execute(subscription()::resume);
            return false;
        }
        return outbox.offer(delivery.as(StressMember::encode));
    }

    @Override
    public void failed(Throwable cause) {
        subscription().close();
    }

    @Override
    public void sent(Outbound message) {}

    @Override
    public void ready() {
        subscription().resume();
    }

    @Override
    public void send(Outbound message, Completion completion) {
        if (broken) {
            throw ScriptedTransport.broken();
        }
        received(decode(((Outbound.Text) message).text()));
        if (sending.nextInt(quickness) == 0) {
            network.execute(() -> completion.completed(Optional.empty()));
        } else {
            completion.completed(Optional.empty());
        }
    }

    private synchronized void received(ChannelEvent event) {
        StreamChecker mine = checker();
        mine.told(event);
        if (end != null && mine.isAt(endOffset, endMember)) {
            end.countDown();
            end = null;
        }
    }

    private static Outbound encode(String channel, ChannelEvent event) {
        String text;
        if (event instanceof Published published) {
            Publication publication = published.publication();
            text = "published " + publication.offset() + " " + publication.sender() + " " + publication.data();
        } else if (event instanceof Gap gap) {
            text = "gap " + gap.from() + " " + gap.to();
        } else if (event instanceof Members members) {
            text = "members " + String.join(" ", members.members());
        } else if (event instanceof Joined joined) {
            text = "joined " + joined.member();
        } else if (event instanceof Left left) {
            text = "left " + left.member();
        } else {
            text = "typing " + ((Typing) event).member();
        }
        return Outbound.Text.of(text);
    }

    private static ChannelEvent decode(String text) {
        String[] words = text.split(" ", -1);
        return switch (words[0]) {
            case "published" ->
                new Published(new Publication(Long.parseLong(words[1]), Optional.empty(), 0, words[2], words[3]));
            case "gap" -> new Gap(Long.parseLong(words[1]), Long.parseLong(words[2]), Why.TRIMMED);
            case "members" -> new Members(List.of(words).subList(1, words.length));
            case "joined" -> new Joined(words[1]);
            case "left" -> new Left(words[1]);
            default -> new Typing(words[1], true);
        };
    }
}
