package dev.parley.bench.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel of values from its beginning until it is lost, if it ever is: every change that was answered,
 * and the version that it made. When all are answered, the channel at each version is known, so what each reader believed
 * to be the channel at a version can be judged: by a fingerprint, the sum over its keys and values. Confined to one thread.
 */
final class StateEra {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final KnownState state;
    private final int number;
    private final Verdict verdict;
    private final Map<Long, Long> versions = new HashMap<>(); // by id, of those accepted
    private final List<Change> conflicts = new ArrayList<>(); // refused for their condition
    private final Longs fingerprints = new Longs(); // by version, when all is known
    private final Set<String> unwritten = new HashSet<>(0); // epochs that ended before anything was in them
    private String epoch = "";
    private long highest;
    private long known = Long.MAX_VALUE; // the version up to which all is

    StateEra(KnownState state, int number, Verdict verdict) {
        this.state = state;
        this.number = number;
        this.verdict = verdict;
    }

    int number() {
        return number;
    }

    /** The highest version that anybody was told of. */
    long highest() {
        return highest;
    }

    void isAtLeastAt(long version) {
        highest = Math.max(highest, version);
    }

    /** Somebody was told the epoch: there is one in an era, unless nothing was ever in the channel. */
    void epoch(String told, String who) {
        if (unwritten.contains(told)) {
            return; // that nothing was in; it is late
        } else if (!epoch.isEmpty() && !epoch.equals(told) && state.survives() && highest == 0) {
            unwritten.add(epoch);
        } else if (!epoch.isEmpty() && !epoch.equals(told)) {
            verdict.found(Violation.LOST, "%s: %s is in epoch %s, was %s: its values are lost", who, this, told, epoch);
        }
        epoch = told;
    }

    /** A change was answered. */
    void accepted(long id, long version) {
        Long before = versions.putIfAbsent(id, version);
        if (before != null && before != version) {
            verdict.found(Violation.DUPLICATED, "%s: %s was accepted as %d and as %d", this, text(id), before, version);
        }
        isAtLeastAt(version);
    }

    /** A change was refused because its condition was not met. */
    void conflicted(long id) {
        Change change = state.change(id);
        if (change == null || change.condition() == Change.ALWAYS) {
            verdict.found(Violation.UNEXPECTED, "%s: %s had no condition, and is a conflict", this, text(id));
        } else if (!isOfAnother(change)) {
            conflicts.add(change);
        }
    }

    /** Whether the condition is a version of another era: nobody can tell, so it is never met. */
    private boolean isOfAnother(Change change) {
        return change.condition() > 0 && change.era() != number;
    }

    /** The version of a change, or 0 if it is not known. */
    long version(long id) {
        return versions.getOrDefault(id, 0L);
    }

    /** What a key with this value adds to the fingerprint of a channel. */
    static long print(String key, long id) {
        long mixed = (id + MIX * key.hashCode()) * MIX;
        return mixed ^ mixed >>> 29;
    }

    /** Whether the channel at that version may have been another one than believed; only after {@link #audit}. */
    boolean differs(long version, long fingerprint) {
        return version <= known && fingerprints.get(version) != fingerprint;
    }

    /** At the end, when everything is answered: puts the changes in the order of their versions, and judges it. */
    void audit(List<Publications> pages, Outages outages) {
        Map<Long, List<Change>> answered = answered();
        Map<String, Long> values = new HashMap<>();
        Map<String, Long> changedAt = new HashMap<>();
        Longs last = new Longs(); // mid by page
        long fingerprint = 0;
        for (long version = 1; version <= highest; version++) {
            List<Change> candidates = answered.getOrDefault(version, List.of());
            Change change = maker(version, candidates, values);
            if (change == null && !state.isLatest(this)) { // its answer was lost with the server
                known = version - 1;
                break;
            } else if (change == null) {
                verdict.found(Violation.ALTERED, "%s: version %d was made by nobody", this, version);
            } else {
                judge(change, version, changedAt.getOrDefault(change.key(), 0L), values.containsKey(change.key()));
                judgeOrder(pages.get(Publications.page(change.id())), outages, last, change, version);
                fingerprint += apply(change, values);
                changedAt.put(change.key(), version);
            }
            judgeDeletions(version, candidates, values);
            fingerprints.set(version, fingerprint);
        }
        for (Change conflict : conflicts) {
            long changed = changedAt.getOrDefault(conflict.key(), 0L);
            if (changed <= conflict.condition() && state.isLatest(this)) {
                verdict.found(
                        Violation.UNEXPECTED,
                        "%s: %s is a conflict with version %d, and the key changed last at %d",
                        this,
                        text(conflict.id()),
                        conflict.condition(),
                        changed);
            }
        }
    }

