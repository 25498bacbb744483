package dev.parley.hub.patch;

import dev.parley.hub.patch.JsonObjectText.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * JSON merge patches (RFC 7396) on JSON texts that a parser has accepted. What a patch does not touch stays as it was
 * written: numbers keep their digits. Stateless.
 */
public final class MergePatch {
    /** Deepest nesting of objects in a patch. */
    public static final int MAX_DEPTH = 64;

    private static final String NOTHING = "null";

    private MergePatch() {}

    /**
     * Returns the value that {@code patch} makes of {@code target}.
     *
     * @param target JSON text; {@code null} as text if there is no value yet
     * @param patch JSON text; anything but an object replaces the target
     * @throws IllegalArgumentException if a text is seen to be no JSON, or the patch is nested deeper than
     *     {@value #MAX_DEPTH}
     */
    public static String apply(String target, String patch) {
        return apply(target, patch, 1);
    }

    private static String apply(String target, String patch, int depth) {
        Optional<Map<String, Member>> changes = JsonObjectText.members(patch);
        if (changes.isEmpty()) {
            return patch.strip();
        }
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a patch is nested deeper than " + MAX_DEPTH + " objects");
        }
        Map<String, Member> members = JsonObjectText.members(target).orElseGet(LinkedHashMap::new);
        changes.get().forEach((name, change) -> {
            if (change.isNull()) { // RFC 7396 2: null removes
                members.remove(name);
            } else {
                Member old = members.get(name);
                String value = apply(old == null ? NOTHING : old.value(), change.value(), depth + 1);
                members.put(name, new Member(change.name(), value));
            }
        });
        return text(members);
    }

    /**
     * Returns a patch that makes {@code to} of {@code from}; empty if there is none, since only objects can be patched
     * and no patch sets a member to null.
     *
     * @throws IllegalArgumentException if a text is seen to be no JSON
     */
    public static Optional<String> between(String from, String to) {
        return between(from, to, 1);
    }

    private static Optional<String> between(String from, String to, int depth) {
        Optional<Map<String, Member>> before = JsonObjectText.members(from);
        Optional<Map<String, Member>> after = JsonObjectText.members(to);
        if (before.isEmpty() || after.isEmpty() || depth > MAX_DEPTH) {
            return Optional.empty();
        }
        Map<String, Member> changes = new LinkedHashMap<>();
        before.get().forEach((name, member) -> {
            if (!after.get().containsKey(name)) {
                changes.put(name, new Member(member.name(), NOTHING));
            }
        });
        for (Map.Entry<String, Member> entry : after.get().entrySet()) {
            Member member = entry.getValue();
            Member old = before.get().get(entry.getKey());
            if (old == null || !old.value().equals(member.value())) {
                Optional<String> change = change(old, member.value(), depth);
                if (change.isEmpty()) {
                    return Optional.empty();
                }
                changes.put(entry.getKey(), new Member(member.name(), change.get()));
            }
        }
        return Optional.of(text(changes));
    }

    private static Optional<String> change(@Nullable Member old, String value, int depth) {
        if (old != null
                && JsonObjectText.members(old.value()).isPresent()
                && JsonObjectText.members(value).isPresent()) {
            return between(old.value(), value, depth + 1);
        }
        return canBeSet(value, depth + 1) ? Optional.of(value) : Optional.empty();
    }

    /** Returns whether a patch can bring this value: applied to nothing, it must come out as it is. */
    private static boolean canBeSet(String value, int depth) {
        Optional<Map<String, Member>> members = JsonObjectText.members(value);
        if (members.isEmpty()) {
            return !value.equals(NOTHING);
        }
        return depth <= MAX_DEPTH
                && members.get().values().stream().allMatch(member -> canBeSet(member.value(), depth + 1));
    }

    private static String text(Map<String, Member> members) {
        StringJoiner text = new StringJoiner(",", "{", "}");
        members.values().forEach(member -> text.add(member.name() + ":" + member.value()));
        return text.toString();
    }
}
