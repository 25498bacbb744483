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
    private final Lives lives;
    private final Outages outages = new Outages();

    /**
     * Begins with nothing published.
     *
     * @param kept how many messages each log keeps at least
     * @param lives of the server
     */
    Ledger(Verdict verdict, long kept, Lives lives) {
        this.verdict = verdict;
        this.kept = kept;
        this.lives = lives;
    }

    /** The server's lives. */
    Lives lives() {
        return lives;
    }

    /** When something was out of order. */
    Outages outages() {
        return outages;
    }

    KnownLog addLog(String name) {
        KnownLog log = new KnownLog(topics.size(), name, lives);
        topics.add(log);
        logs.add(log);
        return log;
    }

    /** Adds a channel of values, which are {@code durable} if they are kept in the store. */
    KnownState addState(String name, boolean durable) {
        KnownState state = new KnownState(topics.size(), name, durable, lives, verdict);
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

    /** Somebody was told the epoch of a channel: within an era there is one, unless nothing was written in it. */
    void epoch(LogEra era, String epoch, String who) {
        boolean empty = era.log().survives() && era.highest() == 0;
        if (era.wasEmptyEpoch(epoch)) {
            return;
        } else if (!era.epoch().isEmpty() && !era.epoch().equals(epoch) && empty) {
            era.forgetEmptyEpoch();
        } else if (!era.epoch().isEmpty() && !era.epoch().equals(epoch)) {
            verdict.found(
                    Violation.LOST, "%s: %s is in epoch %s, was %s: its log is lost", who, era, epoch, era.epoch());
        }
        era.setEpoch(epoch);
    }

    /** Whether a log may have thrown this away, were everything that was ever sent in it. */
    boolean mayLack(LogEra era, long offset) {
        return offset <= era.log().sent() - kept;
    }

    /** A publish was answered: it stands there. */
    void accepted(LogEra era, Publications publications, long mid, long offset) {
        long key = Publications.key(publications.page(), mid);
        long before = era.accepted(key);
        if (before != 0 && before != offset) {
            verdict.found(
                    Violation.DUPLICATED,
                    "%s %d in %s: accepted at %d and at %d",
                    publications,
                    mid,
                    era,
                    before,
                    offset);
        }
        era.setAccepted(key, offset);
        era.isAtLeastAt(offset);
    }

    /** Somebody was told what stands at an offset; returns when it was published, or 0 if it was not. */
    long seen(LogEra era, long offset, DataKey data, String who) {
        int page = data.page();
        long mid = data.mid();
        if (page < 0
                || page >= pages.size()
                || !pages.get(page).isKnown(mid, era.log().index(), data.hash())) {
            verdict.found(Violation.ALTERED, "%s: %s at %d has data that nobody published there", who, era, offset);
            return 0;
        }
        Publications publications = pages.get(page);
        long key = Publications.key(page, mid);
        long known = era.at(offset);
        if (known != 0 && known != key) {
            verdict.found(
                    Violation.OUT_OF_ORDER,
                    "%s: %s at %d has message %d of page %d, others have %d of page %d",
                    who,
                    era,
                    offset,
                    mid,
                    page,
                    Publications.mid(known),
                    Publications.page(known));
            return 0;
        }
        long stands = era.offset(key);
        if (stands != 0 && stands != offset) {
            verdict.found(
                    Violation.DUPLICATED,
                    "%s: message %d of page %d stands in %s at %d and at %d",
                    who,
                    mid,
                    page,
                    era,
                    stands,
                    offset);
            return 0;
        }
        era.put(offset, key);
        return publications.sentNanos(mid);
    }

    /** At the end, when what the logs still hold has been seen: what was accepted is there, in its publisher's order. */
    void audit() {
        for (KnownLog log : logs) {
            for (LogEra era : log.eras()) {
                era.allAccepted().forEach((key, offset) -> audit(era, key, offset));
                auditOrder(era);
            }
            LogEra read = log.latest();
            if (!mayLack(read, read.first() - 1) && read.first() > 1) {
                verdict.found(
                        Violation.LOST, "%s begins at %d, and only %d were ever sent", read, read.first(), log.sent());
            }
        }
        states.forEach(state -> state.audit(pages, outages));
    }

    private void audit(LogEra era, long key, long accepted) {
        long stands = era.offset(key);
        if (accepted == stands) {
            return;
        }
        Publications publications = pages.get(Publications.page(key));
        long mid = Publications.mid(key);
        boolean read = era == era.log().latest(); // of those before, what nobody has seen is lost with the rest
        if (stands != 0) {
            verdict.found(
                    Violation.DUPLICATED,
                    "%s %d in %s: accepted at %d, stands at %d",
                    publications,
                    mid,
                    era,
                    accepted,
                    stands);
        } else if (era.at(accepted) != 0 || (read && !mayLack(era, accepted))) {
            verdict.found(
                    Violation.LOST, "%s %d in %s: accepted at %d, is not there", publications, mid, era, accepted);
        }
    }

    private void auditOrder(LogEra era) {
        Longs last = new Longs(); // mid by page
        for (long offset = 1; offset <= era.highest(); offset++) {
            long key = era.at(offset);
            if (key != 0) {
                int page = Publications.page(key);
                long mid = Publications.mid(key);
                if (mid < last.get(page) && !pages.get(page).isMaybeLate(mid, outages)) {
                    verdict.found(
                            Violation.OUT_OF_ORDER,
                            "%s at %d: message %d of page %d comes after its %d",
                            era,
                            offset,
                            mid,
                            page,
                            last.get(page));
                }
                last.set(page, Math.max(mid, last.get(page)));
            }
        }
    }
}
