package dev.parley.hub;

import dev.parley.hub.spi.Outbound;
import dev.parley.hub.spi.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A transport that answers each send by the next step of a script, and the sends after it by the last step. */
final class ScriptedTransport implements Transport {
    /** What becomes of a send. */
    enum Step {
        /** Completed when the test says so. */
        LATER,
        /** Completed during the send. */
        INLINE,
        /** Completed twice during the send. */
        INLINE_TWICE,
        /** Failed during the send. */
        FAIL,
        /** Throws. */
        THROW,
        /** Throws an error. */
        THROW_ERROR,
        /** Fails during the send and throws as well. */
        FAIL_AND_THROW,
        /** Completed during the send, and throws then. */
        INLINE_AND_THROW
    }

    private final Deque<Step> script = new ArrayDeque<>();
    private final List<Outbound> sent = new ArrayList<>();
    private final Deque<Completion> pending = new ArrayDeque<>();

    ScriptedTransport(Step... steps) {
        script.addAll(List.of(steps));
    }

    @Override
    public void send(Outbound message, Completion completion) {
        if (!pending.isEmpty()) {
            throw new AssertionError("a second send in flight");
        }
        sent.add(message);
        Step step = script.size() > 1 ? script.remove() : script.element();
        switch (step) {
            case LATER -> pending.add(completion);
            case INLINE -> completion.completed(Optional.empty());
            case INLINE_TWICE -> {
                completion.completed(Optional.empty());
                completion.completed(Optional.empty());
            }
            case FAIL -> completion.completed(Optional.of(broken()));
            case THROW -> throw broken();
            case THROW_ERROR -> throw new LinkageError("undeployed");
            case FAIL_AND_THROW -> {
                completion.completed(Optional.of(broken()));
                throw broken();
            }
            case INLINE_AND_THROW -> {
                completion.completed(Optional.empty());
                throw broken();
            }
        }
    }

    /** Completes the send in flight; returns its completion, to be called again by containers that do. */
    Completion complete() {
        Completion completion = pending.remove();
        completion.completed(Optional.empty());
        return completion;
    }

    /** Lets the send in flight fail. */
    Completion fail() {
        Completion completion = pending.remove();
        completion.completed(Optional.of(broken()));
        return completion;
    }

    /** Makes what a failed send fails with. */
    static RuntimeException broken() {
        return new IllegalStateException("broken");
    }

    boolean inFlight() {
        return !pending.isEmpty();
    }

    /** Returns what was sent since the last call. */
    List<Outbound> takeSent() {
        List<Outbound> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }
}
