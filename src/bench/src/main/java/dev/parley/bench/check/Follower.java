package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one page is told of one channel, through all its connections: the judge of offsets. Within an epoch each offset has
 * to come once and in order, or to lie in a gap that comes before anything later; an answer to {@code sub} begins where the
 * page was. A message that is missed may still come late, so what is lost is told at the end. Confined to one thread.
 */
final class Follower implements Following {
    private static final int MOST_HOLES = 100; // more are told at once
    private static final int LONGEST_FILLING = 60; // repetitions
    private static final long NONE = -1;

    private enum Phase {
        /** Not subscribed on this connection. */
        OUT,
        /** Asked; what comes before the answer belongs to a subscription that was ended. */
        ASKED,
        /** What is past comes. */
        BEHIND,
        /** Told {@code live}. */
        LIVE
    }

    private record Hole(long from, long to) {}

    private final String page;
    private final KnownLog log;
    private final Run run;
    private final DataKey data;
    private final Ledger ledger;
    private final Verdict verdict;
    private final Tally tally;
    private final List<Hole> holes = new ArrayList<>();
    private Phase phase = Phase.OUT;
    private boolean resubscribing;
    private String epoch = ""; // nothing before the first answer
    private String nextEpoch = ""; // told by an answer; its gap has to come first
    private long position;
    private LogEra era; // of the epoch, else of the first life
    private LogEra nextEra; // of the next epoch

    Follower(String page, KnownLog log, Run run) {
        this.page = page;
        this.log = log;
        this.run = run;
        this.data = new DataKey(run.name());
        this.ledger = run.ledger();
        this.verdict = run.verdict();
        this.tally = run.tally();
        this.era = log.era(0);
        this.nextEra = era;
    }

    @Override
    public KnownLog topic() {
        return log;
    }

    @Override
    public boolean isLive() {
        return phase == Phase.LIVE;
    }

    @Override
    public boolean hasBegun() {
        return !epoch.isEmpty();
    }

    @Override
    public boolean isAtEnd() {
        return era == log.latest() && nextEpoch.isEmpty() && position >= era.highest();
    }

    @Override
    public String place() {
        return phase + " at " + position + " of " + log.latest().highest() + " in " + era;
    }

    @Override
    public String subscribe(long id) {
        phase = Phase.ASKED;
        nextEpoch = "";
        String since = hasBegun() ? ",\"since\":{\"e\":\"" + epoch + "\",\"o\":" + position + "}" : "";
        return "{\"t\":\"sub\",\"id\":" + id + ",\"ch\":\"" + log.name() + "\"" + since;
    }

    @Override
    public String unsubscribe(long id) {
        resubscribing = true;
        return "{\"t\":\"unsub\",\"id\":" + id + ",\"ch\":\"" + log.name() + "\"}";
    }

    @Override
    public void disconnected() {
        phase = Phase.OUT;
        resubscribing = false;
    }

    @Override
    public boolean ended() {
        if (phase == Phase.ASKED && resubscribing) {
            return false;
        }
        disconnected();
        return true;
    }

    @Override
    public void answered(ServerMessage answer, int life) throws MalformedException {
        answered(answer.text(Field.E), answer.number(Field.O), answer.number(Field.FROM), life);
    }

    @Override
    public void receive(String type, ServerMessage message, long at, boolean calm) throws MalformedException {
        switch (type) {
            case "msg" -> publication(message, at, calm);
            case "gap" -> gap(message.number(Field.FROM), message.number(Field.TO, NONE), message.text(Field.WHY));
            case "live" -> live(message.number(Field.O));
            default -> throw new MalformedException("a message for another kind of channel: " + type);
        }
    }

    private void publication(ServerMessage message, long at, boolean calm) throws MalformedException {
        long offset = message.number(Field.O);
        boolean live = isLive();
        if (!message(offset)) {
            return;
        }
        data.read(message);
        long sent = ledger.seen(era, offset, data, page);
        tally.deliveries++;
        if (message.number(Field.MID) != data.mid()) {
            verdict.found(Violation.ALTERED, "%s: mid of %s at %d is wrong", page, log, offset);
        }
        if (sent != 0 && live && calm) {
            tally.delivered(at - sent);
        }
    }

    @Override
    public String publication(Publications by, long mid) {
        String json = DataKey.data(run.name(), by.page(), mid, run.random().nextInt(LONGEST_FILLING));
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        by.add(log, ServerMessage.hash(bytes, 0, bytes.length), System.nanoTime());
        return ",\"ch\":\"" + log.name() + "\",\"mid\":" + mid + ",\"d\":" + json;
    }

    @Override
    public void accepted(Publications by, long mid, ServerMessage answer, int life) throws MalformedException {
        ledger.accepted(log.era(life), by, mid, answer.number(Field.O));
    }

    @Override
    public boolean refused(Publications by, long mid, String code, int life) {
        return false;
    }

