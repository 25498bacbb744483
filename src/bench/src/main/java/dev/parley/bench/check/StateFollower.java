package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * What one page believes a channel of values to be. Each time that the server says: this is version v, the fingerprint of
 * what is believed is noted, and held against the truth at the end. Confined to one thread.
 */
final class StateFollower implements Following {
    private static final int KEYS = 12; // so few that pages change the same ones
    private static final int MOST_NOTES = 50_000;
    private static final int LONGEST_FILLING = 30; // repetitions

    private enum Phase {
        OUT,
        ASKED,
        BEHIND,
        LIVE
    }

    private final String page;
    private final KnownState state;
    private final Run run;
    private final Verdict verdict;
    private final DataKey data;
    private final Map<String, Long> values = new HashMap<>(); // id of the last change, by key
    private final Longs eras = new Longs(); // numbers
    private final Longs noted = new Longs(); // versions
    private final Longs prints = new Longs(); // what was believed then
    private int notes;
    private Phase phase = Phase.OUT;
    private boolean resubscribing;
    private String epoch = "";
    private long position;
    private boolean exact; // known as it was at the position
    private long fingerprint;
    private StateEra era;

    StateFollower(String page, KnownState state, Run run) {
        this.page = page;
        this.state = state;
        this.run = run;
        this.verdict = run.verdict();
        this.data = new DataKey(run.name());
        this.era = state.era(0);
    }

    @Override
    public KnownState topic() {
        return state;
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
        return exact && era == state.latest() && position >= era.highest();
    }

    @Override
    public String place() {
        return phase + " at version " + position + " of " + state.latest().highest() + " in " + era;
    }

    @Override
    public String subscribe(long id) {
        phase = Phase.ASKED;
        String since = position > 0 ? ",\"since\":{\"e\":\"" + epoch + "\",\"v\":" + position + "}" : "";
        return "{\"t\":\"sub\",\"id\":" + id + ",\"ch\":\"" + state.name() + "\"" + since;
    }

    @Override
    public String unsubscribe(long id) {
        resubscribing = true;
        return "{\"t\":\"unsub\",\"id\":" + id + ",\"ch\":\"" + state.name() + "\"}";
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
        phase = Phase.BEHIND;
        resubscribing = false;
        String told = answer.text(Field.E);
        StateEra answered = state.era(life);
        answered.epoch(told, page);
        if (!told.equals(epoch)) {
            position = 0;
            exact = false;
        }
        era = answered;
        epoch = told;
        era.isAtLeastAt(answer.number(Field.V));
        if (answer.number(Field.V) < position) {
            verdict.found(Violation.LOST, "%s knows version %d of %s, whose last is less", page, position, state);
        }
    }

    @Override
    public void receive(String type, ServerMessage message, long at, boolean calm) throws MalformedException {
        if (phase == Phase.ASKED && resubscribing) {
            return; // of the subscription that was ended
        }
        if (phase == Phase.OUT || phase == Phase.ASKED) {
            verdict.found(Violation.UNEXPECTED, "%s gets %s of %s before an answer", page, type, state);
            return;
        }
        switch (type) {
            case "snap" -> snapshot(message);
            case "upd" -> update(message);
            case "live" -> phase = Phase.LIVE;
            default -> throw new MalformedException("a message for another kind of channel: " + type);
        }
        exact = message.has(Field.V);
        if (exact) {
            is(message.number(Field.V));
        }
    }

    private void snapshot(ServerMessage message) throws MalformedException {
        if (message.isTrue(Field.FIRST)) {
            values.clear();
            fingerprint = 0;
        }
        message.members(Field.KEYS, (key, from, to) -> put(message, key, from, to, true));
    }

    private void update(ServerMessage message) throws MalformedException {
        run.tally().updates++;
        run.tally().skipped += message.number(Field.SKIPPED, 0);
        message.members(Field.SET, (key, from, to) -> put(message, key, from, to, true));
        message.members(Field.PATCH, (key, from, to) -> put(message, key, from, to, false));
        message.elements(Field.DEL, this::remove);
    }

