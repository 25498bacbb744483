package dev.parley.hub.access;

import dev.parley.hub.spi.Authorizer;
import dev.parley.hub.spi.Identity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, by namespace, as text: {@code news: subscribe=anyone history=anyone publish=role:editor; *: all=user}.
 * What no rule allows is not allowed. Immutable.
 */
public final class Rules implements Authorizer {
    /** What the text looks like, as the end of "allowed is …". */
    public static final String GRAMMAR =
            "NAMESPACE: ACTION=WHO ... with ; between namespaces, where * is every other namespace, ACTION is subscribe,"
                    + " publish, presence, history or all, and WHO is anyone, user, nobody, owner (of the channel NAMESPACE:NAME"
                    + " the user NAME), user:NAME or role:NAME, with commas between";

    private static final String OTHERS = "*";
    private static final String ALL_ACTIONS = "all";
    private static final String USER = "user:";
    private static final String ROLE = "role:";
    private static final Pattern NAMESPACE = Pattern.compile("\\*|[A-Za-z0-9._~-]{1,64}");

    private final String text;
    private final Map<String, Map<Action, List<Who>>> namespaces = new HashMap<>(); // not changed once made
    private final Set<String> roles = new TreeSet<>(); // not changed once made

    /** Whom a rule lets do something in a channel of which only the name behind the namespace is told. */
    private interface Who extends BiPredicate<Identity, String> {}

    private Rules(String text) {
        this.text = text;
    }

    /** Reads rules; empty if the text breaks the {@link #GRAMMAR}. */
    public static Optional<Rules> parse(String text) {
        Rules rules = new Rules(text);
        boolean good = Arrays.stream(text.split(";", -1)).allMatch(rules::addNamespace);
        return good ? Optional.of(rules) : Optional.empty();
    }

    private boolean addNamespace(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        Map<Action, List<Who>> actions = new EnumMap<>(Action.class);
        return NAMESPACE.matcher(name).matches()
                && namespaces.putIfAbsent(name, actions) == null
                && Arrays.stream(text.substring(colon + 1).strip().split("\\s+", -1))
                        .allMatch(rule -> addRule(actions, rule));
    }

    private boolean addRule(Map<Action, List<Who>> actions, String rule) {
        int equals = rule.indexOf('=');
        List<Action> named = equals < 0 ? List.of() : actions(rule.substring(0, equals));
        List<Who> allowed = new ArrayList<>();
        for (String who : rule.substring(equals + 1).split(",", -1)) {
            Optional<Who> one = who(who);
            if (one.isEmpty()) {
                return false;
            }
            allowed.add(one.get());
        }
        named.forEach(action -> actions.put(action, allowed)); // a later rule replaces an earlier one
        return !named.isEmpty();
    }

    private static List<Action> actions(String name) {
        return Arrays.stream(Action.values())
                .filter(action ->
                        name.equals(ALL_ACTIONS) || name.equals(action.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Optional<Who> who(String text) {
        return switch (text) {
            case "anyone" -> Optional.of((who, name) -> true);
            case "nobody" -> Optional.of((who, name) -> false);
            case "user" -> Optional.of((who, name) -> !who.isStranger());
            case "owner" ->
                Optional.of((who, name) -> !who.isStranger() && who.name().equals(name));
            default -> named(text);
        };
    }

    private Optional<Who> named(String text) {
        if (text.startsWith(USER) && Identity.isName(text.substring(USER.length()))) {
            String user = text.substring(USER.length());
            return Optional.of((who, name) -> who.name().equals(user));
        } else if (text.startsWith(ROLE) && text.length() > ROLE.length()) {
            String role = text.substring(ROLE.length());
            roles.add(role);
            return Optional.of((who, name) -> who.roles().contains(role));
        }
        return Optional.empty();
    }

    /** Returns every role that a rule names, so that a container can be asked for them. */
    public Set<String> roles() {
        return Set.copyOf(roles);
    }

    /** Returns whether the other rules are the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rules rules && rules.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the rules as they were read. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean allows(Identity who, Action action, String channel) {
        int colon = channel.indexOf(':');
        Map<Action, List<Who>> none = Map.of();
        Map<Action, List<Who>> others = namespaces.getOrDefault(OTHERS, none);
        Map<Action, List<Who>> rules = namespaces.getOrDefault(channel.substring(0, colon), others);
        String name = channel.substring(colon + 1);
        for (Who each : rules.getOrDefault(action, List.of())) {
            if (each.test(who, name)) {
                return true;
            }
        }
        return false;
    }
}
