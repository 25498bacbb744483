package dev.parley.store.jdbc;

import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.LogUnavailableException;
import dev.parley.hub.spi.StateContent;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StoreFullException;
import dev.parley.hub.spi.StoredState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * The logs of channels, and the values of others, on one database, of which nobody else may be the writer. Safe for any thread.
 *
 * <p>Three threads: one writes, one tells, one deletes what is not kept any more. While the database cannot be used,
 * drafts are refused at once and logs cannot be opened; what is in memory can be read. It is tried again until it can.
 */
public final class JdbcLogs implements ChannelLogs, AutoCloseable {
    private static final Logger LOG = System.getLogger(JdbcLogs.class.getName());
    private static final Duration TRIMMING = Duration.ofSeconds(1);
    private static final int NAME_BYTES = 8;
    private static final long PATIENCE_MILLIS = 30_000;

    private final StoreOptions options;
    private final InstantSource clock;
    private final ChannelMemory memory;
    private final RandomGenerator random; // guarded by random
    private final Readers readers;
    private final Teller teller = new Teller();
    private final Writer writer;
    private final Trimmer trimmer;
    private final List<Thread> threads;
    private final Set<JdbcChannelLog> opened = ConcurrentHashMap.newKeySet();
    private final Set<JdbcState> states = ConcurrentHashMap.newKeySet(); // those that are open
    private final AtomicLong keptStates = new AtomicLong(); // how many the database has, about
    private volatile boolean available;
    private final AtomicLong lives = new AtomicLong(); // how often the database was found again
    private Consumer<Boolean> listener = is -> {}; // confined to the teller

    private JdbcLogs(
            DataSource database,
            StoreOptions options,
            ChannelMemory memory,
            InstantSource clock,
            RandomGenerator random,
            Duration trimming) {
        this.options = options;
        this.clock = clock;
        this.memory = memory;
        this.random = random;
        this.readers = new Readers(database, options.timeout(), () -> available);
        Recovery recovery = new Recovery(database, options, this, teller, this::name);
        this.writer = new Writer(this, recovery, teller, options, clock);
        this.trimmer = new Trimmer(this, options, clock, trimming);
        this.threads = List.of(
                new Thread(writer, "parley-store-writer"),
                new Thread(teller, "parley-store-teller"),
                new Thread(trimmer, "parley-store-trimmer"));
        threads.forEach(thread -> thread.setDaemon(true));
    }

    /**
     * Opens the logs of a database. If it cannot be reached, that is tried again and again; the logs can be used as soon as
     * it can.
     *
     * @param database H2 or PostgreSQL; its tables are made if there are none
     * @param memory what the logs take in memory
     * @param clock for the age of publications
     * @param random for the names of epochs
     * @throws StoreException if it can be reached and is not one to keep logs in
     */
    public static JdbcLogs open(
            DataSource database,
            StoreOptions options,
            ChannelMemory memory,
            InstantSource clock,
            RandomGenerator random) {
        return open(database, options, memory, clock, random, TRIMMING);
    }

    /** Opens the logs of a database, in which what is not kept is deleted every {@code trimming}. */
    static JdbcLogs open(
            DataSource database,
            StoreOptions options,
            ChannelMemory memory,
            InstantSource clock,
            RandomGenerator random,
            Duration trimming) {
        JdbcLogs logs = new JdbcLogs(database, options, memory, clock, random, trimming);
        logs.threads.get(1).start(); // the writer needs the teller
        try {
            logs.writer.begin();
        } catch (StoreException e) {
            logs.teller.end();
            throw e;
        }
        logs.threads.get(0).start();
        logs.threads.get(2).start();
        return logs;
    }

    /** Names who is told, on another thread, whether the database can be used: soon, and when that changes. */
    public void listen(Consumer<Boolean> told) {
        teller.tell(
                () -> { // on its thread, so that an older answer is not told after a newer one
                    listener = told;
                    told.accept(available);
                });
    }

    /** Returns whether the database can be used. */
    public boolean isAvailable() {
        return available;
    }

