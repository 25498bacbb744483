package dev.parley.conformance.cases;

import dev.parley.conformance.script.Conversation;
import dev.parley.conformance.script.Event;
import dev.parley.conformance.script.Expected;
import dev.parley.conformance.verdict.Judgement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Awaits echoes and pongs: the echoes in order, and the pongs in order, but an echo may overtake a pong (5.5.2: as soon
 * as is practical) and a pong may stand for the pings before it (5.5.3). Nothing else may come. Stateless.
 */
final class Answers {
    private static final long STALL_MILLIS = 5_000;

    private Answers() {}

    static void await(Conversation conversation, List<Expected> answers) throws Judgement {
        Deque<Expected> echoes = new ArrayDeque<>();
        Deque<Expected> pongs = new ArrayDeque<>();
        for (Expected one : answers) {
            (one.isPong() ? pongs : echoes).add(one);
        }
        while (!echoes.isEmpty() || !pongs.isEmpty()) {
            Event event = conversation.next(STALL_MILLIS);
            boolean good = event instanceof Event.Pong ? take(pongs, event) : takeNext(echoes, event);
            if (!good) {
                Expected wanted = echoes.isEmpty() || (event instanceof Event.Pong && !pongs.isEmpty())
                        ? pongs.element()
                        : echoes.element();
                if (event instanceof Event.Close close
                        && !echoes.isEmpty()
                        && echoes.element().excuses(close.code(), conversation.target())) {
                    throw Judgement.limited("refused with " + close.describe());
                }
                throw Judgement.fail(wanted.description(), event.describe());
            }
        }
    }

    private static boolean takeNext(Deque<Expected> echoes, Event event) {
        boolean good = !echoes.isEmpty() && echoes.element().matches().test(event);
        if (good) {
            echoes.remove();
        }
        return good;
    }

    private static boolean take(Deque<Expected> pongs, Event event) {
        if (pongs.stream().noneMatch(pong -> pong.matches().test(event))) {
            return false;
        }
        while (!takeNext(pongs, event)) {
            pongs.remove(); // answered by this one
        }
        return true;
    }
}
