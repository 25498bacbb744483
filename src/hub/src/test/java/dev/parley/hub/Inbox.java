package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Live;
import dev.parley.hub.ChannelEvent.Members;
import dev.parley.hub.ChannelEvent.Published;
import dev.parley.hub.ChannelEvent.Typing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A subscriber that has room for so many events, and writes down what it is told. For one thread. */
final class Inbox implements Subscriber {
    /** Room without end. */
    static final int WIDE = Integer.MAX_VALUE;

    int room;
    Consumer<ChannelEvent> onEvent = event -> {};
    private final List<ChannelEvent> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    Inbox(int room) {
        this.room = room;
    }

    @Override
    public boolean accept(Delivery delivery) {
        if (room == 0) {
            return false;
        }
        room -= room == WIDE ? 0 : 1;
        events.add(delivery.event());
        onEvent.accept(delivery.event());
        return true;
    }

    @Override
    public void failed(Throwable cause) {
        failures.add(cause);
    }

    List<Throwable> failures() {
        return failures;
    }

    /** Returns what came since the last call. */
    List<ChannelEvent> takeEvents() {
        List<ChannelEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Returns what came since the last call, in short. */
    String take() {
        return words(takeEvents());
    }

    /** Writes events in short; a run of publications as {@code 1..4}. */
    static String words(List<ChannelEvent> events) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Published published) {
                long from = published.publication().offset();
                long to = from;
                while (i + 1 < events.size()
                        && events.get(i + 1) instanceof Published next
                        && next.publication().offset() == to + 1) {
                    to++;
                    i++;
                }
                words.add(from == to ? Long.toString(from) : from + ".." + to);
            } else {
                words.add(word(events.get(i)));
            }
        }
        return String.join(", ", words);
    }

    private static String word(ChannelEvent event) {
        if (event instanceof Joined joined) {
            return "+" + joined.member();
        } else if (event instanceof Left left) {
            return "-" + left.member();
        } else if (event instanceof Typing typing) {
            return typing.member() + (typing.on() ? " types" : " rests");
        } else if (event instanceof Members members) {
            return members.members().toString();
        }
        if (event instanceof Live live) {
            return "live " + live.offset();
        }
        Gap gap = (Gap) event;
        String to = gap.to() == Gap.UNKNOWN ? "" : Long.toString(gap.to());
        return (gap.why() == ChannelEvent.Why.TRIMMED ? "" : gap.why() + " ") + "gap " + gap.from() + ".." + to;
    }
}
