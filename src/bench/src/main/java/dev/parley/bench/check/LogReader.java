package dev.parley.bench.check;

import dev.parley.bench.check.ServerMessage.Field;
import dev.parley.bench.check.ServerMessage.MalformedException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads at the end what the server's logs hold, from the last message back: the truth that all readers are held against.
 * Confined to one thread.
 */
final class LogReader implements Link.Asker {
    private static final int PAGE = 1000; // messages asked for at once
    private static final long RETRY_MILLIS = 100;

    private final Link link;
    private final Run run;
    private final List<KnownLog> logs;
    private final DataKey data;
    private final ServerMessage each = new ServerMessage();
    private int reading; // index of the channel
    private long next; // the offset before the last one read; below 0 when nothing of the channel was read
    private long first; // offset of the page being read; 0 if it has none yet
    private long lastRead;
    private boolean failed;

    LogReader(Link link, Run run) {
        this.link = link;
        this.run = run;
        this.logs = run.ledger().logs();
        this.data = new DataKey(run.name());
    }

    void begin() {
        next = -1;
        ask();
    }

    boolean isDone() {
        return failed || reading == logs.size();
    }

    private void ask() {
        if (reading == logs.size()) {
            return;
        }
        String before = next < 0 ? "" : ",\"before\":" + (next + 1);
        link.send("{\"t\":\"hist\",\"id\":" + link.ask(this) + ",\"ch\":\""
                + logs.get(reading).name() + "\",\"limit\":" + PAGE + before + "}");
    }

    @Override
    public void answered(ServerMessage answer) throws MalformedException {
        KnownLog log = logs.get(reading);
        run.ledger().epoch(log.latest(), answer.text(Field.E), "the log");
        long top = answer.number(Field.O);
        boolean more = answer.isTrue(Field.MORE);
        if (next < 0) {
            log.latest().setTop(top);
            next = top;
        }
        long end = next;
        first = 0;
        each.readAll(answer, Field.MSGS, message -> read(log, message));
        if (first == 0 ? end > 0 : lastRead != end) {
            run.verdict().found(Violation.LOST, "the log of %s ends at %d and has nothing there", log, end);
        }
        if (first > 0) {
            log.latest().setFirst(first);
        }
        if (more && first > 1) {
            next = first - 1;
        } else {
            reading++;
            next = -1;
        }
        ask();
    }

    private void read(KnownLog log, ServerMessage message) {
        try {
            long offset = message.number(Field.O);
            if (first != 0 && offset != lastRead + 1) {
                run.verdict().found(Violation.LOST, "the log of %s has %d after %d", log, offset, lastRead);
            }
            first = first == 0 ? offset : first;
            lastRead = offset;
            data.read(message);
            run.ledger().seen(log.latest(), offset, data, "the log");
        } catch (MalformedException e) {
            run.verdict().found(Violation.UNEXPECTED, "the log of %s has a wrong message: %s", log, e.getMessage());
        }
    }

    @Override
    public boolean refused(String code, long afterMillis) {
        if (afterMillis < 0) {
            failed = true;
        } else {
            run.thread().schedule(afterMillis + RETRY_MILLIS, TimeUnit.MILLISECONDS, this::ask);
        }
        return afterMillis >= 0;
    }
}
