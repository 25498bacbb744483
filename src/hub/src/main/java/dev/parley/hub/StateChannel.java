package dev.parley.hub;

import dev.parley.hub.StateChange.Done;
import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Repeated;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.StateDecider.Decision;
import dev.parley.hub.StateDecider.Guess;
import dev.parley.hub.Traffic.Recovery;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.MessageId;
import dev.parley.hub.spi.Outbound.Text;
import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateValue;
import dev.parley.hub.spi.StoredState;
import dev.parley.hub.spi.StoredState.Taken;
import dev.parley.hub.spi.StreamPosition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A state channel: the newest value of each of its keys, for readers of any speed. Safe for any thread. The lock orders
 * the changes; delivery follows without it.
 *
 * <p>A change is decided at once ({@link StateDecider}) and given to what keeps the values. It is in the table, readers
 * are told of it and its maker gets an answer when it is kept, which may be later ({@link StateAnswers}).
 */
final class StateChannel implements StateView.Owner, OpenChannels.Open {
    private static final Logger LOG = System.getLogger(StateChannel.class.getName());

    private final String name;
    private final StoredState store;
    private final boolean lasting;
    private final StateLimits limits;
    private final InstantSource clock;
    private final Traffic traffic;

    private final Object lock = new Object();
    private final StateDecider decider; // guarded by lock
    private final StateViews views; // guarded by lock
    private final Presence presence; // guarded by lock
    private final Expiries expiries; // guarded by lock
    private final StateAnswers answers = new StateAnswers(); // guarded by lock
    private boolean retired; // guarded by lock
    private long idleSince; // guarded by lock; milliseconds

    /**
     * What a channel keeps its values with.
     *
     * @param state holds what there is of the channel already
     * @param lasting whether that outlives the channel
     */
    record Keeping(StoredState state, boolean lasting) {}

    StateChannel(String name, Keeping keeping, StateLimits limits, Presences common, Traffic traffic) {
        this.name = name;
        this.store = keeping.state();
        this.lasting = keeping.lasting();
        this.limits = limits;
        this.traffic = traffic;
        this.clock = common.clock();
        this.decider = new StateDecider(store.epoch(), limits, common.memory());
        this.expiries = new Expiries(common.memory());
        restore(store.content());
        this.views = new StateViews(keys -> new StateView(this, lock, decider.table(), keys, common.executor()));
        this.presence = common.of(name, lock, new Presence.Listener() {
            @Override
            public void left(String member) {
                idleSince = clock.millis();
            }
        });
        this.idleSince = clock.millis();
        store.listen(new News());
    }

    /** What the store says. */
    private final class News implements StoredState.Listener {
        @Override
        public void kept(long number) {
            Set<StateView> changed = new LinkedHashSet<>();
            List<StateAnswers.Answer> told;
            synchronized (lock) {
                told = answers.upTo(number);
                for (StateAnswers.Answer answer : told) {
                    keep(answer.decision(), changed);
                }
            }
            tell(changed, told);
        }

        @Override
        public void lost() {
            List<StateAnswers.Answer> told;
            synchronized (lock) {
                told = answers.lose();
                decider.drop();
            }
            tell(Set.of(), told);
        }

        @Override
        public void found(StateContent content) {
            Set<StateView> changed = new LinkedHashSet<>();
            synchronized (lock) {
                long before = decider.table().version();
                restore(content).forEach(this::forgot);
                for (StateValue value : content.values()) {
                    List<StateView> having = views.having(value.key());
                    having.forEach(StateView::changed);
                    changed.addAll(having);
                }
                long left =
                        decider.table().version() - before - content.values().size(); // written as one with others
                views.all().changed(Math.max(0, left));
            }
            tell(changed, List.of());
        }

        private void forgot(StateEntry gone) {
            views.having(gone.key()).forEach(view -> view.forgot(gone.version()));
        }

        @Override
        public void ended() {
            List<StateSubscription> all;
            synchronized (lock) {
                retireIf(true);
                all = views.readers();
            }
            LogUnavailableException why = new LogUnavailableException("what kept " + name + " has ended");
            all.forEach(reader -> reader.fail(why));
        }
    }

