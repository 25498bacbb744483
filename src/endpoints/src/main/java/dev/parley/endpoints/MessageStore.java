package dev.parley.endpoints;

import dev.parley.endpoints.metrics.Metrics;
import dev.parley.endpoints.settings.Settings;
import dev.parley.endpoints.settings.SettingsException;
import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.Hub;
import dev.parley.hub.memory.ChannelMemory;
import dev.parley.hub.memory.InMemoryLogs;
import dev.parley.hub.memory.InMemoryStates;
import dev.parley.hub.spi.ChannelLog;
import dev.parley.hub.spi.ChannelLogs;
import dev.parley.hub.spi.Durability;
import dev.parley.hub.spi.LogBounds;
import dev.parley.hub.spi.StateStore;
import dev.parley.hub.spi.StoredState;
import dev.parley.store.jdbc.JdbcLogs;
import dev.parley.store.jdbc.StoreException;
import dev.parley.store.jdbc.StoreOptions;
import dev.parley.store.jdbc.UrlDataSource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Where an application keeps the messages and values of its channels: in memory, or those of some in a database. */
final class MessageStore implements AutoCloseable {
    private final Hub.Logs logs;
    private final StateStore states;
    private final Optional<JdbcLogs> durable;

    private MessageStore(Hub.Logs logs, StateStore states, Optional<JdbcLogs> durable) {
        this.logs = logs;
        this.states = states;
        this.durable = durable;
    }

    /**
     * Opens what the settings say. A database that cannot be reached yet is no reason to fail.
     *
     * @param metrics measures what is in a database
     * @throws SettingsException if there is no such database, or it is not one to keep messages in
     */
    static MessageStore open(Settings settings, SecureRandom random, Metrics metrics) {
        Settings.Chat chat = settings.chat();
        ChannelMemory memory = new ChannelMemory(chat.historyMemory());
        LogBounds others = new LogBounds(chat.historyMessages(), chat.historyBytes());
        Function<String, LogBounds> bounds =
                channel -> settings.hub().channels().bounds(channel, others);
        ChannelLogs inMemory = new InMemoryLogs(bounds, settings.store().maxAge(), memory, random);
        StateStore statesInMemory = new InMemoryStates(random);
        Settings.Store store = settings.store();
        if (store.database().isEmpty()) {
            return new MessageStore(new Hub.Logs(inMemory, memory), statesInMemory, Optional.empty());
        }
        StoreOptions options = new StoreOptions(
                channel -> level(settings, channel) == Durability.SYNC,
                bounds,
                store.maxAge(),
                store.maxWaiting(),
                StoreOptions.DEFAULTS.retry(),
                store.timeout(),
                Optional.of(store.directory().resolve("witness")));
        try {
            JdbcLogs logs = JdbcLogs.open(database(store), options, memory, InstantSource.system(), random);
            ChannelLogs durable = metrics.measured(logs);
            Predicate<String> isDurable = channel -> level(settings, channel) != Durability.MEMORY;
            ChannelLogs byLevel = new LogsByLevel(inMemory, durable, isDurable);
            StateStore states = new StatesByLevel(
                    statesInMemory, metrics.measured(logs.states(store.maxStateChannels())), isDurable);
            return new MessageStore(new Hub.Logs(byLevel, memory), states, Optional.of(logs));
        } catch (StoreException e) {
            throw new SettingsException("parley.store.database: " + e.getMessage());
        }
    }

    private record StatesByLevel(StateStore inMemory, StateStore durable, Predicate<String> isDurable)
            implements StateStore {
        private StateStore of(String channel) {
            return isDurable.test(channel) ? durable : inMemory;
        }

        @Override
        public StoredState open(String channel) {
            return of(channel).open(channel);
        }

        @Override
        public boolean isLasting(String channel) {
            return of(channel).isLasting(channel);
        }
    }

    private record LogsByLevel(ChannelLogs inMemory, ChannelLogs durable, Predicate<String> isDurable)
            implements ChannelLogs {
        @Override
        public ChannelLog open(String channel) {
            return (isDurable.test(channel) ? durable : inMemory).open(channel);
        }

        @Override
        public void sweep(long nowMillis) {
            inMemory.sweep(nowMillis);
            durable.sweep(nowMillis);
        }
    }

    private static Durability level(Settings settings, String channel) {
        ChannelRules rules = settings.hub().channels();
        if (!rules.keepsHistory(channel)) {
            return Durability.MEMORY; // there is nothing to keep
        }
        return rules.of(channel).flatMap(ChannelRule::durability).orElseGet(() -> level(settings.store(), channel));
    }

    private static Durability level(Settings.Store store, String channel) {
        String namespace = channel.substring(0, channel.indexOf(':'));
        Durability others = store.durability().getOrDefault("*", Durability.SYNC);
        return store.durability().getOrDefault(namespace, others);
    }

    private static DataSource database(Settings.Store store) {
        String name = store.database();
        if (name.equals("h2")) {
            return UrlDataSource.inDirectory(store.directory());
        } else if (name.startsWith("jdbc:")) {
            return new UrlDataSource(
                    name, store.user().orElse(""), store.password().orElse(""));
        }
        return named(name);
    }

    @SuppressWarnings("BanJNDI") // the setting takes names that begin with java:, which are the container's own
    private static DataSource named(String name) {
        try {
            if (new InitialContext().lookup(name) instanceof DataSource found) {
                return found;
            }
            throw new SettingsException("parley.store.database: " + name + " is no DataSource");
        } catch (NamingException e) {
            throw new SettingsException("parley.store.database: there is no " + name + " in JNDI");
        }
    }

    Hub.Logs logs() {
        return logs;
    }

    StateStore states() {
        return states;
    }

    /** Returns whether messages and values can be kept. */
    boolean isUsable() {
        return durable.isEmpty() || durable.get().isAvailable();
    }

    /** Names who is told, on any thread, whether messages can be kept: at once, and when that changes. */
    void listen(Consumer<Boolean> usable) {
        durable.ifPresentOrElse(logs -> logs.listen(usable), () -> usable.accept(true));
    }

    /** Writes what waits. */
    @Override
    public void close() {
        durable.ifPresent(JdbcLogs::close);
    }
}
