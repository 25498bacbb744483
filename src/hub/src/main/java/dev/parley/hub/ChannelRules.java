package dev.parley.hub;

import dev.parley.hub.spi.LogBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which channels there may be, and what holds for them: of all rules that match a name the most exact. Immutable. */
public final class ChannelRules {
    private static final Pattern PATTERN =
            Pattern.compile("[!-~&&[^\"*:\\\\]]{1,50}:([!-~&&[^\"*\\\\]]{1,149}\\*?|\\*)");

    /** What is kept where nothing is to be kept: enough for a client that changes from one network to another. */
    private static final int MOMENT_MESSAGES = 64;

    private static final Duration MOMENT = Duration.ofSeconds(30);

    private record Beginning(String text, ChannelRule rule) {}

    private final List<ChannelRule> rules;
    private final Map<String, ChannelRule> exact = new HashMap<>();
    private final List<Beginning> beginnings = new ArrayList<>(); // the longest first
    private final Set<String> namespaces = new HashSet<>();

    /**
     * Takes rules in any order.
     *
     * @throws IllegalArgumentException if two have the same pattern
     */
    public ChannelRules(List<ChannelRule> rules) {
        this.rules = List.copyOf(rules);
        for (ChannelRule rule : rules) {
            String pattern = rule.pattern();
            if (exact.put(pattern, rule) != null) {
                throw new IllegalArgumentException("two rules for " + pattern);
            }
            if (pattern.endsWith("*")) { // it stays among the exact ones too: no channel has that name
                beginnings.add(new Beginning(pattern.substring(0, pattern.length() - 1), rule));
            }
            namespaces.add(namespace(pattern));
        }
        beginnings.sort(Comparator.comparing(beginning -> -beginning.text().length()));
    }

    /** Returns whether a text is a pattern: {@code namespace:name}, or the beginning of such names and a {@code *}. */
    public static boolean isPattern(String text) {
        return PATTERN.matcher(text).matches();
    }

    private static String namespace(String channel) {
        return channel.substring(0, channel.indexOf(':'));
    }

    /** Returns the rule for a channel, whose name has a colon; empty if there may be no such channel. */
    public Optional<ChannelRule> of(String channel) {
        ChannelRule rule = exact.get(channel);
        if (rule != null) {
            return Optional.of(rule);
        }
        for (Beginning beginning : beginnings) {
            if (channel.startsWith(beginning.text())) {
                return Optional.of(beginning.rule());
            }
        }
        return Optional.empty();
    }

    /** Returns how much the log of a channel keeps; {@code others} if no rule for logs matches its name. */
    public LogBounds bounds(String channel, LogBounds others) {
        if (!(of(channel).orElse(null) instanceof ChannelRule.Log log)) {
            return others;
        }
        return log.messages() == 0
                ? new LogBounds(MOMENT_MESSAGES, log.bytes(), Optional.of(MOMENT))
                : new LogBounds(log.messages(), log.bytes(), log.age());
    }

    /** Returns whether what was published in a channel can be read later. */
    public boolean keepsHistory(String channel) {
        return !(of(channel).orElse(null) instanceof ChannelRule.Log log && log.messages() == 0);
    }

    /** Returns whether there may be some channel of the namespace of this one. */
    public boolean hasNamespaceOf(String channel) {
        return namespaces.contains(namespace(channel));
    }

    /** Returns all rules, in the order in which they were given. */
    public List<ChannelRule> all() {
        return rules;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelRules others && rules.equals(others.rules);
    }

    @Override
    public int hashCode() {
        return rules.hashCode();
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