    private Map<Long, List<Change>> answered() {
        Map<Long, List<Change>> answered = new HashMap<>();
        versions.forEach((id, version) -> {
            Change change = state.change(id);
            if (change != null) {
                answered.computeIfAbsent(version, any -> new ArrayList<>(1)).add(change);
            }
        });
        return answered;
    }

    /** Which of those answered with a version made it: a deletion of nothing is answered with one that another made. */
    private @Nullable Change maker(long version, List<Change> candidates, Map<String, Long> values) {
        Change maker = null;
        for (Change change : candidates) {
            boolean changes = change.kind() != Change.Kind.DELETE || values.containsKey(change.key());
            if (!changes || isSame(maker, change)) {
                continue;
            }
            if (maker != null) {
                verdict.found(
                        Violation.LOST,
                        "%s: %s and %s both made version %d",
                        this,
                        text(change.id()),
                        text(maker.id()),
                        version);
            }
            maker = change;
        }
        return maker;
    }

    /** Two deletions of one key, of which the second found nothing. */
    private static boolean isSame(@Nullable Change maker, Change change) {
        return maker != null
                && maker.kind() == Change.Kind.DELETE
                && change.kind() == Change.Kind.DELETE
                && maker.key().equals(change.key());
    }

    /** What was answered as deleted is not there. */
    private void judgeDeletions(long version, List<Change> candidates, Map<String, Long> values) {
        for (Change change : candidates) {
            if (change.kind() == Change.Kind.DELETE && values.containsKey(change.key())) {
                verdict.found(
                        Violation.LOST,
                        "%s: %s deleted a key that is there in version %d",
                        this,
                        text(change.id()),
                        version);
            }
        }
    }

    private void judge(Change change, long version, long changedAt, boolean there) {
        long condition = change.condition();
        boolean met = !isOfAnother(change)
                && (condition == Change.ALWAYS || (condition == 0 ? !there : changedAt <= condition));
        if (!met) {
            verdict.found(
                    Violation.LOST,
                    "%s: %s made version %d on condition of %d, and overwrote %d",
                    this,
                    text(change.id()),
                    version,
                    condition,
                    changedAt);
        }
    }

    private void judgeOrder(Publications by, Outages outages, Longs last, Change change, long version) {
        int page = Publications.page(change.id());
        long mid = Publications.mid(change.id());
        if (mid < last.get(page) && !by.isMaybeLate(mid, outages)) {
            verdict.found(
                    Violation.OUT_OF_ORDER,
                    "%s at %d: %s comes after its %d",
                    this,
                    version,
                    text(change.id()),
                    last.get(page));
        }
        last.set(page, Math.max(mid, last.get(page)));
    }

    private static long apply(Change change, Map<String, Long> values) {
        boolean deletes = change.kind() == Change.Kind.DELETE;
        @Nullable Long before = deletes ? values.remove(change.key()) : values.put(change.key(), change.id());
        long added = deletes ? 0 : print(change.key(), change.id());
        return before == null ? added : added - print(change.key(), before);
    }

    private static String text(long id) {
        return "change " + Publications.mid(id) + " of page " + Publications.page(id);
    }

    @Override
    public String toString() {
        return number == 0 ? state.name() : state.name() + " after start " + (number + 1);
    }
}
