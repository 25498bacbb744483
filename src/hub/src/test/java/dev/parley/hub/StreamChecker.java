package dev.parley.hub;

import dev.parley.hub.ChannelEvent.Gap;
import dev.parley.hub.ChannelEvent.Joined;
import dev.parley.hub.ChannelEvent.Left;
import dev.parley.hub.ChannelEvent.Members;
import dev.parley.hub.ChannelEvent.Published;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what one subscriber is told against the guarantees: offsets rise by one but for named gaps, each publisher's
 * numbers rise, and members come and go so that at the end the right ones are there. For one thread at a time.
 */
final class StreamChecker {
    private static final int MOST_FAULTS = 5;

    private final String subscriber;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> members;
    private final Map<String, Long> numbers = new HashMap<>(); // by publisher; of its last publication
    private final Set<String> interrupted = new LinkedHashSet<>(); // publishers that may have numbers in the last gap
    private long offset;
    private long gaps;

    /** Begins with what the subscriber was told when it joined. */
    StreamChecker(String subscriber, long offset, List<String> members) {
        this.subscriber = subscriber;
        this.offset = offset;
        this.members = new LinkedHashSet<>(members);
    }

    void told(ChannelEvent event) {
        if (event instanceof Published published) {
            follows(published.publication().offset());
            offset = published.publication().offset();
            numbered(published.publication().sender(), published.publication().data());
        } else if (event instanceof Gap gap) {
            follows(gap.from());
            check(gap.to() >= gap.from(), "gap " + gap.from() + ".." + gap.to());
            offset = gap.to();
            interrupted.addAll(numbers.keySet());
            gaps++;
        } else if (event instanceof Joined joined) {
            check(members.add(joined.member()), joined.member() + " joined twice");
        } else if (event instanceof Left left) {
            check(members.remove(left.member()), left.member() + " left without having been there");
        } else if (event instanceof Members list) {
            members.clear();
            members.addAll(list.members());
            check(members.size() == list.members().size(), "a member twice in " + list.members());
        }
    }

    /** Returns whether the stream has come to {@code top} and to {@code member}'s being there. */
    boolean isAt(long top, String member) {
        return offset == top && members.contains(member);
    }

    long gaps() {
        return gaps;
    }

    /** Returns what was wrong with the stream so far. */
    List<String> faults() {
        return faults;
    }

    /** Returns what was wrong at the end; the channel stands at {@code top} and has {@code there} for members. */
    List<String> faults(long top, List<String> there) {
        check(offset == top, "ends at " + offset + ", not at " + top);
        check(members.equals(Set.copyOf(there)), "thinks that " + members + " are there, not " + there);
        return faults;
    }

    private void follows(long next) {
        check(next == offset + 1, next + " follows " + offset);
    }

    /** A publisher that numbers its publications: no number comes twice, late or never. */
    private void numbered(String publisher, String data) {
        if (data.startsWith("\"")) {
            return; // not numbered
        }
        long number = Long.parseLong(data);
        Long last = numbers.put(publisher, number);
        if (last != null) {
            boolean next = interrupted.remove(publisher) ? number > last : number == last + 1;
            check(next, publisher + "'s " + number + " follows its " + last);
        }
    }

    private void check(boolean right, String otherwise) {
        if (!right && faults.size() < MOST_FAULTS) {
            faults.add(subscriber + ": " + otherwise);
        }
    }
}
