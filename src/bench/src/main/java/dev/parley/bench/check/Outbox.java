package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a page publishes: each message is kept until it is answered, and sent again, in order, on each new connection.
 * Confined to one thread.
 */
final class Outbox {
    private static final int MOST = 32; // unanswered
    private static final int LONGEST_FILLING = 60; // repetitions

    private record Unanswered(long mid, String fields) {}

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

    /** Publishes something new to one of these channels, unless too much is unanswered. */
    void publish(List<Follower> followers) {
        if (unanswered.size() >= MOST) {
            return;
        }
        KnownLog log = followers.get(run.random().nextInt(followers.size())).log();
        long mid = publications.nextMid();
        String data = DataKey.data(run.name(), page.number(), mid, run.random().nextInt(LONGEST_FILLING));
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        publications.add(log, ServerMessage.hash(bytes, 0, bytes.length), System.nanoTime());
        run.tally().published++;
        Unanswered message =
                new Unanswered(mid, ",\"ch\":\"" + log.name() + "\",\"mid\":" + mid + ",\"d\":" + data + "}");
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
            public void answered(ServerMessage answer) throws ServerMessage.MalformedException {
                accepted(message, answer.number(Field.O), answer.isTrue(Field.DUP));
            }

            @Override
            public void refused(String code, long afterMillis) {
                retry(message, afterMillis);
            }
        });
        link.send("{\"t\":\"pub\",\"id\":" + id + message.fields);
    }

    private void accepted(Unanswered message, long offset, boolean repeated) {
        unanswered.remove(message);
        run.tally().accepted++;
        run.tally().repeated += repeated ? 1 : 0;
        run.ledger().accepted(page.number(), message.mid, offset);
    }

    /** Others may have been accepted meanwhile, so that this page's order is no longer the server's matter. */
    private void retry(Unanswered message, long afterMillis) {
        if (afterMillis < 0) {
            unanswered.remove(message);
            return;
        }
        publications.outOfOrder();
        run.thread()
                .schedule(
                        afterMillis,
                        TimeUnit.MILLISECONDS,
                        () -> page.current()
                                .filter(link -> link.isWelcome() && unanswered.contains(message))
                                .ifPresent(link -> send(link, message)));
    }
}
