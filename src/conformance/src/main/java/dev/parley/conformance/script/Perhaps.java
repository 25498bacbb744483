package dev.parley.conformance.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers to what was good, which may still come, or may not, before what is waited for: that depends on a race. Echoes
 * and pongs each come in order, but an echo may overtake a pong. Confined to one thread.
 */
final class Perhaps {
    private final List<Expected> echoes = new ArrayList<>();
    private final List<Expected> pongs = new ArrayList<>();

    Perhaps(List<Expected> answers) {
        for (Expected one : answers) {
            (one.isPong() ? pongs : echoes).add(one);
        }
    }

    /** Whether {@code event} is one of those that may come; it and those before it will not come any more. */
    boolean take(Event event) {
        List<Expected> open = event instanceof Event.Pong ? pongs : echoes;
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).matches().test(event)) {
                open.subList(0, i + 1).clear();
                return true;
            }
        }
        return false;
    }
}
