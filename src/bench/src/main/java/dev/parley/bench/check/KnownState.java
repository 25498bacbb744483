package dev.parley.bench.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel that keeps values: every change and the version that it made. When all are answered, the
 * channel at each version is known, so what each reader believed to be the channel at a version can be judged: by a
 * fingerprint, the sum over its keys and values. Confined to one thread.
 */
final class KnownState implements Topic {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final int index;
    private final String name;
    private final byte[] nameBytes;
    private final Verdict verdict;
    private final Map<Long, Change> changes = new HashMap<>(); // by id
    private final Map<Long, Long> versions = new HashMap<>(); // by id, of those accepted
    private final List<Change> conflicts = new ArrayList<>(); // refused for their condition
    private final Longs fingerprints = new Longs(); // by version, when all is known
    private String epoch = "";
    private long highest;

    KnownState(int index, String name, Verdict verdict) {
        this.index = index;
        this.name = name;
        this.nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        this.verdict = verdict;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] nameBytes() {
        return nameBytes;
    }

    @Override
    public void sending() {} // versions are counted by their answers

    @Override
    public long highest() {
        return highest;
    }

    void isAtLeastAt(long version) {
        highest = Math.max(highest, version);
    }

    /** Somebody was told the epoch. It may only change when the server was started anew. */
    void epoch(String told, String who) {
        if (!epoch.isEmpty() && !epoch.equals(told)) {
            verdict.found(Violation.LOST, "%s: %s is in epoch %s, was %s: its values are lost", who, name, told, epoch);
        }
        epoch = told;
    }

    /** A change is sent for the first time. */
    void sending(Change change) {
        changes.put(change.id(), change);
    }

    /** The change of that id, if it was sent to this key. */
    Optional<Change> change(long id, String key) {
        return Optional.ofNullable(changes.get(id))
                .filter(change -> change.key().equals(key));
    }

    /** A change was answered. */
    void accepted(long id, long version) {
        Long before = versions.putIfAbsent(id, version);
        if (before != null && before != version) {
            verdict.found(Violation.DUPLICATED, "%s: %s was accepted as %d and as %d", name, text(id), before, version);
        }
        isAtLeastAt(version);
    }

    /** A change was refused because its condition was not met. */
    void conflicted(long id) {
        Change change = changes.get(id);
        if (change == null || change.condition() == Change.ALWAYS) {
            verdict.found(Violation.UNEXPECTED, "%s: %s had no condition, and is a conflict", name, text(id));
        } else {
            conflicts.add(change);
        }
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

    /** The fingerprint at a version; only after {@link #audit}. */
    long fingerprint(long version) {
        return fingerprints.get(version);
    }

    /** At the end, when everything is answered: puts the changes in the order of their versions, and judges it. */
    void audit(List<Publications> pages) {
        Map<Long, List<Change>> answered = answered();
        Map<String, Long> values = new HashMap<>();
        Map<String, Long> changedAt = new HashMap<>();
        Longs last = new Longs(); // mid by page
        long fingerprint = 0;
        for (long version = 1; version <= highest; version++) {
            List<Change> candidates = answered.getOrDefault(version, List.of());
            Change change = maker(version, candidates, values);
            if (change == null) {
                verdict.found(Violation.ALTERED, "%s: version %d was made by nobody", name, version);
            } else {
                judge(change, version, changedAt.getOrDefault(change.key(), 0L), values.containsKey(change.key()));
                judgeOrder(pages, last, change, version);
                fingerprint += apply(change, values);
                changedAt.put(change.key(), version);
            }
            judgeDeletions(version, candidates, values);
            fingerprints.set(version, fingerprint);
        }
        for (Change conflict : conflicts) {
            long changed = changedAt.getOrDefault(conflict.key(), 0L);
            if (changed <= conflict.condition()) {
                verdict.found(
                        Violation.UNEXPECTED,
                        "%s: %s is a conflict with version %d, and the key changed last at %d",
                        name,
                        text(conflict.id()),
                        conflict.condition(),
                        changed);
            }
        }
    }

    private Map<Long, List<Change>> answered() {
        Map<Long, List<Change>> answered = new HashMap<>();
        versions.forEach((id, version) -> {
            Change change = changes.get(id);
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
                        name,
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
                        name,
                        text(change.id()),
                        version);
            }
        }
    }

    private void judge(Change change, long version, long changedAt, boolean there) {
        long condition = change.condition();
        boolean met = condition == Change.ALWAYS || (condition == 0 ? !there : changedAt <= condition);
        if (!met) {
            verdict.found(
                    Violation.LOST,
                    "%s: %s made version %d on condition of %d, and overwrote %d",
                    name,
                    text(change.id()),
                    version,
                    condition,
                    changedAt);
        }
    }

    private void judgeOrder(List<Publications> pages, Longs last, Change change, long version) {
        int page = Publications.page(change.id());
        long mid = Publications.mid(change.id());
        if (pages.get(page).isOrdered() && mid < last.get(page)) {
            verdict.found(
                    Violation.OUT_OF_ORDER,
                    "%s at %d: %s comes after its %d",
                    name,
                    version,
                    text(change.id()),
                    last.get(page));
        }
        last.set(page, mid);
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
        return name;
    }
}
