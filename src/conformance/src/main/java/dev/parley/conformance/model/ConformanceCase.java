package dev.parley.conformance.model;

import dev.parley.conformance.script.Script;
import dev.parley.conformance.verdict.Level;
import java.util.Set;

/**
 * One thing that is asked of a server, with its documentation. Immutable; made by {@link CaseBuilder}.
 *
 * @param id never changes: people have it in their lists
 * @param title what is asked, as a sentence without a full stop
 * @param section of RFC 6455 if it is a bare number, else with the name before it: {@code RFC 7692 7.1.1}
 * @param why why that is accepted and nothing else
 */
public record ConformanceCase(
        String id,
        String title,
        String section,
        Level level,
        String why,
        Script script,
        Set<Need> needs,
        Set<String> tags) {
    /** Copies the sets. */
    public ConformanceCase {
        needs = Set.copyOf(needs);
        tags = Set.copyOf(tags);
    }

    /** The first part of the id: {@code 7} of {@code 7.1.1}, {@code handshake} of {@code handshake.version.missing}. */
    public String category() {
        int dot = id.indexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }

    /** Whether it has this need. */
    public boolean needs(Need need) {
        return needs.contains(need);
    }

    /** The rule with the name of its RFC. */
    public String rule() {
        return Character.isDigit(section.charAt(0)) ? "RFC 6455 " + section : section;
    }

    /** What is sent, in words. */
    public String sent() {
        return script.sent().isEmpty() ? "an opening handshake" : script.sent();
    }

    /** What is accepted, in words. */
    public String accepted() {
        return script.accepted();
    }
}