    /** A value, or a patch of one: either tells which change it comes from. */
    private void put(ServerMessage message, String key, int from, int to, boolean whole) {
        data.read(message, from, to);
        long id = Publications.key(data.page(), data.mid());
        Change change = data.page() < 0 ? null : state.change(id);
        if (change == null || !change.key().equals(key) || change.kind() == Change.Kind.DELETE) {
            verdict.found(Violation.ALTERED, "%s: %s of %s has a value that nobody gave it", page, key, state);
            return;
        }
        if (whole && change.kind() == Change.Kind.SET && !isAsGiven()) {
            verdict.found(Violation.ALTERED, "%s: %s of %s has not the value that it was given", page, key, state);
        }
        Long before = values.put(key, id);
        fingerprint += StateEra.print(key, id);
        if (before != null) {
            fingerprint -= StateEra.print(key, before);
            long older = era.version(before);
            long newer = era.version(id);
            if (newer != 0 && newer < older) {
                verdict.found(
                        Violation.OUT_OF_ORDER,
                        "%s: %s of %s goes from version %d back to %d",
                        page,
                        key,
                        state,
                        older,
                        newer);
            }
        }
    }

    /** Whether the data are those that were published, byte for byte. */
    private boolean isAsGiven() {
        return run.ledger()
                .page(data.page())
                .filter(publications -> publications.isKnown(data.mid(), state.index(), data.hash()))
                .isPresent();
    }

    private void remove(String key) {
        Long before = values.remove(key);
        if (before != null) {
            fingerprint -= StateEra.print(key, before);
        }
    }

    /** The server says that this is the channel at a version. */
    private void is(long version) {
        if (version < position) {
            verdict.found(Violation.OUT_OF_ORDER, "%s: %s goes from version %d to %d", page, state, position, version);
        }
        position = version;
        era.isAtLeastAt(version);
        if (notes < MOST_NOTES) {
            eras.set(notes, era.number());
            noted.set(notes, version);
            prints.set(notes, fingerprint);
            notes++;
        }
    }

    @Override
    public String publication(Publications by, long mid) {
        Random random = run.random();
        String key = "k\u00e9y-" + random.nextInt(KEYS);
        int dice = random.nextInt(10);
        Change.Kind kind = dice == 0 ? Change.Kind.DELETE : dice < 4 ? Change.Kind.PATCH : Change.Kind.SET;
        boolean conditional = dice == 9 && exact;
        long condition = conditional ? position : Change.ALWAYS;
        String value = "{\"k\":" + DataKey.text(run.name(), by.page(), mid, random.nextInt(LONGEST_FILLING)) + ",\"n"
                + random.nextInt(4) + "\":" + mid + "}";
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        by.add(state, ServerMessage.hash(bytes, 0, bytes.length), System.nanoTime());
        state.sending(new Change(Publications.key(by.page(), mid), key, kind, condition, era.number()));
        String what = switch (kind) {
            case SET -> ",\"d\":" + value;
            case PATCH -> ",\"patch\":" + value;
            case DELETE -> ",\"del\":true";
        };
        String since = condition > 0 ? ",\"e\":\"" + epoch + "\"" : "";
        String only = conditional ? ",\"ifVersion\":" + condition + since : "";
        return ",\"ch\":\"" + state.name() + "\",\"mid\":" + mid + ",\"key\":\"" + key + "\"" + what + only;
    }

    @Override
    public void accepted(Publications by, long mid, ServerMessage answer, int life) throws MalformedException {
        state.era(life).accepted(Publications.key(by.page(), mid), answer.number(Field.V));
    }

    @Override
    public boolean refused(Publications by, long mid, String code, int life) {
        if (code.equals("conflict")) {
            run.tally().conflicts++;
            state.era(life).conflicted(Publications.key(by.page(), mid));
            return true;
        }
        return false;
    }

    @Override
    public void finish() {
        if (!isAtEnd()) {
            verdict.found(Violation.STATE, "%s: %s", page, place());
        }
        for (int i = 0; i < notes; i++) {
            StateEra then = state.eraNumbered((int) eras.get(i));
            if (then.differs(noted.get(i), prints.get(i))) {
                verdict.found(
                        Violation.STATE, "%s: what it was told is not version %d of %s", page, noted.get(i), then);
            }
        }
    }
}
