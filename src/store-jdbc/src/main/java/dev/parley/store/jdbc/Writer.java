package dev.parley.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes. What waits when it begins a transaction shares it, and its way to the disk: so the more there
 * is to do the less each message costs, and a single one waits for nobody.
 *
 * <p>A transaction that fails leaves open whether it was committed. So nothing is decided after it until the database can
 * be used again and has been asked: then each log goes on where the database is, and tells of what had been committed
 * after all.
 */
final class Writer implements Runnable {
    private static final Logger LOG = System.getLogger(Writer.class.getName());
    private static final int MAX_GROUP = 2000;
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final JdbcLogs logs;
    private final Recovery recovery;
    private final Teller teller;
    private final StoreOptions options;
    private final InstantSource clock;

    private final Object lock = new Object();
    private final ArrayDeque<Entry> queue = new ArrayDeque<>(); // guarded by lock
    private final List<Runnable> errands = new ArrayList<>(0); // guarded by lock
    private long waiting; // guarded by lock; weight of the queue
    private boolean usable; // guarded by lock
    private boolean closed; // guarded by lock
    private @Nullable WriterSession session; // confined to the thread

    Writer(JdbcLogs logs, Recovery recovery, Teller teller, StoreOptions options, InstantSource clock) {
        this.logs = logs;
        this.recovery = recovery;
        this.teller = teller;
        this.options = options;
        this.clock = clock;
    }

    /** Takes an entry; {@code false} if the database cannot be used, or too much waits for it. */
    boolean offer(Entry entry) {
        synchronized (lock) {
            if (closed || !usable || waiting + entry.weight() > options.waiting()) {
                return false;
            }
            queue.add(entry);
            waiting += entry.weight();
            lock.notifyAll();
            return true;
        }
    }

    /** Does something on the thread of the writer, soon; nothing once closed. */
    void later(Runnable errand) {
        synchronized (lock) {
            if (!closed) {
                errands.add(errand);
                lock.notifyAll();
            }
        }
    }

    /** Lets the thread end when everything is written. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }

    /**
     * Begins with a database, before the thread does.
     *
     * @throws StoreException if it is not one to keep logs in
     */
    void begin() {
        try {
            recover();
        } catch (SQLException e) {
            lost(List.of(), e);
        }
    }

    @Override
    public void run() {
        List<Entry> group = List.of();
        try {
            while (true) {
                group = take();
                if (!group.isEmpty()) {
                    write(group);
                } else if (isClosed()) {
                    return;
                } else {
                    probe();
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "the writer was interrupted: what waits is not written", e);
            lost(group, e);
        } finally {
            if (session != null) {
                session.close();
            }
            recovery.close();
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed && queue.isEmpty();
        }
    }

    /** Takes what waits; nothing after a while without anything, or when it is closed. */
    private List<Entry> take() throws InterruptedException {
        List<Entry> group = new ArrayList<>();
        List<Runnable> now;
        synchronized (lock) {
            long end = System.nanoTime() + (usable ? PROBE : options.retry()).toNanos();
            long left = 1;
            while (queue.isEmpty() && errands.isEmpty() && !closed && left > 0) {
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                lock.wait(Math.max(1, left));
            }
            now = List.copyOf(errands);
            errands.clear();
            while (!queue.isEmpty() && group.size() < MAX_GROUP) {
                Entry next = queue.remove();
                waiting -= next.weight();
                group.add(next);
            }
        }
        now.forEach(Teller::each);
        return group;
    }

    /** Looks whether the database is there, or is there again. */
    private void probe() {
        try {
            if (session == null) {
                recover();
            } else if (!session.isValid(options.timeout())) {
                lost(List.of(), new SQLException("no answer within " + options.timeout()));
            }
        } catch (SQLException | StoreException e) {
            lost(List.of(), e);
        }
    }

    private void recover() throws SQLException {
        WriterSession opened = recovery.open();
        session = opened;
        synchronized (lock) {
            usable = true;
        }
        logs.available(true);
    }

    private void write(List<Entry> group) {
        WriterSession open = session;
        if (open == null) {
            refuse(group);
            return;
        }
        try {
            long begun = System.nanoTime();
            Transaction transaction = new Transaction(open, clock.millis());
            boolean synced = group.stream().anyMatch(Entry::isSynced);
            open.begin(synced);
            for (Entry entry : group) {
                entry.write(transaction);
            }
            if (transaction.isNews()) {
                transaction.commit(synced);
                recovery.committed(open);
            } else {
                open.rollback();
            }
            LOG.log(
                    Level.TRACE,
                    () -> group.size() + " in " + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun) + " us");
            teller.tell(() -> {
                transaction.tell();
                group.forEach(entry -> Teller.each(entry::tell));
            });
        } catch (SQLException
                | RuntimeException e) { // of the drivers too: what it was does not matter, but what is committed
            lost(group, e);
        }
    }

    /** The database cannot be used: nobody knows whether {@code group} is in it. */
    private void lost(List<Entry> group, Exception why) {
        boolean news;
        List<Entry> refused = new ArrayList<>(group);
        synchronized (lock) {
            news = usable || session != null;
            usable = false;
            refused.addAll(queue);
            queue.clear();
            waiting = 0;
        }
        if (session != null) {
            session.abandon();
            session = null;
        }
        if (news || why instanceof RuntimeException) {
            LOG.log(Level.WARNING, () -> "the database cannot be used, messages are refused: " + why, why);
        } else {
            LOG.log(Level.DEBUG, () -> "the database still cannot be used", why);
        }
        logs.available(false);
        refuse(refused);
    }

    private void refuse(List<Entry> entries) {
        if (!entries.isEmpty()) {
            entries.forEach(Entry::refuse);
            teller.tell(() -> entries.forEach(entry -> Teller.each(entry::tell)));
        }
    }
}