    @Override
    public ChannelLog open(String channel) {
        long life = lives.get();
        LogBounds bounds = options.bounds().apply(channel);
        try {
            JdbcChannelLog log = readers.with(tables -> {
                Optional<LogTables.Place> found = tables.find(channel);
                LogTables.Place place = found.orElseGet(() -> new LogTables.Place(JdbcChannelLog.UNWRITTEN, name(), 0));
                List<Kept.Head> heads = found.isEmpty() ? List.of() : tables.heads(place, bounds.messages());
                Kept kept = new Kept(bounds, memory, place.top(), heads);
                return new JdbcChannelLog(channel, place, options.synced().test(channel), this, kept);
            });
            log.dropBefore(clock.millis() - options.ageOf(bounds).toMillis());
            opened.add(log);
            if (!available || life != lives.get()) { // it was not looked at when the database was found again
                log.close();
                throw new LogUnavailableException("the database was lost while the log was opened");
            }
            return log;
        } catch (SQLException e) {
            throw new LogUnavailableException("cannot open the log of " + channel, e);
        }
    }

    /**
     * Returns where channels of values have them, in the same database.
     *
     * @param most channels of which something is kept; beyond, those that are not used for thirty days have to go first
     */
    public StateStore states(int most) {
        return new StateStore() {
            @Override
            public StoredState open(String channel) {
                return openState(channel, most);
            }

            @Override
            public boolean isLasting(String channel) {
                return true;
            }
        };
    }

    private JdbcState openState(String channel, int most) {
        long life = lives.get();
        try {
            JdbcState state = readers.on(connection -> {
                ValueTables values = new ValueTables(connection, Product.of(connection));
                Optional<LogTables.Place> found = new LogTables(connection).find(channel);
                if (found.isPresent() && values.use(found.get().id(), clock.millis())) {
                    StateContent content = values.read(found.get().id(), 0);
                    return new JdbcState(
                            channel, found.get(), content, options.synced().test(channel), this);
                }
                LogTables.Place fresh = new LogTables.Place(JdbcChannelLog.UNWRITTEN, name(), 0);
                return new JdbcState(
                        channel, fresh, StateContent.NONE, options.synced().test(channel), this);
            });
            if (state.id() == JdbcChannelLog.UNWRITTEN && keptStates.get() >= most) {
                throw new StoreFullException(keptStates + " channels have values in the database; " + most + " may");
            }
            states.add(state);
            if (!available || life != lives.get()) { // it was not looked at when the database was found again
                state.close();
                throw new LogUnavailableException("the database was lost while " + state + " were opened");
            }
            return state;
        } catch (SQLException e) {
            throw new LogUnavailableException("cannot open the values of " + channel, e);
        }
    }

    /** Writes what waits, tells of it, and ends the threads. */
    @Override
    public void close() {
        try {
            writer.close();
            trimmer.close();
            threads.get(0).join(PATIENCE_MILLIS);
            teller.end();
            threads.get(1).join(PATIENCE_MILLIS);
            threads.get(2).join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.log(Level.WARNING, "interrupted while what waits is written");
        }
        available = false;
        readers.close();
    }

    Writer writer() {
        return writer;
    }

    Trimmer trimmer() {
        return trimmer;
    }

    Readers readers() {
        return readers;
    }

    ChannelMemory memory() {
        return memory;
    }

    Set<JdbcChannelLog> opened() {
        return opened;
    }

    /** Returns the channels of values that are open. */
    Set<JdbcState> states() {
        return states;
    }

    /** Counts the channels of which the database has values. */
    AtomicLong keptStates() {
        return keptStates;
    }

    void closed(JdbcState state) {
        states.remove(state);
    }

    void closed(JdbcChannelLog log) {
        opened.remove(log);
        trimmer.save(log);
        writer.later(log::forgetClients);
    }

    /** Returns how often the database was found again. */
    long lives() {
        return lives.get();
    }

    /** The database can be used, or cannot. For the writer. */
    void available(boolean is) {
        if (available != is) {
            if (is) {
                lives.incrementAndGet();
                LOG.log(Level.INFO, "the database can be used");
            } else {
                readers.forget();
            }
            available = is;
            teller.tell(() -> listener.accept(is));
        }
    }

    /** Ends all logs: the database is another one. For the writer. */
    void endAll() {
        for (JdbcChannelLog log : List.copyOf(opened)) {
            log.end();
            opened.remove(log);
            teller.tell(log::tellEnd);
        }
        for (JdbcState state : List.copyOf(states)) {
            state.end();
            states.remove(state);
            teller.tell(state::tellEnd);
        }
    }

    private String name() {
        byte[] name = new byte[NAME_BYTES];
        synchronized (random) {
            random.nextBytes(name);
        }
        return HexFormat.of().formatHex(name);
    }
}