    /** The answer to {@code sub}. */
    void answered(String answeredEpoch, long top, long from, int life) {
        phase = Phase.BEHIND;
        resubscribing = false;
        LogEra answered = log.era(life);
        ledger.epoch(answered, answeredEpoch, page);
        answered.isAtLeastAt(top);
        if (!hasBegun()) {
            epoch = answeredEpoch;
            era = answered;
            position = from;
        } else if (!epoch.equals(answeredEpoch)) {
            nextEpoch = answeredEpoch;
            nextEra = answered;
        } else if (from != position) {
            if (from > position) {
                miss(position + 1, from);
            }
            verdict.found(Violation.UNEXPECTED, "%s was at %d of %s, is told to be at %d", page, position, log, from);
            position = Math.max(position, from);
        }
        if (from > top) {
            verdict.found(Violation.UNEXPECTED, "%s begins at %d of %s, whose last is %d", page, from, log, top);
        }
    }

    /** A message; returns whether it counts: not if it belongs to a subscription that was ended. */
    boolean message(long offset) {
        if (phase == Phase.ASKED && resubscribing) {
            return false;
        }
        (nextEpoch.isEmpty() ? era : nextEra).isAtLeastAt(offset);
        if (phase == Phase.OUT || phase == Phase.ASKED) {
            verdict.found(Violation.UNEXPECTED, "%s gets %d of %s before it is told where it is", page, offset, log);
            return false;
        }
        if (!nextEpoch.isEmpty()) {
            verdict.found(Violation.LOST, "%s gets %d of %s in a new epoch without a gap", page, offset, log);
            beginEpoch();
        }
        if (offset > position) {
            if (offset > position + 1) {
                miss(position + 1, offset - 1);
            }
            position = offset;
        } else if (fill(offset)) {
            verdict.found(Violation.OUT_OF_ORDER, "%s gets %d of %s after %d", page, offset, log, position);
        } else {
            verdict.found(Violation.DUPLICATED, "%s gets %d of %s again; it is at %d", page, offset, log, position);
        }
        return true;
    }

    /**
     * A gap.
     *
     * @param to below 0 if there is none
     */
    void gap(long from, long to, String why) {
        if (phase == Phase.ASKED && resubscribing) {
            return;
        }
        tally.gap(why);
        if (phase == Phase.OUT || phase == Phase.ASKED || from != position + 1) {
            verdict.found(
                    Violation.WRONG_GAP,
                    "%s is at %d of %s, the gap begins at %d (%s)",
                    page,
                    position,
                    log,
                    from,
                    why);
        } else if (why.equals("epoch") != !nextEpoch.isEmpty()) {
            verdict.found(Violation.WRONG_GAP, "%s: gap of %s is for %s, and the epoch says else", page, log, why);
        }
        if (why.equals("epoch")) {
            beginEpoch();
            return;
        }
        if (to < from) {
            verdict.found(Violation.WRONG_GAP, "%s: gap of %s from %d to %d", page, log, from, to);
        } else if (!why.equals("trimmed") && !why.equals("limit")) {
            verdict.found(
                    Violation.WRONG_GAP,
                    "%s: gap of %s from %d to %d for an unknown reason: %s",
                    page,
                    log,
                    from,
                    to,
                    why);
        } else if (!ledger.mayLack(era, to)) {
            verdict.found(
                    Violation.WRONG_GAP,
                    "%s: gap of %s from %d to %d (%s), and only %d were ever sent",
                    page,
                    log,
                    from,
                    to,
                    why,
                    log.sent());
        }
        position = Math.max(position, to);
    }

    /** Told that everything up to there has come. */
    void live(long offset) {
        if (phase == Phase.ASKED && resubscribing) {
            return;
        }
        if (phase != Phase.BEHIND) {
            verdict.found(Violation.UNEXPECTED, "%s is told that %s is live, %s", page, log, phase);
        }
        phase = Phase.LIVE;
        if (offset > position) {
            miss(position + 1, offset);
            position = offset;
        }
    }

    @Override
    public void finish() {
        long top = log.latest().top();
        if (era != log.latest()) {
            verdict.found(Violation.LOST, "%s is in %s, not in %s", page, era, log.latest());
        } else if (position != top) {
            verdict.found(
                    position < top ? Violation.LOST : Violation.ALTERED,
                    "%s is at %d of %s, whose last is %d",
                    page,
                    position,
                    log,
                    top);
        }
        tellHoles();
    }

    private void tellHoles() {
        holes.forEach(this::tell);
        holes.clear();
    }

    private void beginEpoch() {
        tellHoles();
        era = nextEpoch.isEmpty() ? era : nextEra;
        epoch = nextEpoch.isEmpty() ? epoch : nextEpoch;
        nextEpoch = "";
        position = 0;
    }

    private void miss(long from, long to) {
        Hole hole = new Hole(from, to);
        if (holes.size() < MOST_HOLES) {
            holes.add(hole);
        } else {
            tell(hole);
        }
    }

    private void tell(Hole hole) {
        verdict.found(Violation.LOST, "%s never got %d to %d of %s, and no gap", page, hole.from, hole.to, era);
    }

    /** Takes a late message out of what is missing; false if it is not missing. */
    private boolean fill(long offset) {
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            if (offset >= hole.from && offset <= hole.to) {
                holes.remove(i);
                if (offset > hole.from) {
                    holes.add(new Hole(hole.from, offset - 1));
                }
                if (offset < hole.to) {
                    holes.add(new Hole(offset + 1, hole.to));
                }
                return true;
            }
        }
        return false;
    }
}
