package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What a page publishes: each message is kept until it is answered, and sent again, in order, on each new connection.
 * Confined to one thread.
 */
final class Outbox {
    private static final int MOST = 32; // unanswered

    private record Unanswered(long mid, Following to, String fields) {}

    private final Page page;
    private final Run run;
    private final Publications publications;
    private final Deque<Unanswered> unanswered = new ArrayDeque<>();

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

    /** Publishes something new. */
    void publish(Following to) {
        long mid = publications.nextMid();
        Unanswered message = new Unanswered(mid, to, to.publication(publications, mid) + "}");
        run.tally().published++;
        unanswered.add(message);
        page.current().filter(Link::isWelcome).ifPresent(link -> send(link, message));
    }

    /** A new connection: what has no answer is sent again. */
    void resend(Link link) {
        for (Unanswered message : unanswered) {
            publications.resent(message.mid);
            send(link, message);
        }
    }

    private void send(Link link, Unanswered message) {
        long id = link.ask(new Link.Asker() {
            @Override
            public void answered(ServerMessage answer) throws MalformedException {
                unanswered.remove(message);
                run.tally().accepted++;
                run.tally().repeated += answer.isTrue(Field.DUP) ? 1 : 0;
                message.to.accepted(publications, message.mid, answer);
            }

            @Override
            public boolean refused(String code, long afterMillis) {
                return refuse(message, code, afterMillis);
            }
        });
        link.send("{\"t\":\"pub\",\"id\":" + id + message.fields);
    }

    private boolean refuse(Unanswered message, String code, long afterMillis) {
        if (afterMillis < 0) {
            unanswered.remove(message);
            return message.to.refused(publications, message.mid, code);
        }
        publications.outOfOrder(); // others may be accepted meanwhile: the order is no longer the server's matter
        run.thread()
                .schedule(
                        afterMillis,
                        TimeUnit.MILLISECONDS,
                        () -> page.current()
                                .filter(link -> link.isWelcome() && unanswered.contains(message))
                                .ifPresent(link -> send(link, message)));
        return true;
    }
}
