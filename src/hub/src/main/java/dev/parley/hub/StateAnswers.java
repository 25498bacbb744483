package dev.parley.hub;

import dev.parley.hub.StateChange.Outcome;
import dev.parley.hub.StateChange.Refused;
import dev.parley.hub.StateChange.Why;
import dev.parley.hub.StateDecider.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers to changes of a state channel that wait until the store has kept what they rest upon: a refusal too may rest upon
 * a change that is not kept yet. They are given in the order of the changes. Not safe for threads: the channel's lock
 * guards it.
 */
final class StateAnswers {
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>(0);
    private long last; // number of the last write that was taken
    private long kept; // everything up to this number is kept, or lost and told so
    private boolean telling; // somebody tells, and asks for the rest

    /**
     * An answer.
     *
     * @param number of the write after which it can be given
     */
    record Answer(long number, Decision decision, Consumer<Outcome> later) {
        void tell() {
            later.accept(decision.outcome());
        }
    }

    /** Returns the number of the next write. */
    long next() {
        return last + 1;
    }

    /** The next write is kept at once. */
    void keptAtOnce() {
        last++;
        kept = last;
    }

    /** The next write is taken, and its answer has to wait. */
    void await(Answer answer) {
        last = answer.number();
        waiting.add(answer);
    }

    /** Adds an answer for which nothing is to be kept; returns it if it need not wait. */
    Optional<Answer> add(Decision decision, Consumer<Outcome> later) {
        Answer answer = new Answer(last, decision, later);
        if (areGiven()) {
            return Optional.of(answer);
        }
        waiting.add(answer);
        return Optional.empty();
    }

    /** Returns the answers that can be given now; they are being given until {@link #rest} has none. */
    List<Answer> upTo(long number) {
        kept = Math.max(kept, number);
        telling = true;
        return ready();
    }

    /** Returns all answers, of which none is as it was decided. */
    List<Answer> lose() {
        kept = last;
        telling = true;
        List<Answer> all = waiting.stream()
                .map(answer -> new Answer(answer.number(), new Decision(new Refused(Why.UNAVAILABLE)), answer.later()))
                .toList();
        waiting.clear();
        return all;
    }

    /** Returns the answers that can be given since the others were. */
    List<Answer> rest() {
        List<Answer> rest = ready();
        telling = !rest.isEmpty();
        return rest;
    }

    private List<Answer> ready() {
        List<Answer> ready = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.element().number() <= kept) {
            ready.add(waiting.remove());
        }
        return ready;
    }

    /** Returns whether nobody waits for an answer. */
    boolean areGiven() {
        return waiting.isEmpty() && !telling;
    }
}