    /** Takes up what is kept; returns the deletions that are forgotten for it. */
    private List<StateEntry> restore(StateContent content) {
        long now = clock.millis();
        for (StateValue value : content.values()) {
            long left = Math.max(0, value.until() - now);
            expiries.changed(value.key(), value.until() == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(left)));
        }
        List<StateEntry> forgotten = decider.restore(content);
        forgotten.forEach(gone -> store.forget(gone.key(), gone.version()));
        return forgotten;
    }

    /** A decision is kept, under the lock: the views in {@code changed} have to be walked. */
    private void keep(Decision decision, Set<StateView> changed) {
        if (decision.entry().isPresent()) {
            String key = decision.entry().get().key();
            expiries.changed(key, decision.life());
            List<StateView> having = views.having(key);
            having.forEach(StateView::changed);
            changed.addAll(having);
        }
        for (StateEntry gone : decider.keep(decision)) {
            views.having(gone.key()).forEach(view -> view.forgot(gone.version()));
            store.forget(gone.key(), gone.version());
        }
    }

    /** Tells readers and makers, without the lock, and those whose answer had to wait meanwhile. */
    private void tell(Set<StateView> changed, List<StateAnswers.Answer> told) {
        changed.forEach(StateView::walk);
        List<StateAnswers.Answer> next = told;
        do {
            for (StateAnswers.Answer answer : next) {
                try {
                    answer.tell();
                } catch (
                        Throwable e) { // boundary to makers of changes: the others are told whatever one of them throws
                    LOG.log(Level.ERROR, "somebody could not be told", e);
                }
            }
            synchronized (lock) {
                next = answers.rest();
            }
        } while (!next.isEmpty());
    }

    private static Traffic.Outcome counted(Outcome outcome) {
        if (outcome instanceof Done) {
            return Traffic.Outcome.ACCEPTED;
        }
        return outcome instanceof Repeated ? Traffic.Outcome.REPEATED : Traffic.Outcome.REFUSED;
    }

    @Override
    public String channel() {
        return name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void took(ChannelEvent event) {
        traffic.delivered(event);
    }

    /** Returns the last change of a key that is kept. */
    Optional<StateEntry> get(String key) {
        synchronized (lock) {
            return decider.table().get(key);
        }
    }

    /** Adds a reader; empty if the channel has been retired meanwhile. */
    Optional<States.Subscribed> subscribe(Subscriber subscriber, Optional<StreamPosition> since, Set<String> keys) {
        Optional<Why> fault = keys.size() > limits.readKeys()
                ? Optional.of(Why.TOO_MANY_KEYS)
                : keys.stream().flatMap(key -> faultOf(key).stream()).findFirst();
        if (fault.isPresent()) {
            return Optional.of(new States.Rejected(fault.get()));
        }
        NavigableSet<String> wanted = Collections.unmodifiableNavigableSet(new TreeSet<>(keys));
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            StateView view = views.of(wanted);
            long version = decider.table().version();
            boolean known = since.isPresent()
                    && since.get().epoch().equals(store.epoch())
                    && since.get().offset() <= version;
            StatePlace place = known ? view.resumed(since.get().offset()) : new StatePlace.Nowhere();
            StateSubscription subscription = new StateSubscription(view, subscriber, place, false);
            view.add(subscription);
            traffic.subscribed(1);
            if (since.isPresent()) {
                traffic.recovered(known ? Recovery.WHOLE : Recovery.PARTIAL);
            }
            return Optional.of(new States.Accepted(subscription, new StreamPosition(store.epoch(), version)));
        }
    }

    @Override
    public void leave(StateView view, StateSubscription reader) {
        synchronized (lock) {
            if (views.remove(view, reader)) {
                traffic.subscribed(-1);
                idleSince = clock.millis();
            }
        }
    }

    /**
     * Makes a change, once if it has a number, or not.
     *
     * @param later told once, on any thread, what has become of it
     * @return {@code false} if the channel has been retired meanwhile
     */
    boolean change(StateChange change, Optional<MessageId> once, Consumer<Outcome> later) {
        Consumer<Outcome> told = outcome -> {
            traffic.published(counted(outcome));
            later.accept(outcome);
        };
        Optional<Why> fault = faultOf(change.key());
        if (fault.isPresent()) {
            told.accept(new Refused(fault.get()));
            return true;
        }
        Guess guess = guess(change);
        Set<StateView> changed = new LinkedHashSet<>();
        Optional<StateAnswers.Answer> now;
        synchronized (lock) {
            if (retired) {
                return false;
            }
            idleSince = clock.millis();
            Decision decision = decider.decide(change, guess, once, clock.millis());
            now = decision.isNews() ? give(decision, told, changed) : answers.add(decision, told);
        }
        changed.forEach(StateView::walk);
        now.ifPresent(StateAnswers.Answer::tell);
        return true;
    }

    private Guess guess(StateChange change) {
        Optional<StateEntry> base;
        synchronized (lock) {
            base = decider.base(change);
        }
        return StateDecider.guess(change, base);
    }

    /** Gives a decision to the store, under the lock; returns an answer if there is one already. */
    private Optional<StateAnswers.Answer> give(Decision decision, Consumer<Outcome> later, Set<StateView> changed) {
        long number = answers.next();
        Taken taken = Taken.REFUSED;
        try {
            taken = store.write(decider.written(number, decision, clock.millis()));
        } finally {
            if (taken == Taken.REFUSED) {
                decider.refuse(decision);
            }
        }
        if (taken == Taken.REFUSED) {
            return Optional.of(new StateAnswers.Answer(number, new Decision(new Refused(Why.UNAVAILABLE)), later));
        }
        decider.take(decision);
        StateAnswers.Answer answer = new StateAnswers.Answer(number, decision, later);
        if (taken == Taken.LATER) {
            answers.await(answer);
            return Optional.empty();
        }
        answers.keptAtOnce();
        keep(decision, changed);
        return Optional.of(answer);
    }

    /** Makes somebody a member; empty if the channel has been retired meanwhile. */
    Optional<Hub.Entered> enter(String member, String key) {
        Hub.Entered entered;
        synchronized (lock) {
            if (retired) {
                return Optional.empty();
            }
            entered = presence.enter(member, key, false);
        }
        presence.deliver();
        return Optional.of(entered);
    }

    Attendance members(String after, int most) {
        return presence.page(after, most);
    }

    /** Looks after the members, and takes values away whose time is over; to be called twice a second. */
    void tick() {
        presence.tick();
        Set<StateView> changed = new LinkedHashSet<>();
        synchronized (lock) {
            for (String key : retired ? List.<String>of() : expiries.tick()) {
                if (!decider.isWaiting(key)) { // else it is about to change; if that fails, there is a next time
                    Decision decision = decider.decide(
                            StateChange.delete(key), new Guess(0, Optional.empty()), Optional.empty(), clock.millis());
                    if (decision.isNews()) {
                        give(decision, outcome -> {}, changed);
                    }
                }
            }
        }
        changed.forEach(StateView::walk);
    }

    /** Retires the channel, so that nobody can use it any more, if nobody has for {@code millis}. */
    boolean retire(long millis) {
        synchronized (lock) {
            long idle = Math.max(0, clock.millis() - idleSince); // the clock may have been set back
            return retireIf(idle >= millis && isUnused());
        }
    }

    /** Retires the channel if nobody reads and it has no keys, or they are kept elsewhere. */
    @Override
    public boolean retireUnused() {
        synchronized (lock) {
            return retireIf((lasting || decider.table().size() == 0) && isUnused());
        }
    }

    private boolean isUnused() {
        return views.areUnread() && presence.isUnused() && answers.areGiven();
    }

    private boolean retireIf(boolean due) {
        if (!retired && due) {
            retired = true;
            decider.close();
            expiries.clear();
        }
        return retired;
    }

    @Override
    public void close() {
        store.close();
    }

    private Optional<Why> faultOf(String key) {
        boolean bad = key.isEmpty() || key.indexOf('\0') >= 0 || Text.utf8Length(key) > limits.keyBytes();
        return bad ? Optional.of(Why.BAD_KEY) : Optional.empty();
    }
}
