package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a page publishes: each message is kept until it is answered, and sent again, in order, on each new connection.
 * Confined to one thread.
 */
final class Outbox {
    private static final int MOST = 32; // unanswered
    private static final long LEAST_MILLIS = 100; // until what was refused is sent again

    private record Unanswered(long mid, Following to, String fields) {}

    private final Page page;
    private final Run run;
    private final Publications publications;
    private final Deque<Unanswered> unanswered = new ArrayDeque<>();
    private final Deque<Unanswered> refused = new ArrayDeque<>(); // on this connection, and to be sent again there
    private final Deque<Unanswered> held = new ArrayDeque<>(); // not sent on this connection until those have been

    Outbox(Page page, Run run, Publications publications) {
        this.page = page;
        this.run = run;
        this.publications = publications;
    }

    boolean isEmpty() {
        return unanswered.isEmpty();
    }

    int size() {
        return unanswered.size();
    }

    /** Whether so much is unanswered that nothing new should be published. */
    boolean isFull() {
        return unanswered.size() >= MOST;
    }

    /** Publishes something new; when earlier ones are to be sent again first, once they are. */
    void publish(Following to) {
        long mid = publications.nextMid();
        Unanswered message = new Unanswered(mid, to, to.publication(publications, mid) + "}");
        run.tally().published++;
        unanswered.add(message);
        if (refused.isEmpty()) {
            page.current().filter(Link::isWelcome).ifPresent(link -> send(link, message));
        } else {
            held.add(message);
        }
    }

    /** A new connection: what has no answer is sent again. */
    void resend(Link link) {
        refused.clear();
        held.clear();
        for (Unanswered message : unanswered) {
            publications.resent(message.mid);
            send(link, message);
        }
    }

    private void send(Link link, Unanswered message) {
        long id = link.ask(new Link.Asker() {
            @Override
            public void answered(ServerMessage answer) throws MalformedException {
                remove(link, message);
                run.tally().accepted++;
                run.tally().repeated += answer.isTrue(Field.DUP) ? 1 : 0;
                message.to.accepted(publications, message.mid, answer, link.life());
            }

            @Override
            public boolean refused(String code, long afterMillis) {
                if (afterMillis >= 0) {
                    refuse(link, message, afterMillis);
                    return true;
                }
                remove(link, message);
                return message.to.refused(publications, message.mid, code, link.life());
            }
        });
        link.send("{\"t\":\"pub\",\"id\":" + id + message.fields);
    }

    private void remove(Link link, Unanswered message) {
        unanswered.remove(message);
        if (refused.remove(message)) {
            goOn(link);
        }
    }

    /** It is sent again, before anything new is: what was sent after it already may be accepted first. */
    private void refuse(Link link, Unanswered message, long afterMillis) {
        run.tally().refused++;
        run.ledger().outages().noticed();
        publications.mayBeLate(message.mid);
        publications.resent(message.mid);
        boolean first = refused.isEmpty() || message.equals(refused.peek());
        if (!refused.contains(message)) {
            refused.add(message);
        }
        if (first) {
            run.thread().schedule(Math.max(afterMillis, LEAST_MILLIS), TimeUnit.MILLISECONDS, () -> tryFirst(link));
        }
    }

    private void tryFirst(Link link) {
        Unanswered first = refused.peek();
        if (first != null && page.isCurrent(link)) {
            send(link, first);
        }
    }

    /** The first of those refused has been taken: the others are sent, and then what was held back. */
    private void goOn(Link link) {
        if (!page.isCurrent(link)) {
            return;
        }
        List<Unanswered> others = new ArrayList<>(refused);
        others.addAll(held);
        refused.clear();
        held.clear();
        for (Unanswered message : others) {
            send(link, message);
        }
    }
}
