package dev.parley.bench.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The truth as far as anybody was told: all that was published, and where in which log it stands. Whoever is told
 * something else than somebody before has found a violation. Confined to one thread.
 */
final class Ledger {
    private final List<Topic> topics = new ArrayList<>();
    private final List<KnownLog> logs = new ArrayList<>();
    private final List<KnownState> states = new ArrayList<>();
    private final List<Publications> pages = new ArrayList<>();
    private final Verdict verdict;
    private final long kept;

    /**
     * Begins with nothing published.
     *
     * @param kept how many messages each log keeps at least
     */
    Ledger(Verdict verdict, long kept) {
        this.verdict = verdict;
        this.kept = kept;
    }

    KnownLog addLog(String name) {
        KnownLog log = new KnownLog(topics.size(), name);
        topics.add(log);
        logs.add(log);
        return log;
    }

    KnownState addState(String name) {
        KnownState state = new KnownState(topics.size(), name, verdict);
        topics.add(state);
        states.add(state);
        return state;
    }

    Publications addPage() {
        Publications publications = new Publications(pages.size());
        pages.add(publications);
        return publications;
    }

    List<Topic> topics() {
        return topics;
    }

    /** What a page has published; empty if there is no such page. */
    Optional<Publications> page(int number) {
        return number < 0 || number >= pages.size() ? Optional.empty() : Optional.of(pages.get(number));
    }

    List<KnownLog> logs() {
        return logs;
    }

    /** Somebody was told the epoch of a channel. It may only change when the server was started anew. */
    void epoch(KnownLog log, String epoch, String who) {
        if (log.epoch().isEmpty()) {
            log.setEpoch(epoch);
        } else if (!log.epoch().equals(epoch)) {
            verdict.found(
                    Violation.LOST, "%s: %s is in epoch %s, was %s: its log is lost", who, log, epoch, log.epoch());
            log.setEpoch(epoch);
        }
    }

    /** Whether a log may have thrown this away, were everything that was ever sent in it. */
    boolean mayLack(KnownLog log, long offset) {
        return offset <= log.sent() - kept;
    }

    /** A publish was answered: it stands there. */
    void accepted(KnownLog log, Publications publications, long mid, long offset) {
        long before = publications.accepted(mid);
        if (before != 0 && before != offset) {
            verdict.found(
                    Violation.DUPLICATED,
                    "%s %d in %s: accepted at %d and at %d",
                    publications,
                    mid,
                    log,
                    before,
                    offset);
        }
        publications.setAccepted(mid, offset);
        log.isAtLeastAt(offset);
    }

    /** Somebody was told what stands at an offset; returns when it was published, or 0 if it was not. */
    long seen(KnownLog log, long offset, DataKey data, String who) {
        int page = data.page();
        long mid = data.mid();
        if (page < 0 || page >= pages.size() || !pages.get(page).isKnown(mid, log.index(), data.hash())) {
            verdict.found(Violation.ALTERED, "%s: %s at %d has data that nobody published there", who, log, offset);
            return 0;
        }
        Publications publications = pages.get(page);
        long key = Publications.key(page, mid);
        long known = log.at(offset);
        if (known != 0 && known != key) {
            verdict.found(
                    Violation.OUT_OF_ORDER,
                    "%s: %s at %d has message %d of page %d, others have %d of page %d",
                    who,
                    log,
                    offset,
                    mid,
                    page,
                    Publications.mid(known),
                    Publications.page(known));
            return 0;
        }
        long stands = publications.offset(mid);
        if (stands != 0 && stands != offset) {
            verdict.found(
                    Violation.DUPLICATED,
                    "%s: message %d of page %d stands in %s at %d and at %d",
                    who,
                    mid,
                    page,
                    log,
                    stands,
                    offset);
            return 0;
        }
        publications.setOffset(mid, offset);
        log.put(offset, key);
        return publications.sentNanos(mid);
    }

    /** At the end, when what the logs still hold has been seen: what was accepted is there, in its publisher's order. */
    void audit() {
        for (Publications publications : pages) {
            for (long mid = 1; mid <= publications.count(); mid++) {
                if (topics.get(publications.channel(mid)) instanceof KnownLog log) {
                    audit(log, publications, mid);
                }
            }
        }
        logs.forEach(this::auditOrder);
        states.forEach(state -> state.audit(pages));
    }

    private void audit(KnownLog log, Publications publications, long mid) {
        long accepted = publications.accepted(mid);
        long stands = publications.offset(mid);
        if (accepted == 0 || accepted == stands) {
            return;
        }
        if (stands != 0) {
            verdict.found(
                    Violation.DUPLICATED,
                    "%s %d in %s: accepted at %d, stands at %d",
                    publications,
                    mid,
                    log,
                    accepted,
                    stands);
        } else if (log.at(accepted) != 0 || !mayLack(log, accepted)) {
            verdict.found(
                    Violation.LOST, "%s %d in %s: accepted at %d, is not there", publications, mid, log, accepted);
        }
    }

    private void auditOrder(KnownLog log) {
        Longs last = new Longs(); // mid by page
        for (long offset = 1; offset <= log.highest(); offset++) {
            long key = log.at(offset);
            if (key != 0) {
                int page = Publications.page(key);
                if (pages.get(page).isOrdered() && Publications.mid(key) < last.get(page)) {
                    verdict.found(
                            Violation.OUT_OF_ORDER,
                            "%s at %d: message %d of page %d comes after its %d",
                            log,
                            offset,
                            Publications.mid(key),
                            page,
                            last.get(page));
                }
                last.set(page, Publications.mid(key));
            }
        }
    }
}
