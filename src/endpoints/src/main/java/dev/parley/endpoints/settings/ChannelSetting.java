package dev.parley.endpoints.settings;

import dev.parley.hub.ChannelRule;
import dev.parley.hub.ChannelRules;
import dev.parley.hub.StateLimits;
import dev.parley.hub.spi.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One rule of the setting {@code hub.channels}, as it is written: a pattern, a kind, and options. Immutable.
 *
 * @param pattern name of a channel, or the beginning of names and a {@code *}
 * @param isLog whether the channels keep messages, not values
 * @param options numbers by the names of the options
 * @param durability when something counts as kept, if that is said
 */
record ChannelSetting(String pattern, boolean isLog, Map<String, Integer> options, Optional<Durability> durability) {
    private static final String DURABILITY = "durability";
    private static final String HISTORY = "history";
    private static final String HISTORY_AGE = "history-age";
    private static final Map<String, Durability> LEVELS =
            Map.of("memory", Durability.MEMORY, "log", Durability.LOG, "sync", Durability.SYNC);
    private static final Map<String, Kind<Integer>> OF_LOGS = Map.of(
            "members",
            Kind.number(0, 1_000_000),
            HISTORY,
            Kind.number(0, 1_000_000),
            HISTORY_AGE,
            seconds("1s", "87600h"),
            "history-bytes",
            bytes("1KiB", "1GiB"));
    private static final Map<String, Kind<Integer>> OF_STATES = Map.of(
            "members", Kind.number(0, 1_000_000),
            "keys", Kind.number(1, 1_000_000),
            "bytes", bytes("1KiB", "1GiB"),
            "value", bytes("1", "1MiB"));

    /** Beginning of the channels of the plain chat. */
    private static final String CHAT = "chat:";

    private static Kind<Integer> bytes(String min, String max) {
        Kind<Long> size = Kind.size(min, max);
        return new Kind<>(size.allowed(), text -> size.parse().apply(text).map(Math::toIntExact));
    }

    private static Kind<Integer> seconds(String min, String max) {
        Kind<Duration> time = Kind.duration(min, max);
        return new Kind<>(
                time.allowed(), text -> time.parse().apply(text).map(each -> Math.toIntExact(each.toSeconds())));
    }

    static Kind<List<ChannelSetting>> kind() {
        return new Kind<>(
                "rules such as chat:* log history=1000, ticker:* state keys=500 (with commas between; each pattern once;"
                        + " options of log: history, history-age, history-bytes, members; of state: keys, bytes, value, members; of both: durability,"
                        + " which is memory, log or sync; no durability but memory without history; all chat channels are log and have members)",
                ChannelSetting::parse);
    }

    private static Optional<List<ChannelSetting>> parse(String text) {
        List<ChannelSetting> all = new ArrayList<>();
        for (String rule : text.split(",", -1)) {
            Optional<ChannelSetting> parsed = rule(rule.strip());
            if (parsed.isEmpty() || all.stream().anyMatch(parsed.get()::hasPatternOf)) {
                return Optional.empty();
            }
            all.add(parsed.get());
        }
        boolean hasRooms = all.stream().anyMatch(rule -> rule.pattern.equals(CHAT + "*"));
        return hasRooms && all.stream().allMatch(ChannelSetting::suitsChat)
                ? Optional.of(List.copyOf(all))
                : Optional.empty();
    }

    private static Optional<ChannelSetting> rule(String text) {
        String[] words = text.split(" +");
        if (words.length < 2 || !ChannelRules.isPattern(words[0])) {
            return Optional.empty();
        }
        boolean isLog = words[1].equals("log");
        if (!isLog && !words[1].equals("state")) {
            return Optional.empty();
        }
        Map<String, Integer> options = new HashMap<>();
        Optional<Durability> durability = Optional.empty();
        for (String option : List.of(words).subList(2, words.length)) {
            int equals = option.indexOf('=');
            String name = option.substring(0, Math.max(0, equals));
            if (name.equals(DURABILITY)) {
                boolean again = durability.isPresent();
                durability = Optional.ofNullable(LEVELS.get(option.substring(equals + 1)));
                if (again || durability.isEmpty()) {
                    return Optional.empty();
                }
                continue;
            }
            Optional<Integer> value = Optional.ofNullable((isLog ? OF_LOGS : OF_STATES).get(name))
                    .flatMap(kind -> kind.parse().apply(option.substring(equals + 1)));
            if (value.isEmpty() || options.put(name, value.get()) != null) {
                return Optional.empty();
            }
        }
        ChannelSetting setting = new ChannelSetting(words[0], isLog, Map.copyOf(options), durability);
        boolean keepsNothing = options.getOrDefault(HISTORY, 1) == 0;
        return Optional.of(setting).filter(some -> !(keepsNothing && some.needsDatabase()));
    }

    /** Returns whether it says that the channels are kept in a database. */
    boolean needsDatabase() {
        return durability.isPresent() && durability.get() != Durability.MEMORY;
    }

    private boolean hasPatternOf(ChannelSetting other) {
        return pattern.equals(other.pattern);
    }

    /** Returns whether rooms of the plain chat can be such channels, if they are. */
    private boolean suitsChat() {
        boolean isChat = pattern.startsWith(CHAT);
        return !isChat || (isLog && options.getOrDefault("members", 1) > 0);
    }

    /** Makes the rules; those without options have the bounds of the rooms of the chat. */
    static ChannelRules rules(List<ChannelSetting> all, int members, int history, int historyBytes) {
        return new ChannelRules(all.stream()
                .map(each -> each.rule(members, history, historyBytes))
                .toList());
    }

    private ChannelRule rule(int members, int history, int historyBytes) {
        int most = option("members").orElse(members);
        if (isLog) {
            return new ChannelRule.Log(
                    pattern,
                    most,
                    option(HISTORY).orElse(history),
                    option("history-bytes").orElse(historyBytes),
                    Optional.ofNullable(options.get(HISTORY_AGE)).map(Duration::ofSeconds),
                    durability);
        }
        StateLimits d = StateLimits.DEFAULTS;
        StateLimits limits = new StateLimits(
                option("keys").orElse(d.keys()),
                d.keyBytes(),
                d.readKeys(),
                option("value").orElse(d.valueBytes()),
                option("bytes").orElse(Math.toIntExact(d.bytes())),
                d.deleted(),
                d.page(),
                d.pageBytes());
        return new ChannelRule.State(pattern, most, limits, durability);
    }

    private OptionalInt option(String name) {
        Integer value = options.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
